"""Reading an expression, strictly: a typing mistake would close an office unnoticed."""

import re
from typing import NoReturn

from . import years
from .error import PeriodError
from .period import LONGEST, Period
from .scales import BY_NAME, HALVES, HOUR, SCALES, YEAR, Scale
from .subperiod import SubPeriod

TOKEN = re.compile(r"[A-Za-z0-9]+|\S")
SIGNS = ("{", "}", ",", "-", "")
NAMES = ", ".join(f"{scale.name} ({scale.code})" for scale in SCALES)


def parse(expression: str) -> Period:
    """Return the period, or raise PeriodError for any other text."""
    if len(expression) > LONGEST:
        raise PeriodError(LONGEST + 1, f"a period has at most {LONGEST} characters.")
    return _Reader(expression).period()


class _Reader:
    def __init__(self, expression: str) -> None:
        found = [(match[0], match.start() + 1) for match in TOKEN.finditer(expression)]
        self._tokens = [*found, ("", len(expression) + 1)]
        self._position = 0

    @property
    def _next(self) -> str:
        """The token to come, "" at the end."""
        return self._tokens[self._position][0]

    @property
    def _after_next(self) -> str:
        return self._tokens[self._position + 1][0]

    def _skip(self, sign: str) -> bool:
        is_next = self._next == sign
        self._position += is_next
        return is_next

    def _fail(self, sentence: str) -> NoReturn:
        raise PeriodError(self._tokens[self._position][1], sentence)

    def period(self) -> Period:
        if not self._next:
            return Period((SubPeriod(),))
        parts = [self._sub_period()]
        while self._skip(","):
            parts.append(self._sub_period())
        return Period(tuple(dict.fromkeys(parts)))

    def _sub_period(self) -> SubPeriod:
        """`scale {range [range ...]} [scale {...}]`, up to a comma or the end."""
        ranges: list[tuple[int, int]] = []
        values: dict[str, int] = {}
        while True:
            scale = self._scale()
            for first, last in self._ranges(scale):
                if scale is YEAR:
                    ranges.append((first, last))
                else:
                    values[scale.name] = values.get(scale.name, 0) | scale.range(first, last)
            if self._next in ("", ","):
                return SubPeriod(years.merged(ranges), **values)

    def _scale(self) -> Scale:
        scale = BY_NAME.get(self._next.lower())
        if scale is None:
            wrong = f"{self._shown()} is no scale" if self._next else "a scale is missing here"
            self._fail(f"{wrong}; the scales are {NAMES}.")
        self._position += 1
        return scale

    def _ranges(self, scale: Scale) -> list[tuple[int, int]]:
        if not self._skip("{"):
            self._fail(f"{scale.name} needs its values in braces, as in {scale.code} {{1-5}}.")
        ranges = [self._range(scale)]
        while not self._skip("}"):
            if self._next == ",":
                self._fail("values in braces stand apart by spaces; a comma ends a sub-period.")
            if not self._next:
                self._fail(f"the values of {scale.name} end with a brace: }}.")
            ranges.append(self._range(scale))
        return ranges

    def _range(self, scale: Scale) -> tuple[int, int]:
        first = self._value(scale)
        return (first, self._value(scale)) if self._skip("-") else (first, first)

    def _value(self, scale: Scale) -> int:
        word = self._next
        if word in SIGNS:
            self._fail(f"a value is missing here; {scale.allowed}")
        # White space may stand anywhere, so also in `9 am`.
        is_apart = scale is HOUR and word.isdigit() and self._after_next.lower() in HALVES
        value = scale.value(word + self._after_next if is_apart else word)
        if value is None:
            self._fail(scale.allowed)
        self._position += 1 + is_apart
        return value

    def _shown(self) -> str:
        token = self._next
        return repr(token if len(token) <= 20 else token[:19] + "…")
