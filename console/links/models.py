"""The PBXs we link to, who works on them, and which process holds each link."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.board.services import LONGEST_SAFE, SHORTEST_SAFE, Services
from console.links.credentials import Sealed, resealed
from console.links.validators import (
    slots_in,
    validate_control_url,
    validate_extension,
    validate_media_url,
    validate_mobile,
    validate_slot_pattern,
    validate_slots,
    validate_voicemail,
)
from console.portasip.releases import DOCUMENTED, LATEST


class ScopeKey(models.TextChoices):
    """What a subscription covers; the PBX takes exactly one (API, enable_api_notifications)."""

    CUSTOMER = "i_customer"
    ACCOUNT = "i_account"
    MAIN_OFFICE = "i_main_office"
    IVR = "i_ivr_an"


class JoinLegs(models.TextChoices):
    """Which legs `join_calls` names: the two other parties', or the desk's own two."""

    REMAINING = "remaining"
    OWN = "own"


class MediaTransport(models.TextChoices):
    REST = "rest"
    SOAP = "soap"


class PBX(models.Model):
    name = models.SlugField(max_length=40, unique=True)
    url = models.CharField(max_length=300, validators=[validate_control_url])
    login = models.CharField(max_length=120)
    password_sealed = models.TextField(blank=True, editable=False)
    scope_key = models.CharField(max_length=20, choices=ScopeKey)
    scope_value = models.PositiveBigIntegerField()
    ca_file = models.CharField(
        max_length=500, blank=True, help_text="Certificates that prove the PBX, as a PEM file."
    )
    insecure = models.BooleanField(
        default=False, help_text="Does not check the PBX's certificate. For a laboratory only."
    )
    join_legs = models.CharField(max_length=20, choices=JoinLegs, blank=True, default="")
    answer_mode = models.CharField(
        max_length=40,
        default="notify",
        validators=[RegexValidator(r"^[A-Za-z-]+$", "The answer mode is one word, as notify.")],
    )
    media_url = models.CharField(max_length=300, blank=True, validators=[validate_media_url])
    media_login = models.CharField(max_length=120, blank=True)
    media_password_sealed = models.TextField(blank=True, editable=False)
    media_domain = models.CharField(max_length=200, blank=True)
    media_transport = models.CharField(
        max_length=10, choices=MediaTransport, default=MediaTransport.REST
    )
    release = models.PositiveSmallIntegerField(
        default=DOCUMENTED,
        validators=[MinValueValidator(DOCUMENTED), MaxValueValidator(LATEST)],
        help_text="The maintenance release of the PBX: 96 for MR96. `doctor` tells it.",
    )
    enabled = models.BooleanField(default=True)
    voicemail = models.CharField(
        max_length=40,
        blank=True,
        validators=[validate_voicemail],
        help_text=gettext_lazy("What leads to a person's voicemail, such as *86{extension}."),
    )
    mobile = models.CharField(
        max_length=40,
        blank=True,
        default="{number}",
        validators=[validate_mobile],
        help_text=gettext_lazy("How a person's mobile is reached; {number} dials it as it is."),
    )
    park_slots = models.CharField(
        max_length=200,
        blank=True,
        validators=[validate_slots],
        help_text=gettext_lazy("Such as 701-709."),
    )
    park = models.CharField(
        "park pattern",
        max_length=40,
        blank=True,
        validators=[validate_slot_pattern],
        help_text=gettext_lazy("What a call is transferred to, to park it, such as *68{slot}."),
    )
    pickup = models.CharField(
        "pick-up pattern",
        max_length=40,
        blank=True,
        validators=[validate_slot_pattern],
        help_text=gettext_lazy("What is dialled to retrieve a parked call, such as *69{slot}."),
    )
    safe_after = models.PositiveSmallIntegerField(
        default=20,
        validators=[MinValueValidator(SHORTEST_SAFE), MaxValueValidator(LONGEST_SAFE)],
        help_text=gettext_lazy("Seconds after which a safe transfer comes back to the desk."),
    )
    hold_limit = models.PositiveSmallIntegerField(
        default=90,
        validators=[MinValueValidator(10), MaxValueValidator(3600)],
        help_text=gettext_lazy("Seconds on hold that are too long."),
    )
    park_limit = models.PositiveSmallIntegerField(
        default=180,
        validators=[MinValueValidator(10), MaxValueValidator(3600)],
        help_text=gettext_lazy("Seconds in a park slot that are too long."),
    )
    early_completion = models.BooleanField(
        default=False,
        help_text=gettext_lazy(
            "Lets a consultation be completed while the colleague's phone still rings."
        ),
    )

    password = Sealed("password_sealed")
    media_password = Sealed("media_password_sealed")

    class Meta:
        ordering = ("name",)
        verbose_name = "PBX"
        verbose_name_plural = "PBXs"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every save brings the passwords under the newest key."""
        self.password_sealed = resealed(self.password_sealed)
        self.media_password_sealed = resealed(self.media_password_sealed)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.ca_file and self.insecure:
            raise ValidationError(
                {"insecure": "Either check the certificate with the CA file, or not at all."}
            )
        if self.media_login and not self.media_url:
            raise ValidationError({"media_url": "The media services need their address."})
        self._check_parking()

    def _check_parking(self) -> None:
        """All of it or nothing: a caller whom nobody can retrieve must not be parked."""
        needed = {
            "park_slots": _("Parking needs its slots, such as 701-709."),
            "park": _("Parking needs the pattern to park by, such as *68{slot}."),
            "pickup": _("Parking needs the pattern to retrieve by, such as *69{slot}."),
        }
        missing = {name: said for name, said in needed.items() if not getattr(self, name)}
        if missing and len(missing) < len(needed):
            raise ValidationError(missing)
        if self.park and self.park == self.pickup:
            raise ValidationError({"pickup": _("Parking and retrieving need different patterns.")})

    @property
    def services(self) -> Services:
        return Services(
            voicemail=self.voicemail,
            mobile=self.mobile,
            slots=slots_in(self.park_slots),
            park=self.park,
            pickup=self.pickup,
            safe_after=self.safe_after,
            hold_limit=self.hold_limit,
            park_limit=self.park_limit,
            early=self.early_completion,
        )

    @property
    def scope(self) -> dict[str, int]:
        """As the PBX takes it: `{"i_customer": 30}`."""
        return {self.scope_key: self.scope_value}


class Role(models.TextChoices):
    RECEPTIONIST = "receptionist"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Membership(models.Model):
    """An operator's place on a PBX. With an extension she has a desk."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="memberships")
    extension = models.CharField(
        max_length=64,
        blank=True,
        validators=[validate_extension],
        help_text="The account ID of the phone on the desk, such as 123007.",
    )
    role = models.CharField(max_length=20, choices=Role)
    auto_pickup = models.BooleanField(
        default=False,
        help_text="Asks the phone on the desk to pick up by itself when the console dials.",
    )

    class Meta:
        ordering = ("pbx__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "pbx"),
                name="one_membership_per_pbx",
                violation_error_message="This operator already has a role on this PBX.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.role} on {self.pbx}"

    def clean(self) -> None:
        if self.role == Role.RECEPTIONIST and not self.extension:
            raise ValidationError({"extension": "A receptionist needs an extension."})


class Lease(models.Model):
    """Which process holds a PBX's link, until when, and for the how manieth time it was taken."""

    pbx = models.OneToOneField(PBX, on_delete=models.CASCADE, related_name="lease")
    holder = models.CharField(max_length=120, blank=True)
    generation = models.PositiveBigIntegerField(default=0)
    expires = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pbx}: {self.holder or 'free'}, generation {self.generation}"
