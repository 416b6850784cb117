"""A time period as a wall clock reads it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from . import bits
from .changes import next_change
from .subperiod import SubPeriod
from .writing import written

LONGEST = 2000  # characters, as of MenuInfo.period
# The calendar repeats after 400 years, so only a year named farther ahead is missed.
HORIZON = timedelta(days=146_097)


class Span(NamedTuple):
    """Minutes since midnight; `end` is the first one that is closed again, at most 1440."""

    start: int
    end: int


@dataclass(frozen=True, repr=False)
class Period:
    """Open while one of its parts is; made by `parse`.

    Wall time is the clock of the PBX: a time with a zone is read by its own hands, so convert it
    to the zone of the PBX before.
    """

    parts: tuple[SubPeriod, ...]

    def normal(self) -> str:
        """Return the one spelling of the same parts, `wd {sun-sat}` for always.

        Scales stand from coarse to fine under their codes, without those that hold all their
        values; months and weekdays under their names; ranges in order and joined. Only years of
        two digits stay as they are, before those of four. The parts keep their order. What would
        be longer than LONGEST is written with numbers and without spaces.
        """
        text = ", ".join(written(part) for part in self.parts)
        if len(text) <= LONGEST:
            return text
        return ",".join(written(part, brief=True) for part in self.parts)

    def __str__(self) -> str:
        return self.normal()

    def __repr__(self) -> str:
        return f"Period({self.normal()!r})"

    def is_open(self, at: datetime) -> bool:
        return any(part.is_open(at) for part in self.parts)

    def next_change(self, at: datetime, limit: timedelta = HORIZON) -> datetime | None:
        """Return the first wall time after `at` at which it opens or closes.

        None when that does not happen up to `at + limit`. Summer time is not looked at: see
        `next_instant`.
        """
        return next_change(self.parts, at, limit)

    def week(self, monday: date) -> list[tuple[Span, ...]]:
        """Return the open spans of the seven days from `monday` on, whole minutes.

        A minute with one open second is drawn open, so that nothing open vanishes.
        """
        return [self._spans(monday + timedelta(days=day)) for day in range(7)]

    def _spans(self, day: date) -> tuple[Span, ...]:
        minutes = bits.union(part.minutes() for part in self.parts if part.is_day(day))
        return tuple(Span(first, last + 1) for first, last in bits.runs(minutes))
