"""Messages for people who could not be reached: who called, when, and what they want."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from console.links.models import PBX

LONGEST_TEXT = 4000  # characters
LONGEST_LINE = 200


class Status(models.TextChoices):
    """Waiting is due at `next_try`; sending belongs to whoever claimed it until `claimed_until`."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")


class Message(models.Model):
    """One message to one address. `reason` says why it is not sent, in a sentence."""

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    """Made with the form: a form that is sent twice is one message."""
    author = models.TextField()
    desk = models.TextField(blank=True)
    to_name = models.CharField(max_length=LONGEST_LINE, blank=True)
    to_email = models.EmailField(max_length=254)
    to_extension = models.CharField(max_length=64, blank=True)
    caller = models.CharField(max_length=LONGEST_LINE, blank=True)
    number = models.CharField(max_length=LONGEST_LINE, blank=True)
    called = models.CharField(max_length=LONGEST_LINE, blank=True)
    queue = models.CharField(max_length=LONGEST_LINE, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT)
    created = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    reason = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created", "-pk")
        constraints = (models.UniqueConstraint(fields=("pbx", "key"), name="message_once"),)
        indexes = (
            models.Index(
                fields=("next_try",),
                condition=~models.Q(status="sent"),
                name="messages_unsent",
            ),
            models.Index(fields=("pbx", "-created"), name="messages_newest"),
        )

    def __str__(self) -> str:
        return f"{self.to_email}: {self.status}"

    @property
    def is_unsent(self) -> bool:
        return self.status != Status.SENT
