"""When a period opens or closes next.

In a year each day has one of a few patterns (which of its seconds are open), because what the
time scales hold is the same on every day that the day scales hold. So whole days and years are
looked at as sets of numbers, and no moment is tried out. Years are of few kinds, too: they begin
on one of seven weekdays, with or without a leap day, and named by the same parts or not.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from . import bits, years
from .subperiod import ALL_DAY, SubPeriod, month_lengths

Timed = list[tuple[int, list[SubPeriod]]]  # the open seconds of a day, and the parts with these
Pattern = tuple[int, int]  # days of a year (1 January is 0), and the open seconds of each


def next_change(parts: Sequence[SubPeriod], at: datetime, limit: timedelta) -> datetime | None:
    """Return the first wall time in (at, at + limit] at which the parts open or close."""
    end = at + min(limit, datetime.max.replace(tzinfo=at.tzinfo) - at)
    is_open = any(part.is_open(at) for part in parts)
    change = next(_changes(_timed(parts), at, end.year, ALL_DAY if is_open else 0), None)
    return change if change is not None and change <= end else None


def _changes(timed: Timed, at: datetime, last_year: int, unchanged: int) -> Iterator[datetime]:
    """Yield the first change of each year from `at` on.

    `unchanged` are the open seconds of a day on which nothing changes.
    """
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    today = at.timetuple().tm_yday - 1
    passed = bits.span(0, (at.replace(microsecond=0) - midnight) // timedelta(seconds=1))
    patterns_of = _by_kind(timed)
    for year in range(at.year, last_year + 1):
        patterns = [(days, seconds ^ unchanged) for days, seconds in patterns_of(year)]
        if year == at.year:
            patterns = list(_after(patterns, today, passed))
        changing = [(bits.lowest(days), seconds) for days, seconds in patterns if days and seconds]
        if changing:
            day, seconds = min(changing)
            new_year = midnight.replace(year=year, month=1, day=1)
            yield new_year + timedelta(days=day, seconds=bits.lowest(seconds))


def _after(patterns: Iterable[Pattern], today: int, passed: int) -> Iterator[Pattern]:
    """Leave out the days before today and of today the seconds that have passed."""
    past = bits.span(0, today)
    for days, seconds in patterns:
        yield days & ~past, seconds
        if bits.holds(days, today):
            yield 1 << today, seconds & ~passed


def _timed(parts: Iterable[SubPeriod]) -> Timed:
    timed: dict[int, list[SubPeriod]] = {}
    for part in parts:
        timed.setdefault(part.seconds(), []).append(part)
    return list(timed.items())


def _by_kind(timed: Timed) -> Callable[[int], list[Pattern]]:
    """Return `_patterns` as a function that looks at one year of each kind."""
    named = [part.year for _, parts in timed for part in parts if part.year]
    known: dict[Hashable, list[Pattern]] = {}

    def patterns_of(year: int) -> list[Pattern]:
        held = tuple(years.hold(ranges, year) for ranges in named)
        kind = (date(year, 1, 1).weekday(), month_lengths(year), held)
        if kind not in known:
            known[kind] = _patterns(timed, year)
        return known[kind]

    return patterns_of


def _patterns(timed: Timed, year: int) -> list[Pattern]:
    """Part the days of the year by what is open on them; no day stands in two patterns."""
    patterns = [(bits.span(0, sum(month_lengths(year)) - 1), 0)]
    for seconds, parts in timed:
        days = bits.union(part.days(year) for part in parts)
        patterns = [
            pattern
            for pattern_days, open_seconds in patterns
            for pattern in (
                (pattern_days & days, open_seconds | seconds),
                (pattern_days & ~days, open_seconds),
            )
            if pattern[0]
        ]
    return patterns
