"""One sub-period: the moments at which each of its scales holds."""

from dataclasses import dataclass
from datetime import date, datetime

from . import bits, years
from .scales import HOUR, MDAY, MINUTE, MONTH, SECOND, WDAY, WEEK, YDAY

ALL_DAY = bits.span(0, 86_399)  # the seconds of a day
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ROW = bits.span(0, 6)  # a calendar sheet has six rows of seven days
EACH_ROW = sum(1 << 7 * row for row in range(6))


@dataclass(frozen=True)
class SubPeriod:
    """Each scale as the set of its values (see `bits`); one that is not given holds them all.

    Therefore a scale that lists every value equals one that is not given.
    """

    year: years.Years = ()
    month: int = MONTH.full
    week: int = WEEK.full
    yday: int = YDAY.full
    mday: int = MDAY.full
    wday: int = WDAY.full
    hour: int = HOUR.full
    minute: int = MINUTE.full
    second: int = SECOND.full

    def is_open(self, at: datetime) -> bool:
        return (
            bits.holds(self.hour, at.hour)
            and bits.holds(self.minute, at.minute)
            and bits.holds(self.second, at.second)
            and self.is_day(at)
        )

    def is_day(self, day: date) -> bool:
        first = day.replace(day=1).isoweekday() % 7  # Sunday is 0
        return (
            bits.holds(self.wday, day.isoweekday() % 7 + 1)
            and bits.holds(self.mday, day.day)
            and bits.holds(self.month, day.month)
            and bits.holds(self.week, (first + day.day - 1) // 7 + 1)
            and bits.holds(self.yday, day.timetuple().tm_yday)
            and years.hold(self.year, day.year)
        )

    def days(self, year: int) -> int:
        """Return the set of the year's days on which it is open at some time; 1 January is 0."""
        if not years.hold(self.year, year):
            return 0
        january = date(year, 1, 1)
        start, weekday = 0, january.isoweekday() % 7
        sheet = (self.wday >> WDAY.first) * EACH_ROW & self._rows()
        open_days = 0
        for month, length in enumerate(month_lengths(year), 1):
            if bits.holds(self.month, month):
                month_days = sheet >> weekday & self.mday >> MDAY.first & bits.span(0, length - 1)
                open_days |= month_days << start
            start, weekday = start + length, (weekday + length) % 7
        return open_days & self.yday >> YDAY.first

    def _rows(self) -> int:
        return sum(ROW << 7 * (week - 1) for week in bits.members(self.week))

    def minutes(self) -> int:
        """Return the set of the minutes of an open day that hold an open second."""
        return sum(self.minute << 60 * hour for hour in bits.members(self.hour))

    def seconds(self) -> int:
        """Return the set of the open seconds of an open day."""
        if (self.hour, self.minute, self.second) == (HOUR.full, MINUTE.full, SECOND.full):
            return ALL_DAY
        hour = sum(self.second << 60 * minute for minute in bits.members(self.minute))
        return sum(hour << 3600 * number for number in bits.members(self.hour))


def month_lengths(year: int) -> tuple[int, ...]:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29, *MONTH_LENGTHS[2:]) if leap else MONTH_LENGTHS
