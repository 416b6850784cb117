"""Writing the desk note: two who write at once lose nothing of either."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from console.links.models import PBX
from console.shifts.models import LONGEST_NOTE, DeskNote


class NotWritten(ValueError):
    """Carries the sentence for the operator."""


@dataclass(frozen=True)
class Written:
    """The note as it now is. A conflict: somebody else was first, and it still is theirs."""

    note: DeskNote
    is_conflict: bool = False


@dataclass(frozen=True)
class Draft:
    """What a page wants to write, over which version, and which page that is."""

    text: str
    version: int
    editor: str
    by: str
    with_theirs: bool = False  # below what stands there, instead of in its place


def note_of(pbx: PBX) -> DeskNote:
    return DeskNote.objects.filter(pbx=pbx).first() or DeskNote(pbx=pbx)


def write(pbx: PBX, draft: Draft) -> Written:
    """Raise NotWritten for a note that is too long. The same text again changes nothing."""
    with transaction.atomic():
        DeskNote.objects.get_or_create(pbx=pbx)
        note = DeskNote.objects.select_for_update().get(pbx=pbx)
        text = f"{note.text}\n{draft.text}" if draft.with_theirs else draft.text
        if len(text) > LONGEST_NOTE:
            raise NotWritten(
                _("A note has at most %(most)s characters. This one has %(length)s: shorten it.")
                % {"most": LONGEST_NOTE, "length": len(text)}
            )
        if text == note.text:
            return Written(note)
        # A page may write again before it has heard of its own last version.
        goes_on = note.editor == draft.editor and note.base <= draft.version <= note.version
        is_seen = draft.version == note.version or draft.with_theirs
        if not (is_seen or goes_on):
            return Written(note, is_conflict=True)
        if is_seen:
            note.base = note.version
        note.text, note.by, note.editor = text, draft.by, draft.editor
        note.version, note.changed = note.version + 1, timezone.now()
        note.save()
        return Written(note)
