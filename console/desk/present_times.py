"""Moments and durations as templates print them."""

from datetime import UTC, datetime
from typing import Any


def iso(at: float | None) -> str:
    """A moment for `<time datetime>`; "" when it is unknown, which is never shown as 0."""
    if at is None:
        return ""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def started(since: float | None, first_seen: float | None = None) -> dict[str, Any]:
    """`since`, or first seen with `atleast`, which the screen marks with ≥; "" when neither is."""
    if since is None and first_seen is not None:
        return {"since": iso(first_seen), "atleast": True}
    return {"since": iso(since), "atleast": False}


def duration(seconds: float | None) -> str:
    """m:ss, h:mm:ss past an hour; "" when unknown. Never negative."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def between(start: float | None, end: float | None) -> str:
    """How long it was from one moment to another; "" when either is unknown."""
    return "" if start is None or end is None else duration(end - start)
