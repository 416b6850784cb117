from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from console.live.said import said
from console.portasip.media.audio import LARGEST, LONGEST, to_au
from console.portasip.media.sound_errors import NotASound, TooLarge
from console.prompts.models import Prompt


class SoundField(forms.FileField):
    """An upload of any sound; its cleaned value is the `.au`, or None when nothing was chosen.

    The conversion takes a second for minutes of MP3, and at worst ten for a file made to be slow.
    It runs where the form is checked, since the sentence belongs beside the field: a view has a
    thread of its own, and the decoders work outside Python's lock, so that nobody else waits.
    """

    widget = forms.FileInput(attrs={"accept": "audio/*,.au"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)  # our own sentence is clearer

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            # Before it is read: an upload waits on the disk, and should not fill the memory.
            if upload.size > LARGEST:
                raise TooLarge(LARGEST)
            return to_au(upload.read())
        except NotASound as told:
            raise ValidationError(said(str(told))) from told


class PromptForm(forms.ModelForm):
    sound = SoundField()

    class Meta:
        model = Prompt
        fields = ("name", "pbx")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _(
            "WAV, MP3, Ogg or FLAC, up to %(minutes)s minutes and %(megabytes)s MB. "
            "The PBX plays it in mono, with the sound of a telephone."
        ) % {"minutes": f"{LONGEST / 60:.0f}", "megabytes": LARGEST // 2**20}
        if self.instance.pk:
            self.fields["sound"].required = False
            help_text = f"{help_text} {_('Empty keeps the present one.')}"
        self.fields["sound"].help_text = help_text

    def save(self, commit: bool = True) -> Prompt:
        if self.cleaned_data["sound"]:
            self.instance.record(self.cleaned_data["sound"])
        saved: Prompt = super().save(commit)
        return saved
