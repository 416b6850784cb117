"""A period read by the clock of a zone, which skips hours and repeats hours."""

from datetime import UTC, datetime, timedelta, tzinfo

from .period import HORIZON, Period

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
# No zone ever turned its clock by more than a day. So a turn farther ahead than this does not
# bring back a wall time from before the moment that is looked at.
NEAR = 25 * HOUR


def next_instant(period: Period, at: datetime) -> datetime | None:
    """Return the first instant after `at` at which the period opens or closes, in at's zone.

    `at` carries the zone of the PBX. A change within an hour that the clock skips comes when the
    clock skips it; in an hour that the clock repeats, the period may open and close twice.
    None as for `Period.next_change`.
    """
    zone = at.tzinfo
    if zone is None:
        raise ValueError("A wall time without its zone names no instant.")
    is_open = period.is_open(at)
    instant = at.astimezone(UTC)
    end = instant + HORIZON
    while (change := _next_or_turn(period, instant, zone)) is not None and change <= end:
        there = change.astimezone(zone)
        if period.is_open(there) != is_open:
            return there
        instant = change
    return None


def _next_or_turn(period: Period, instant: datetime, zone: tzinfo) -> datetime | None:
    """Return the next instant that may be a change: none comes before it."""
    wall = instant.astimezone(zone).replace(tzinfo=None)
    change = period.next_change(wall)
    turn = _turn(instant, zone)
    if change is not None and change - wall < (turn or instant + NEAR) - instant:
        return instant + (change - wall)
    if turn is not None or change is None:
        return turn
    return _first(change, zone)


def _turn(instant: datetime, zone: tzinfo) -> datetime | None:
    """Return the first instant within NEAR at which the clock of the zone is turned."""
    for hour in range(NEAR // HOUR):
        start = instant + hour * HOUR
        if _offset(start, zone) != _offset(start + HOUR, zone):
            return _turn_between(start, start + HOUR, zone)
    return None


def _turn_between(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the whole second of the turn, given an instant on either side."""
    before, after = before.replace(microsecond=0), after.replace(microsecond=0)
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _first(wall: datetime, zone: tzinfo) -> datetime:
    """Return the first instant at which the clock shows `wall`, or skips it."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    # For a time that is skipped, fold 0 means the hands as they stood before the turn.
    return first if first <= second else _turn_between(second, first, zone)


def is_skipped(at: datetime) -> bool:
    """Whether the clock of at's zone never shows this time."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != at.replace(tzinfo=None)


def _offset(instant: datetime, zone: tzinfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()
