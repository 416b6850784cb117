"""The sounds we keep for a PBX to fetch and play."""

from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from console.links.models import PBX
from console.portasip.media.audio import duration


class Prompt(models.Model):
    pbx = models.ForeignKey(
        PBX, on_delete=models.CASCADE, related_name="prompts", verbose_name="PBX"
    )
    name = models.CharField(max_length=80)
    # The PBX fetches without signing in, so the address itself must be impossible to guess.
    token = models.CharField(max_length=64, unique=True, default=token_urlsafe, editable=False)
    audio = models.BinaryField()  # as `to_au` makes it
    duration = models.FloatField(editable=False)  # seconds
    created = models.DateTimeField(auto_now_add=True)
    recorded = models.DateTimeField(editable=False)  # when the present sound came

    class Meta:
        ordering = ("pbx__name", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("pbx", "name"),
                name="one_prompt_per_name",
                violation_error_message=_("This PBX already has a prompt of this name."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def record(self, au: bytes) -> None:
        """Take this `.au` instead of the present one, if any; the address stays."""
        self.audio = au
        self.duration = duration(au)
        self.recorded = timezone.now()

    @property
    def url(self) -> str:
        """What the PBX is told: without an ending, which it adds (PlayPromptRequest.url)."""
        return settings.PUBLIC_URL + reverse("prompts:prompt", args=[self.token])
