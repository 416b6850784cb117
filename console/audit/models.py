"""What operators asked of a PBX and what became of it: written once, never changed.

Names stand as text, so that a PBX or an operator can be deleted and her deeds still be read. The
database itself refuses to change or delete a row: see `append_only`.
"""

from django.db import models
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from console.links import sentences


class Outcome(models.TextChoices):
    """What a reader is told; the first two come from whoever settled the press."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # said so, or never settled: its holder was killed, or is still waiting
    REPEATED = "repeated"  # a further press of a key whose command was under way or done


class PressQuerySet(QuerySet["Press"]):
    def with_outcome(self) -> "PressQuerySet":
        """Adds `outcome`, `sentence`, `seconds` and `settled_at`, the last three None if unsettled.

        The door may say *unknown* for want of an answer of a command that the holder had taken
        and then settled: whoever knows counts.
        """
        known_first = Case(When(outcome=Outcome.UNKNOWN, then=1), default=0)
        told = Settlement.objects.filter(press=OuterRef("identity"))
        told = told.order_by(known_first, "settled_at")
        # Where there was no link, nothing was carried out under this key: a further press was new.
        carried_out = Settlement.objects.exclude(sentence=sentences.NO_LINK).filter(
            press__pbx=OuterRef("pbx"), press__key=OuterRef("key")
        )
        repeated = Case(
            When(Exists(carried_out), then=Value(Outcome.REPEATED)), default=Value(Outcome.UNKNOWN)
        )
        annotated: PressQuerySet = self.annotate(
            outcome=Coalesce(Subquery(told.values("outcome")[:1]), repeated),
            sentence=Subquery(told.values("sentence")[:1]),
            seconds=Subquery(told.values("seconds")[:1]),
            settled_at=Subquery(told.values("settled_at")[:1]),
        )
        return annotated


class Press(models.Model):
    """One press of a button that became a command, recorded before it was handed over.

    A second press of the same key is one command for the PBX and two presses here: another
    operator may have been the second, and after a press without a link the second one was sent.
    `identity` tells presses apart, so that one that is written again is written once.
    """

    identity = models.CharField(max_length=300, unique=True)
    pbx = models.CharField("PBX", max_length=40)
    operator = models.CharField(max_length=150)
    desk = models.CharField(max_length=64)
    verb = models.CharField(max_length=40)
    call = models.CharField(max_length=40, help_text="Its short id, within the epoch of the key.")
    party = models.CharField(max_length=64, help_text="The number on the call's card.")
    target = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    address = models.CharField(max_length=45)
    asked_at = models.DateTimeField("asked")
    recorded_at = models.DateTimeField("recorded", auto_now_add=True)

    objects = PressQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = "command"
        indexes = (
            models.Index(fields=("asked_at",), name="audit_press_by_time"),
            models.Index(fields=("pbx", "key"), name="audit_press_by_key"),
        )

    def __str__(self) -> str:
        return f"{self.verb} by {self.operator} at {self.desk} on {self.pbx}"


class Settlement(models.Model):
    """What somebody said became of a press: its holder, or the door where it was pressed."""

    # Without a constraint: neither row waits for the other.
    press = models.ForeignKey(
        Press,
        models.DO_NOTHING,
        "settlements",
        to_field="identity",
        db_constraint=False,
        db_index=False,  # the constraint below is one
    )
    outcome = models.CharField(max_length=20)
    sentence = models.CharField(max_length=500)
    seconds = models.FloatField(help_text="From the press's arrival here to its outcome.")
    settled_at = models.DateTimeField("settled")
    recorded_at = models.DateTimeField("recorded", auto_now_add=True)

    class Meta:
        ordering = ("settled_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("press", "settled_at"), name="settled_once_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.sentence}".strip()
