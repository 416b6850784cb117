"""The nine scales, their names and their values (the table of Appendix C)."""

from dataclasses import dataclass, field

from . import bits

MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
WEEKDAYS = tuple("sun mon tue wed thu fri sat".split())
HOURS = {
    **{f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}": hour for hour in range(24)},
    "12noon": 12,
}
HALVES = frozenset({"am", "pm", "noon"})


@dataclass(frozen=True)
class Scale:
    """`first` to `last` may be written; a range that wraps runs up to `end`.

    Only the first `significant` letters of a word count; `names` begin with the one for `first`.
    """

    name: str
    code: str
    first: int
    last: int
    end: int
    allowed: str
    names: tuple[str, ...] = ()
    significant: int = 0
    words: dict[str, int] = field(default_factory=dict, compare=False)

    def value(self, word: str) -> int | None:
        """Return the number that the word means, None when it is no value of this scale."""
        word = word.lower()
        if word.isascii() and word.isdigit():
            number = int(word)
            return number if self._is_valid(number) else None
        if self.names and word.isalpha():
            return self.words.get(word[: self.significant])
        return self.words.get(word.lstrip("0"))

    def _is_valid(self, number: int) -> bool:
        if self is YEAR:
            return number <= 99 or number >= 1970
        return self.first <= number <= self.last

    def range(self, first: int, last: int) -> int:
        """Return the set `first` through `last`, around the end where `last` is the smaller."""
        if first <= last:
            return bits.span(first, last)
        return bits.span(first, self.end) | bits.span(self.first, last)

    @property
    def full(self) -> int:
        return bits.span(self.first, self.end)

    def label(self, number: int, brief: bool) -> str:
        return str(number) if brief or not self.names else self.names[number - self.first]


def _scale(name: str, code: str, first: int, last: int, end: int | None = None) -> Scale:
    allowed = f"{name} goes from {first} to {last}."
    return Scale(name, code, first, last, end or last, allowed)


def _named(name: str, code: str, names: tuple[str, ...], significant: int) -> Scale:
    words = {word[:significant]: number for number, word in enumerate(names, 1)}
    allowed = f"{name} goes from 1 to {len(names)}, or {names[0]} to {names[-1]}."
    return Scale(name, code, 1, len(names), len(names), allowed, names, significant, words)


YEAR = Scale("year", "yr", 0, 99, 99, "year is 0 to 99 of the current century, or 1970 and later.")
MONTH = _named("month", "mo", MONTHS, significant=3)
WEEK = _scale("week", "wk", 1, 6)
YDAY = _scale("yday", "yd", 1, 365, end=366)
MDAY = _scale("mday", "md", 1, 31)
WDAY = _named("wday", "wd", WEEKDAYS, significant=2)
HOUR = Scale("hour", "hr", 0, 23, 23, "hour goes from 0 to 23, or 12am to 11pm.", words=HOURS)
MINUTE = _scale("minute", "min", 0, 59)
SECOND = _scale("second", "sec", 0, 59)

SCALES = (YEAR, MONTH, WEEK, YDAY, MDAY, WDAY, HOUR, MINUTE, SECOND)  # from coarse to fine
BY_NAME = {name: scale for scale in SCALES for name in (scale.name, scale.code)}
