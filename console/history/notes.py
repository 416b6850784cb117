"""Notes on calls: how they are kept, and found again."""

import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from console.history.models import Call, Note, Trace
from console.history.stored import text as storable

LONGEST = 1000  # characters: a note is a line or two
ON_ONE_CALL = 100  # more is a script, not people


class NotKept(Exception):
    """The note cannot be kept; the argument says why."""


class Kept(NamedTuple):
    """`is_beside`: the note had been changed elsewhere, so this text became one more note."""

    note: Note
    is_beside: bool


class Written(NamedTuple):
    """What an operator wrote at her desk about the call of a trace."""

    pbx_id: int
    call_key: str
    operator: str
    desk: str
    text: str


def keep(written: Written, key: UUID, revision: int) -> Kept:
    """Save the text as the note of this key, of which its page saw `revision` (0: none yet).

    Said again, it changes nothing. Where somebody else, or the same operator in another window, has
    changed the note meanwhile, both texts stay. Raises NotKept.
    """
    if len(written.text) > LONGEST:
        raise NotKept(_("A note has at most %d characters.") % LONGEST)
    written = written._replace(text=storable(written.text))
    with transaction.atomic():
        stored = Note.objects.select_for_update().filter(pbx_id=written.pbx_id, key=key).first()
        if stored is None:
            return Kept(_begun(written, key), False)
        is_ours = (stored.call_key, stored.operator) == (written.call_key, written.operator)
        if is_ours and (stored.text == written.text or stored.revision == revision):
            return Kept(_changed(stored, written), False)
        return Kept(_beside(written), True)


def _begun(written: Written, key: UUID) -> Note:
    about = Note.objects.filter(pbx_id=written.pbx_id, call_key=written.call_key)
    if about.count() >= ON_ONE_CALL:
        raise NotKept(_("This call has too many notes."))
    now = timezone.now()
    return Note.objects.create(
        **written._asdict(), key=key, searched=folded(written.text), first_at=now, at=now
    )


def _changed(note: Note, written: Written) -> Note:
    if note.text != written.text:
        note.text, note.searched = written.text, folded(written.text)
        note.desk, note.at, note.revision = written.desk, timezone.now(), note.revision + 1
        note.save()
    return note


def _beside(written: Written) -> Note:
    """An answer that got lost must not leave the same text twice."""
    same = Note.objects.filter(**written._asdict()).first()
    return same or _begun(written, uuid4())


def about(pbx_id: int, keys: Collection[str]) -> list[Note]:
    """All that is written about the call of these traces, the oldest first."""
    return list(Note.objects.filter(pbx_id=pbx_id, call_key__in=keys).exclude(text=""))


def of_calls(pbx_id: int, calls: Iterable[Call]) -> dict[int, list[Note]]:
    """By the primary key of the call, the oldest first."""
    call_of = dict(Trace.objects.filter(call__in=calls).values_list("key", "call_id"))
    notes: dict[int, list[Note]] = {}
    for note in about(pbx_id, call_of.keys()):
        notes.setdefault(call_of[note.call_key], []).append(note)
    return notes


def calls_noted(pbx_id: int, words: str) -> QuerySet[Trace, int]:
    """Primary keys of the calls about which somebody wrote all of these words."""
    every = folded(words).split()
    found = Note.objects.filter(pbx_id=pbx_id) if every else Note.objects.none()
    for word in every:
        found = found.filter(searched__contains=word)
    traces = Trace.objects.filter(pbx_id=pbx_id, key__in=found.values("call_key"))
    return traces.values_list("call", flat=True)


def folded(text: str) -> str:
    """Without case and accents, so that *keller* finds *Kéller*."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))
