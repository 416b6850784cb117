"""Sets of small numbers, kept as the bits of one integer: bit n stands for n."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_


def span(first: int, last: int) -> int:
    """Return the set of `first` through `last`."""
    return (1 << last + 1) - (1 << first)


def holds(numbers: int, number: int) -> bool:
    return bool(numbers >> number & 1)


def union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def lowest(numbers: int) -> int:
    """Return the smallest number of a set that is not empty."""
    return (numbers & -numbers).bit_length() - 1


def members(numbers: int) -> Iterator[int]:
    while numbers:
        yield lowest(numbers)
        numbers &= numbers - 1


def runs(numbers: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each unbroken run, in order."""
    passed = 0
    while numbers:
        first = lowest(numbers)
        numbers >>= first
        length = lowest(~numbers)
        numbers >>= length
        yield passed + first, passed + first + length - 1
        passed += first + length
