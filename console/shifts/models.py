"""Who is at her desk, and what one shift leaves for the next."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from console.links.models import PBX

LONGEST_REASON = 60
LONGEST_NOTE = 1000


class State(models.TextChoices):
    AVAILABLE = "available", _("Available")
    BREAK = "break", _("Break")
    AWAY = "away", _("Away")


class Status(models.Model):
    """What an operator says of herself. It changes no call: the PBX knows nothing of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="status"
    )
    state = models.CharField(max_length=10, choices=State, default=State.AVAILABLE)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "statuses"

    def __str__(self) -> str:
        return f"{self.user}: {self.state}"


class DeskNote(models.Model):
    """One note, shared by all desks of a PBX. Its version rises with every change."""

    pbx = models.OneToOneField(PBX, on_delete=models.CASCADE, related_name="desk_note")
    text = models.TextField(max_length=LONGEST_NOTE, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=150, blank=True)  # a name: operators go, their notes stay
    editor = models.CharField(max_length=40, blank=True)  # the page that wrote last
    base = models.PositiveIntegerField(default=0)  # the version that page had seen when it began
    changed = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Desk note of {self.pbx}"
