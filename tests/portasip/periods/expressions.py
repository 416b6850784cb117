"""Expressions of Appendix C, made at random in every spelling that it allows."""

from datetime import datetime

from hypothesis import strategies as st

MONTHS = "January FEBRUARY mar April may jun July aug Sept oct November dec".split()
WEEKDAYS = "Sunday Mon tu wednesday THU fri Sa".split()
HOURS = [f"{hour}{half}" for half in ("am", "PM") for hour in range(1, 13)] + ["12noon", "9 am"]


def numbers(first: int, last: int) -> st.SearchStrategy[str]:
    return st.integers(first, last).map(str)


VALUES = {
    ("year", "yr"): st.sampled_from("0 5 26 27 28 99 1970 1999 2000 2026 2027 2028 2101".split()),
    ("month", "mo"): numbers(1, 12) | st.sampled_from(MONTHS),
    ("week", "wk"): numbers(1, 6),
    ("yday", "yd"): numbers(1, 365) | st.sampled_from(["1", "364", "365"]),
    ("mday", "md"): numbers(1, 31),
    ("wday", "wd"): numbers(1, 7) | st.sampled_from(WEEKDAYS),
    ("hour", "hr"): numbers(0, 23) | st.sampled_from(HOURS),
    ("minute", "min"): numbers(0, 59),
    ("second", "sec"): numbers(0, 59),
}
gaps = st.sampled_from(["", "", " ", "\t", "\n "])


@st.composite
def scales(draw: st.DrawFn, names: list[tuple[str, str]]) -> str:
    name = draw(st.sampled_from(names))
    values = VALUES[name]
    ranges = [
        draw(values) + (draw(gaps) + "-" + draw(gaps) + draw(values) if draw(st.booleans()) else "")
        for _ in range(draw(st.integers(1, 3)))
    ]
    spelled = draw(st.sampled_from([*name, name[1].upper()]))
    return f"{spelled}{draw(gaps)}{{{draw(gaps)}{' '.join(ranges)}{draw(gaps)}}}"


def expressions(names: list[tuple[str, str]] | None = None) -> st.SearchStrategy[str]:
    """Up to three sub-periods of up to four scales, of all nine or of those with these names."""
    parts = st.lists(scales(names or list(VALUES)), min_size=1, max_size=4).map(" ".join)
    return st.lists(parts, min_size=1, max_size=3).map(" , ".join)


# Ends of months and years, and leap days, are where calendars go wrong.
moments = st.datetimes(datetime(1998, 1, 1), datetime(2102, 1, 1)) | st.sampled_from(
    [
        datetime(2026, 12, 31, 23, 59, 59, 999_999),
        datetime(2028, 2, 28, 23, 59, 59),
        datetime(2028, 12, 31, 12, 0),
        datetime(2000, 2, 29),
        datetime(2099, 12, 31, 22, 30),
    ]
)
