"""Time periods, the language of `MenuInfo.period` (Appendix C of the PBX's document).

`parse` reads an expression, or says in `PeriodError` what is wrong and where. A `Period` is read
by a wall clock; `next_instant` follows the clock of a zone through its changes of summer time.

Where the appendix is silent, this follows its source, Time::Period of Perl:

* An empty expression is always open.
* A week is a row of the month's calendar sheet with Sunday first; the month's first row is 1.
* `12am` is 0; `12noon` and `12pm` are 12.
* White space may part `9 am`, but not a name or a number. A name counts by its first letters.
* Day 366 has no number, since yday ends at 365; a range that wraps (`yd {350-10}`) holds it.
* Two-digit years belong to the century of the moment that is looked at; so `yr {27}` is open in
  2027 and again in 2127.
"""

from .clocks import next_instant
from .error import PeriodError
from .period import HORIZON, LONGEST, Period, Span
from .reading import parse

__all__ = ["HORIZON", "LONGEST", "Period", "PeriodError", "Span", "next_instant", "parse"]
