"""What each operator chose. Loudspeaker and consent belong to a browser and stay there."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from console.preferences import keys
from console.preferences.chosen import Chosen


class Enter(models.TextChoices):
    TRANSFER = "transfer", _("Transfer")
    CONSULT = "consult", _("Consult")


class Modifier(models.TextChoices):
    ALT_SHIFT = "alt-shift", _("Alt+Shift")
    CTRL_ALT_SHIFT = "ctrl-alt-shift", _("Ctrl+Alt+Shift (ChromeOS)")


class Sound(models.TextChoices):
    OFF = "off", _("Silent")
    SOFT = "soft", _("Two soft notes")
    OWN = "own", _("My own sound")


class Language(models.TextChoices):
    """Each is written as its speakers write it."""

    BROWSER = "", _("As the browser")
    ENGLISH = "en", "English"
    GERMAN = "de", "Deutsch"
    UKRAINIAN = "uk", "Українська"
    SPANISH = "es", "Español"


class Theme(models.TextChoices):
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    SYSTEM = "system", _("System")


class Preferences(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    enter = models.CharField(max_length=10, choices=Enter, default=Enter.TRANSFER)
    safe_seconds = models.PositiveSmallIntegerField(default=0)
    keys = models.JSONField(default=dict, blank=True)  # only what differs: act → letter
    single_keys = models.BooleanField(default=True)
    modifier = models.CharField(max_length=20, choices=Modifier, default=Modifier.ALT_SHIFT)
    sound = models.CharField(max_length=10, choices=Sound, default=Sound.SOFT)
    volume = models.PositiveSmallIntegerField(default=60, validators=[MaxValueValidator(100)])
    limit_sound = models.BooleanField(default=True)
    notifications = models.BooleanField(default=False)
    language = models.CharField(max_length=5, choices=Language, blank=True, default="")
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.user}"

    def chosen(self) -> Chosen:
        return Chosen(
            enter=self.enter,
            safe_seconds=self.safe_seconds,
            keys=keys.completed(self.keys),
            single_keys=self.single_keys,
            modifier=self.modifier,
            sound=self.sound,
            volume=self.volume,
            limit_sound=self.limit_sound,
            notifications=self.notifications,
            language=self.language,
            theme=self.theme,
        )


class OwnSound(models.Model):
    """The operator's own ringing sound, whole: at most 1 MB, read only when it is fetched."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_sound"
    )
    audio = models.BinaryField()
    content_type = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"Sound of {self.user}"
