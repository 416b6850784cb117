"""Day or night by a company's opening hours, in words of wall clocks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from console.directory.companies import Company
from console.portasip.periods import next_instant

# How near a turn is told by its hour alone, and by its weekday; farther ones by their date.
NEAR = ((timedelta(days=1), "hour"), (timedelta(days=6), "weekday"))


class Hours(Struct, frozen=True):
    """`until` is when it turns, by the company's own clock, None for never; `told_by` is hour,
    weekday or date; `true_until`, in seconds since the epoch, when this is to be looked at anew."""

    company: str
    is_day: bool
    until: datetime | None = None
    told_by: str = "hour"
    true_until: float | None = None


def at(company: Company, moment: float) -> Hours | None:
    """As it is at `moment`, seconds since the epoch; None where nobody gave opening hours."""
    period = company.period
    if period is None:
        return None
    now = datetime.fromtimestamp(moment, ZoneInfo(company.zone))
    change, is_day = next_instant(period, now), period.is_open(now)
    if change is None:
        return Hours(company.name, is_day)
    told_by, true_until = "date", change - NEAR[-1][0]
    for number, (distance, word) in enumerate(NEAR):
        if change.timestamp() - moment <= distance.total_seconds():
            told_by, true_until = word, change - (NEAR[number - 1][0] if number else timedelta())
            break
    until = change.replace(tzinfo=None)
    return Hours(company.name, is_day, until, told_by, true_until.timestamp())


_now: dict[str, Hours | None] = {}


def of(pbx: str) -> Hours | None:
    """What was last told of the desk's hours on the PBX named `pbx`: a plain value, no clock."""
    return _now.get(pbx)


def put(pbx: str, hours: Hours | None) -> bool:
    """Whether this is news."""
    is_news = _now.get(pbx) != hours
    _now[pbx] = hours
    return is_news
