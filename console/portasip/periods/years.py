"""Ranges of years, the one scale that never starts anew.

A range is kept as it was written, since a year of two digits means another year in each century:
it is read in the century of the year that is looked at.
"""

from collections.abc import Iterable

Years = tuple[tuple[int, int], ...]  # () is every year


def hold(years: Years, year: int) -> bool:
    return not years or any(_holds(first, last, year) for first, last in years)


def _holds(first: int, last: int, year: int) -> bool:
    """The order is decided once the century is known: `99-1972` is 1972-1999, or 1972-2099."""
    ends = _resolved(first, year), _resolved(last, year)
    return min(ends) <= year <= max(ends)


def _resolved(written: int, year: int) -> int:
    return year // 100 * 100 + written if written <= 99 else written


def merged(ranges: Iterable[tuple[int, int]]) -> Years:
    """Return the ranges ordered and joined; `0-99` holds every year.

    A range from two digits to four joins nothing: what it holds depends on the century.
    """
    ordered = sorted({(min(pair), max(pair)) for pair in ranges})
    short = _joined([pair for pair in ordered if pair[1] <= 99])
    mixed = [pair for pair in ordered if pair[0] <= 99 < pair[1]]
    long = _joined([pair for pair in ordered if pair[0] > 99])
    return () if short == [(0, 99)] else (*short, *mixed, *long)


def _joined(ordered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in ordered:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
