"""Whether a time period is written as appendix C defines it. What it means does not matter here."""

import re

SUB_PERIOD = re.compile(r"\s*([a-z]+)\s*\{([^{}]*)\}")
HOUR = re.compile(r"(?:1[0-2]|[1-9])(?:am|pm)|12noon")
RANGE = re.compile(r"([a-z0-9]+)(?:-([a-z0-9]+))?")
CODES = {
    "year": "yr", "month": "mo", "week": "wk", "yday": "yd", "mday": "md", "wday": "wd",
    "hour": "hr", "minute": "min", "second": "sec",
}  # fmt: skip
NUMBERS = {
    "mo": (1, 12), "wk": (1, 6), "yd": (1, 365), "md": (1, 31), "wd": (1, 7), "hr": (0, 23),
    "min": (0, 59), "sec": (0, 59),
}  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("su", "mo", "tu", "we", "th", "fr", "sa")


def wrong_period(text: str) -> str:
    """Say what is wrong with a period; "" if nothing is."""
    for sub_period in text.lower().split(","):
        rest = sub_period.strip()
        if not rest:
            return "a sub-period is empty"
        while rest:
            scale = SUB_PERIOD.match(rest)
            if scale is None:
                return f"{rest[:20]!r} is no scale {{range}}"
            if wrong := _wrong_scale(*scale.groups()):
                return wrong
            rest = rest[scale.end() :].strip()
    return ""


def _wrong_scale(name: str, ranges: str) -> str:
    code = CODES.get(name, name)
    if code not in CODES.values():
        return f"no scale {name}"
    joined = re.sub(r"(?<=\d)\s+(?=am|pm|noon)", "", ranges)  # white space may stand anywhere
    written = re.sub(r"\s*-\s*", "-", joined).split()
    for each in written:
        bounds = RANGE.fullmatch(each)
        if bounds is None or not all(_is_value(code, value) for value in bounds.groups() if value):
            return f"{each} is no range of {name}"
    return "" if written else f"{name} has no range"


def _is_value(code: str, value: str) -> bool:
    if value.isdigit():
        number = int(value)
        if code == "yr":
            return number <= 99 or number >= 1970
        least, most = NUMBERS[code]
        return least <= number <= most
    if code == "hr":
        return HOUR.fullmatch(value) is not None
    if code == "mo":
        return value[:3] in MONTHS and value.isalpha()
    return code == "wd" and value[:2] in WEEKDAYS and value.isalpha()
