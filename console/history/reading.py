"""Past calls as the page shows them: newest first, page by page, or those of one number."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from console.history import notes
from console.history.models import Call, Deed, Leg, Moment, Note, Trace

AT_ONCE = 50


class Place(NamedTuple):
    """Where a page ends: the next one begins behind it, whatever came in front meanwhile."""

    first_seen: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.first_seen.isoformat()}~{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Raises ValueError for what `str` did not write, OverflowError for what is no UTC."""
        first_seen, _, pk = text.partition("~")
        moment = datetime.fromisoformat(first_seen)
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        return cls(moment.astimezone(UTC), int(pk))


class Page(NamedTuple):
    calls: list[Call]
    next: Place | None
    deeds: dict[int, list[Deed]]
    """By the primary key of the call, as the notes."""
    notes: dict[int, list[Note]]


class Sought(NamedTuple):
    """Spellings of one number, and words of a note: either will do."""

    numbers: set[str]
    words: str


def page_of(pbx_id: int, sought: Sought | None, after: Place | None) -> Page:
    """None asks for every call."""
    calls = Call.objects.filter(pbx_id=pbx_id)
    if sought is not None:
        fitting = Q(pk__in=notes.calls_noted(pbx_id, sought.words))
        if sought.numbers:
            fitting |= Q(pk__in=_calls_with(pbx_id, sought.numbers))
        calls = calls.filter(fitting)
    if after is not None:
        behind = Q(first_seen=after.first_seen, pk__lt=after.pk)
        calls = calls.filter(Q(first_seen__lt=after.first_seen) | behind)
    return page(pbx_id, calls, AT_ONCE)


def page(pbx_id: int, calls: QuerySet[Call], at_once: int) -> Page:
    """The newest of these calls, with all that a row shows of them."""
    legs = Leg.objects.order_by("first_seen", "pk")
    moments = Moment.objects.order_by("epoch", "number")
    with_legs = calls.prefetch_related(
        Prefetch("legs", legs), Prefetch("legs__moments", moments)
    ).order_by("-first_seen", "-pk")
    found = list(with_legs[: at_once + 1])
    shown = found[:at_once]
    last = shown[-1] if len(found) > at_once else None
    place = None if last is None else Place(last.first_seen, last.pk)
    return Page(shown, place, _deeds(pbx_id, shown), notes.of_calls(pbx_id, shown))


def _calls_with(pbx_id: int, numbers: set[str]) -> QuerySet[Leg, int]:
    """Primary keys; one look-up in an index for each place where a number may stand."""
    legs = Leg.objects.filter(pbx_id=pbx_id).order_by()
    return (
        legs.filter(caller_number__in=numbers)
        .values_list("call", flat=True)
        .union(
            legs.filter(callee_number__in=numbers).values_list("call", flat=True),
            legs.filter(extension__in=numbers).values_list("call", flat=True),
        )
    )


def _deeds(pbx_id: int, calls: list[Call]) -> dict[int, list[Deed]]:
    traces = Trace.objects.filter(call__in=calls).values_list("key", "call_id")
    call_of = dict(traces)
    told = Q(call_key__in=call_of) | Q(made_key__in=call_of)
    deeds: dict[int, list[Deed]] = {}
    for deed in Deed.objects.filter(told, pbx_id=pbx_id):
        for pk in {call_of.get(deed.call_key), call_of.get(deed.made_key)} - {None}:
            deeds.setdefault(pk, []).append(deed)  # type: ignore[arg-type]
    return deeds
