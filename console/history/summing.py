"""A call as the sum of its legs."""

from collections.abc import Sequence
from datetime import UTC, datetime

from console.history.models import Call, Leg

NEVER = datetime.min.replace(tzinfo=UTC)

FIELDS = (
    "first_seen", "caller_number", "caller_name", "callee_number", "callee_name", "is_answered",
    "talking_since", "is_originated", "reason", "is_live", "ended_at", "ended_after",
    "ended_before",
)  # fmt: skip


def sum_up(call: Call, legs: Sequence[Leg], over_at: datetime | None = None) -> None:
    """`legs` of the call, the one that was seen first first. Without any, which of a call that a
    mirror knew may be so, all there is to say is that it was over by `over_at`."""
    if not legs:
        call.is_live = over_at is None
        call.ended_before, call.ended_after = over_at, call.first_seen if over_at else None
        return
    call.caller_number, call.caller_name = _first(legs, "caller_number", "caller_name")
    call.callee_number, call.callee_name = _first(legs, "callee_number", "callee_name")
    call.first_seen = min([call.first_seen, *(leg.first_seen for leg in legs if leg.first_seen)])
    _sum_talk(call, legs)
    _sum_end(call, legs)


def _first(legs: Sequence[Leg], number: str, name: str) -> tuple[str, str]:
    """Who called whom in the beginning; later legs are those of transfers."""
    found = next((leg for leg in legs if getattr(leg, number)), legs[0])
    return getattr(found, number), getattr(found, name)


def _sum_talk(call: Call, legs: Sequence[Leg]) -> None:
    """Both sides talk: for an originated call that takes two answered phones, else one."""
    answered = [leg for leg in legs if leg.is_answered]
    needed = 2 if call.is_originated else 1
    call.is_answered = len(answered) >= needed
    since = sorted(leg.talking_since for leg in answered if leg.talking_since)
    known = call.is_answered and len(since) == len(answered)
    call.talking_since = since[needed - 1] if known else None


def _sum_end(call: Call, legs: Sequence[Leg]) -> None:
    """As its last leg ended: seen, or unseen between two moments."""
    call.is_live = any(leg.is_live for leg in legs)
    call.ended_at = call.ended_after = call.ended_before = None
    if call.is_live:
        return
    last = max(legs, key=lambda leg: leg.ended_at or leg.ended_before or NEVER)
    call.reason = last.reason
    call.ended_at, call.ended_before = last.ended_at, last.ended_before
    if last.ended_at is None:
        known = [moment for leg in legs if (moment := leg.ended_after or leg.ended_at)]
        call.ended_after = max(known, default=None)
