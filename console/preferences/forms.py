from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from console.preferences import keys
from console.preferences.chosen import SAFE_SECONDS
from console.preferences.models import OwnSound, Preferences, Sound
from console.preferences.own_sound import LARGEST, NotASoundToRing, type_of

SHORTEST, LONGEST = SAFE_SECONDS
SECONDS = _("Say from %(shortest)s to %(longest)s seconds, or 0 for off.") % {
    "shortest": SHORTEST,
    "longest": LONGEST,
}


class PreferencesForm(forms.ModelForm):
    own_sound = forms.FileField(
        label=_("My own sound"),
        required=False,
        allow_empty_file=True,  # our own sentence is clearer
        help_text=_("WAV, MP3, Ogg or FLAC, up to 1 MB and 30 seconds."),
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )

    class Meta:
        model = Preferences
        fields = (
            "enter",
            "safe_seconds",
            "single_keys",
            "modifier",
            "sound",
            "volume",
            "limit_sound",
            "notifications",
            "theme",
        )
        labels = {
            "enter": _("Enter in the search"),
            "safe_seconds": _("Safe transfer, seconds"),
            "single_keys": _("Single letters, outside text fields"),
            "modifier": _("With it, the keys work everywhere"),
            "sound": _("Ringing"),
            "volume": _("Volume"),
            "limit_sound": _("A low note every 30 seconds while a caller is over the limit"),
            "notifications": _("Show a notification while somebody rings"),
            "theme": _("Theme"),
        }
        help_texts = {
            "safe_seconds": _("If nobody answers, the caller comes back to you. 0 is off."),
            "theme": _("What you choose in the menu counts in that browser alone."),
        }
        widgets = {
            "enter": forms.RadioSelect,
            "modifier": forms.RadioSelect,
            "sound": forms.RadioSelect,
            "theme": forms.RadioSelect,
            "safe_seconds": forms.NumberInput(attrs={"min": 0, "max": LONGEST}),
            "volume": forms.NumberInput(attrs={"type": "range", "min": 0, "max": 100, "step": 5}),
        }
        error_messages = {
            "safe_seconds": dict.fromkeys(("required", "invalid", "min_value"), SECONDS),
            "volume": dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"),
                _("The volume is a number from 0 to 100."),
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letters = keys.completed(self.instance.keys)
        for act, word in keys.WORDS.items():
            self.fields[f"key_{act}"] = forms.CharField(
                label=word,
                required=False,
                initial=letters[act],
                widget=forms.TextInput(
                    attrs={"maxlength": 1, "autocomplete": "off", "autocapitalize": "characters"}
                ),
            )

    @property
    def key_fields(self) -> list[forms.BoundField]:
        return [self[f"key_{act}"] for act in keys.WORDS]

    def clean_safe_seconds(self) -> int:
        seconds: int = self.cleaned_data["safe_seconds"]
        if seconds and not SHORTEST <= seconds <= LONGEST:
            raise ValidationError(SECONDS)
        return seconds

    def clean_own_sound(self) -> OwnSound | None:
        """Not yet saved: other fields may be wrong."""
        upload = self.cleaned_data["own_sound"]
        if upload is None:
            return None
        audio = upload.read(LARGEST + 1)
        try:
            return OwnSound(audio=audio, content_type=type_of(audio))
        except NotASoundToRing as told:
            raise ValidationError(str(told)) from told

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        letters = {act: cleaned.get(f"key_{act}", "").strip().upper() for act in keys.WORDS}
        for act, sentence in keys.faults(letters).items():
            self.add_error(f"key_{act}", sentence)
        self.instance.keys = {a: key for a, key in letters.items() if key != keys.DEFAULT[a]}
        if cleaned.get("sound") == Sound.OWN and not self._will_have_a_sound():
            self.add_error("own_sound", _("Choose a file, or another sound above."))
        return cleaned

    def _will_have_a_sound(self) -> bool:
        """Also when the one just chosen was refused: its own sentence says enough."""
        is_given = bool(self.cleaned_data.get("own_sound")) or "own_sound" in self.errors
        return is_given or OwnSound.objects.filter(user=self.instance.user).exists()

    def save(self, commit: bool = True) -> Preferences:
        saved: Preferences = super().save(commit)
        if sound := self.cleaned_data["own_sound"]:
            OwnSound.objects.update_or_create(
                user=saved.user,
                defaults={"audio": sound.audio, "content_type": sound.content_type},
            )
        return saved
