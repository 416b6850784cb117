"""Single values of the wire, each written in several ways by one and the same PBX.

Every function is total: what it cannot read is "" for text and None for the rest.
"""

from math import isfinite

Scalar = str | int | float | bool | None

YES = frozenset({"y", "yes", "1", "true"})
NO = frozenset({"n", "no", "0", "false"})


def text(value: object) -> str:
    """Return a string: ids, tags and codes come as strings and as numbers."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, int):
        # Python refuses to spell out integers of more than 4300 digits.
        return str(value) if value.bit_length() < 256 else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    return ""


def number(value: object) -> int | None:
    """Return an int: counts come as numbers, numeric strings and `"15.0"`."""
    if value is None:
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if value.bit_length() < 64 else None
    if isinstance(value, str):
        value = _float(value)
    if isinstance(value, float) and isfinite(value) and abs(value) < 2**63:
        return int(value)
    return None


def _float(value: str) -> float | None:
    try:
        return float(value) if len(value) < 32 else None
    except ValueError:
        return None


def flag(value: object) -> bool | None:
    """Return a bool from Y, N, 1, 0, true and false; any other number but 0 is true."""
    if value is None:
        return None
    if isinstance(value, str):
        word = value.strip().lower()
        if word in YES:
            return True
        if word in NO:
            return False
        value = _float(word)
    if isinstance(value, bool | int | float):
        return bool(value)
    return None
