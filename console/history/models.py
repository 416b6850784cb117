"""What happened: calls, their legs, every state of a leg, and what the console was asked to do.

All times are UTC; NULL is unknown. A call is found by its traces, and a command through them, so
that calls that turn out to be one merge by moving legs and traces alone.
"""

from django.db import models

from console.links.models import PBX

Text = models.TextField  # whatever the PBX names, of whatever length


class Ending(models.Model):
    """Seen: `ended_at`. Unseen, because a list no longer had it: between the two others."""

    is_live = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    ended_after = models.DateTimeField(null=True)
    ended_before = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_unseen(self) -> bool:
        return not self.is_live and self.ended_at is None


class Call(Ending):
    """The sum of its legs. Numbers are digits as the PBX writes them."""

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    first_seen = models.DateTimeField()
    caller_number = Text(blank=True)
    caller_name = Text(blank=True)
    callee_number = Text(blank=True)
    callee_name = Text(blank=True)
    is_answered = models.BooleanField(default=False)
    talking_since = models.DateTimeField(null=True)
    is_originated = models.BooleanField(default=False)
    reason = Text(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("pbx", "-first_seen", "-id"), name="history_newest"),
            models.Index(
                fields=("pbx",), condition=models.Q(is_live=True), name="history_open_calls"
            ),
        )

    def __str__(self) -> str:
        return f"{self.caller_number} to {self.callee_number}, {self.first_seen:%Y-%m-%d %H:%M}"

    def deeds(self) -> models.QuerySet["Deed"]:
        """What the console was asked to do with it, or to make it."""
        keys = self.traces.values("key")
        told = models.Q(call_key__in=keys) | models.Q(made_key__in=keys)
        return Deed.objects.filter(told, pbx=self.pbx_id)


class Trace(models.Model):
    """An id by which a call is found again: a tracking id, or a call id (see board.index)."""

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    key = Text()
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="traces")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("pbx", "key"), name="history_one_trace"),)

    def __str__(self) -> str:
        return self.key


class Leg(Ending):
    """One dialog with a phone. (`epoch`, `number`) name the last fact that told of it: what is
    older never overwrites what is newer, whoever writes it and whenever."""

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="legs")
    dialog = Text()
    """The PBX's call id of the leg, which with the tag names it."""
    tag = Text()
    epoch = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    state = Text()
    seen_at = models.DateTimeField(null=True)
    first_seen = models.DateTimeField(null=True)
    started = models.DateTimeField(null=True)
    is_answered = models.BooleanField(default=False)
    talking_since = models.DateTimeField(null=True)
    extension = Text(blank=True)
    direction = Text(blank=True)
    caller_number = Text(blank=True)
    caller_name = Text(blank=True)
    callee_number = Text(blank=True)
    callee_name = Text(blank=True)
    queue = Text(blank=True)
    reason = Text(blank=True)
    is_complete = models.BooleanField(default=True)
    """Whether its moments are: some are left out when too much waited to be written."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pbx", "dialog", "tag"), name="history_one_leg"),
        )
        indexes = (
            models.Index(fields=("pbx", "caller_number"), name="history_by_caller"),
            models.Index(fields=("pbx", "callee_number"), name="history_by_callee"),
            models.Index(fields=("pbx", "extension"), name="history_by_extension"),
            models.Index(
                fields=("pbx",), condition=models.Q(is_live=True), name="history_open_legs"
            ),
        )

    def __str__(self) -> str:
        return f"{self.extension or self.direction}, {self.state}"


class Moment(models.Model):
    """A leg entered a state, `at` that time, as the fact of (`epoch`, `number`) told.

    `position` counts the callers ahead in `queue`. What was only found in a list has the PBX's
    stamp, or no time.
    """

    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="moments")
    epoch = models.PositiveBigIntegerField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(null=True)
    state = Text()
    queue = Text(blank=True)
    position = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("epoch", "number")
        constraints = (
            models.UniqueConstraint(fields=("leg", "epoch", "number"), name="history_one_moment"),
        )

    def __str__(self) -> str:
        return self.state


class Deed(models.Model):
    """What the console was asked to do, once per key. `outcome` stays `sent` when nobody learnt it.

    `call_key` is a trace of the call it was about, `made_key` one of the call it made; "" for none.
    """

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    key = Text()
    verb = Text()
    desk = Text()
    operator = Text(blank=True)
    target = Text(blank=True)
    call_key = Text(blank=True)
    made_key = Text(blank=True)
    at = models.DateTimeField(null=True)
    outcome = Text(default="sent")
    sentence = Text(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=("pbx", "key"), name="history_one_deed"),)
        indexes = (
            models.Index(fields=("pbx", "call_key"), name="history_deeds_about"),
            models.Index(fields=("pbx", "made_key"), name="history_deeds_that_made"),
        )

    def __str__(self) -> str:
        return f"{self.verb} by {self.operator or self.desk}"


class Note(models.Model):
    """What an operator wrote about a call, which is found by a trace of it, whether or not its row
    is written yet: so a note survives merges, restarts and a history that waits.

    Each belongs to who wrote it. `key` is made by the page that began it; `revision` rises with
    every change, so that a page which saw an older one overwrites nothing.
    """

    pbx = models.ForeignKey(PBX, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    call_key = Text()
    operator = Text()
    desk = Text(blank=True)
    text = Text(blank=True)
    searched = Text(blank=True)
    """The text without case and accents."""
    revision = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("first_at", "pk")
        constraints = (models.UniqueConstraint(fields=("pbx", "key"), name="history_one_note"),)
        indexes = (models.Index(fields=("pbx", "call_key"), name="history_notes_about"),)

    def __str__(self) -> str:
        return f"{self.operator}: {self.text[:40]}"


class Watch(models.Model):
    """How far a PBX was watched. Locked by every batch, so that writers come one by one.

    `epoch` is the newest that wrote; at `listed_at`, in `listed_epoch`, a complete list told which
    legs were alive.
    """

    pbx = models.OneToOneField(PBX, on_delete=models.CASCADE, related_name="+")
    epoch = models.PositiveBigIntegerField(default=0)
    listed_epoch = models.PositiveBigIntegerField(default=0)
    listed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pbx}, epoch {self.epoch}"
