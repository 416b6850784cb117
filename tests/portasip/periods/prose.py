"""Appendix C read a second time, moment by moment and straight from its prose.

Slow and simple on purpose, sharing nothing with the product; it takes only correct expressions.
"""

import re
from datetime import date, datetime, timedelta

CODES = {
    "year": "yr", "month": "mo", "week": "wk", "yday": "yd", "mday": "md", "wday": "wd",
    "hour": "hr", "minute": "min", "second": "sec",
}  # fmt: skip
FORMATS = {
    "yr": "%Y", "mo": "%m", "yd": "%j", "md": "%d", "hr": "%H", "min": "%M", "sec": "%S",
}  # fmt: skip
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WEEKDAYS = "su mo tu we th fr sa".split()
UNITS = {"sec": timedelta(seconds=1), "min": timedelta(minutes=1), "hr": timedelta(hours=1)}


def is_open(text: str, at: datetime) -> bool:
    return not text.strip() or any(_holds(part, at) for part in text.lower().split(","))


def next_change(text: str, at: datetime, steps: int) -> datetime | None:
    """Step through the finest unit that the text names; None when nothing changes in `steps`."""
    named = {CODES.get(name, name) for name in re.findall(r"[a-z]+(?=\s*\{)", text.lower())}
    unit = next((unit for code, unit in UNITS.items() if code in named), timedelta(days=1))
    midnight = datetime.combine(at, datetime.min.time())
    moment = midnight + (at - midnight) // unit * unit
    was_open = is_open(text, at)
    for _ in range(steps):
        moment += unit
        if is_open(text, moment) != was_open:
            return moment
    return None


def _holds(part: str, at: datetime) -> bool:
    ranges: dict[str, list[str]] = {}
    for name, inside in re.findall(r"([a-z]+)\s*\{([^}]*)\}", part):
        joined = re.sub(r"\s*-\s*", "-", inside)
        joined = re.sub(r"(\d)\s+(am|pm|noon)\b", r"\1\2", joined)
        ranges.setdefault(CODES.get(name, name), []).extend(joined.split())
    return all(
        any(_within(code, *text.split("-"), at=at) for text in texts)
        for code, texts in ranges.items()
    )


def _within(code: str, first: str, last: str | None = None, *, at: datetime) -> bool:
    low, high = _number(code, first, at), _number(code, last or first, at)
    now = _now(code, at)
    if code == "yr":
        return min(low, high) <= now <= max(low, high)
    if low <= high:
        return low <= now <= high
    return now >= low or now <= high


def _number(code: str, word: str, at: datetime) -> int:
    if code == "yr":
        return int(f"{at.year:04}"[:2] + word.zfill(2)) if int(word) <= 99 else int(word)
    if code == "mo" and word.isalpha():
        return MONTHS.index(word[:3]) + 1
    if code == "wd" and word.isalpha():
        return WEEKDAYS.index(word[:2]) + 1
    if word.endswith(("am", "pm", "noon")):
        hour = int(re.sub("[a-z]", "", word))
        return hour % 12 if word.endswith("am") else hour % 12 + 12
    return int(word)


def _now(code: str, at: datetime) -> int:
    if code == "wk":
        days = [date(at.year, at.month, day) for day in range(2, at.day + 1)]
        return 1 + sum(day.weekday() == 6 for day in days)  # each Sunday begins another row
    if code == "wd":
        return int(at.strftime("%w")) + 1
    return int(at.strftime(FORMATS[code]))
