"""Whom an office knows beside its own extensions, what it adds to those, and what each operator
keeps for herself."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from console.directory.numbers import LONGEST, grouped
from console.directory.person import normal
from console.directory.validators import numbers_in, validate_period, validate_zone
from console.links.models import PBX
from console.portasip.periods import LONGEST as LONGEST_PERIOD

NAME_AT_MOST = 120
NOTE_AT_MOST = 1000
PERSON_AT_MOST = 100  # characters of a person's key, as `extension:123007`


def new_key() -> str:
    return uuid.uuid4().hex


def own_zone() -> str:
    return str(settings.TIME_ZONE)


def new_token() -> str:
    return secrets.token_urlsafe(18)


class Kind(models.TextChoices):
    """Which telephone a number is. A fax is kept, and never offered as a target."""

    WORK = "work", _("Work")
    MOBILE = "mobile", _("Mobile")
    HOME = "home", _("Home")
    OTHER = "other", _("Other")
    FAX = "fax", _("Fax")


class Contact(models.Model):
    """Somebody outside. `key` is what other programs know her by (UID of a vCard), else our own."""

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="contacts")
    key = models.CharField(max_length=200, default=new_key)
    name = models.CharField(_("name"), max_length=NAME_AT_MOST)
    company = models.CharField(_("company"), max_length=NAME_AT_MOST, blank=True)
    department = models.CharField(_("department"), max_length=NAME_AT_MOST, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=NOTE_AT_MOST, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("pbx", "key"), name="contact_key_once_per_pbx"),
        )

    def __str__(self) -> str:
        return self.name


class ContactNumber(models.Model):
    """`number` is what the PBX dials: digits, with a leading + where one was given."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WORK)
    number = models.CharField(_("number"), max_length=LONGEST)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.number} ({self.kind})"


class ExtensionDetail(models.Model):
    """What we add to an extension of the PBX. It outlives an extension that the PBX forgets."""

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="extension_details")
    extension = models.CharField(max_length=64)
    department = models.CharField(_("department"), max_length=NAME_AT_MOST, blank=True)
    mobile = models.CharField(_("mobile"), max_length=LONGEST, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=NOTE_AT_MOST, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pbx", "extension"), name="one_detail_per_extension"),
        )

    def __str__(self) -> str:
        return f"{self.extension} on {self.pbx}"


class Company(models.Model):
    """A company for which a PBX answers. `numbers` are those under which it is called, one a line,
    as they are dialled; `hours` is a period in the PBX's own grammar, read by the clock of `zone`.
    """

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="companies")
    name = models.CharField(_("name"), max_length=NAME_AT_MOST)
    numbers = models.TextField(
        _("numbers"), max_length=2000, blank=True,
        help_text=_("Under which it is called, one a line, with the country code."),
    )  # fmt: skip
    greeting = models.CharField(
        _("greeting"), max_length=200, blank=True,
        help_text=_("What its callers hear first, such as: Good morning, Hollis & Byrne."),
    )  # fmt: skip
    hours = models.CharField(
        _("opening hours"), max_length=LONGEST_PERIOD, blank=True,
        validators=[validate_period],
        help_text=_(
            "A time period as the PBX reads it, such as wd {Mon-Fri} hr {8am-5pm}, "
            "which ends at 18:00."
        ),
    )  # fmt: skip
    zone = models.CharField(
        _("time zone"), max_length=60, default=own_zone, validators=[validate_zone],
        help_text=_("Such as Europe/Madrid."),
    )  # fmt: skip
    firm = models.CharField(
        _("company of its people"), max_length=NAME_AT_MOST, blank=True,
        help_text=_("As contacts and extensions have it; empty when it is the name above."),
    )  # fmt: skip
    is_default = models.BooleanField(
        _("its hours are those of the desk"), default=False,
        help_text=_("Day or night at the desk is told by these opening hours."),
    )  # fmt: skip

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "companies"
        constraints = (
            models.UniqueConstraint(
                fields=("pbx", "name"),
                name="company_name_once_per_pbx",
                violation_error_message=_("There is a company of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever becomes the default takes that from the one before."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.is_default:
                others = Company.objects.filter(pbx_id=self.pbx_id, is_default=True)
                others.exclude(pk=self.pk).update(is_default=False)

    def clean(self) -> None:
        """A number belongs to one company: else nobody could say which of them was called."""
        try:
            numbers = numbers_in(self.numbers)
        except ValidationError as refusal:
            raise ValidationError({"numbers": refusal.messages}) from refusal
        others = Company.objects.filter(pbx_id=self.pbx_id).exclude(pk=self.pk)
        owners = {normal(each): one for one in others for each in one.numbers.split()}
        taken = [(each, owners[normal(each)]) for each in numbers if normal(each) in owners]
        if taken:
            said = _("%(number)s is a number of %(company)s already.")
            values = {"number": grouped(taken[0][0]), "company": taken[0][1].name}
            raise ValidationError({"numbers": said % values})
        self.numbers = "\n".join(numbers)


class Mark(models.Model):
    """What one operator keeps about one person; seen by nobody else. `person` is a person's key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="marks")
    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=PERSON_AT_MOST)
    favourite = models.BooleanField(default=False)
    speed_dial = models.BooleanField(default=False)
    note = models.CharField(max_length=NOTE_AT_MOST, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "pbx", "person"), name="one_mark_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.user} on {self.person}"


class Reached(models.Model):
    """How often an operator sent calls to a number, and by which way: `phone`, `voicemail`, …"""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reached")
    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=64)
    way = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "pbx", "number", "way"), name="one_count_per_number_and_way"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} by {self.way}, {self.count} times"


class Revision(models.Model):
    """Rises with every change of a PBX's contacts and details, in the same transaction."""

    pbx = models.OneToOneField(PBX, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.pbx}: {self.number}"


class Upload(models.Model):
    """A file of contacts that somebody looks at before it is taken in. `records` as `importing`
    reads them; `done` says what became of it, so that a second press changes nothing."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    read = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    done = models.JSONField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
