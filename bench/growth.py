"""Growth: what one fact costs in a small, a middling and a large office

The very same traffic, among the first ten extensions, is folded into offices of 10, 100 and 1,000
extensions with 5, 50 and 500 live calls. Three desks, a supervisor and a wallboard watch. Every
fact is flushed by itself: no coalescing hides what it costs.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator, Sequence

from bench.audience import Audience
from bench.office import AT_WORK, BUSY, Office, facts_of, hold_calls
from bench.timing import Target, row
from console.board.facts import BoardFact
from console.board.fold import fold
from console.board.state import Board
from console.history.book import Book
from console.history.waiting import Counts

Size = tuple[int, int]  # extensions and live calls
Sizes = Sequence[Size]
SIZES = ((10, 5), (100, 50), (1_000, 500))
TARGET = Target(1.3)
CHUNK = 100  # facts between two looks at the clock
DESKS = ("123001", "123002", "123007")


def measure(quick: bool) -> Iterator[str]:
    yield from compared(SIZES, 5 if quick else 60, CHUNK)


def compared(sizes: Sizes, rounds: int, chunk: int) -> Iterator[str]:
    smallest, *larger = sizes
    for what, costs in asyncio.run(costs_of(sizes, rounds, chunk)).items():
        for size in larger:
            ours, theirs = costs[size] * 1e6, costs[smallest] * 1e6
            target = TARGET if size == SIZES[-1] else None
            yield row(f"{what}, {_said(size)}", _said(smallest), ours, theirs, "µs", target, rounds)


def _said(size: Size) -> str:
    return f"{size[0]:,} extensions, {size[1]} calls"


async def costs_of(sizes: Sizes, rounds: int, chunk: int) -> dict[str, dict[Size, float]]:
    """Median seconds of one fact for each kind of work and each size of office."""
    before, facts = traffic(rounds * chunk)
    works = {
        "fold one fact": {size: Folding(size, before) for size in sizes},
        "fold one fact and note it for history": {size: Noting(size, before) for size in sizes},
        "fold, render and queue one fact": {size: Showing(size, before) for size in sizes},
    }
    seen: dict[tuple[str, Size], list[float]] = {}
    for at in range(0, rounds * chunk, chunk):
        for what, offices in works.items():
            for size, office in offices.items():
                began = time.thread_time()
                office.take(facts[at : at + chunk])
                spent = time.thread_time() - began
                seen.setdefault((what, size), []).append(spent / chunk)
                await office.read()
    for office in works["fold, render and queue one fact"].values():
        await office.close()
    return {what: {size: statistics.median(seen[what, size]) for size in sizes} for what in works}


def traffic(count: int) -> tuple[list[BoardFact], list[BoardFact]]:
    """What brings the traffic's first calls about, and so many facts after it."""
    office = Office(AT_WORK)
    day = office.days_work(office.accounts)
    next(day)
    begun = len(office.frames)
    while len(office.frames) < begun + count:
        next(day)
    facts = facts_of(office.frames)
    return facts[:begun], facts[begun : begun + count]


def standing(size: Size) -> list[BoardFact]:
    """The names of an office, and the calls that stand in it beside the traffic."""
    office = Office(size[0])
    hold_calls(office, size[1] - BUSY, office.accounts[AT_WORK:])
    return [*office.names(), *facts_of(office.frames)]


class Folding:
    """The board alone."""

    def __init__(self, size: Size, before: list[BoardFact]) -> None:
        self.board = Board()
        self.take([*standing(size), *before])

    def take(self, facts: list[BoardFact]) -> None:
        for fact in facts:
            fold(self.board, fact)

    async def read(self) -> None:
        """Nobody watches."""


class Noting(Folding):
    """The board, and what its holder puts down for the history."""

    def __init__(self, size: Size, before: list[BoardFact]) -> None:
        self.book = Book(Counts())
        super().__init__(size, before)

    def take(self, facts: list[BoardFact]) -> None:
        for fact in facts:
            _, touched = fold(self.board, fact)
            self.book.notice(self.board, fact, touched)

    async def read(self) -> None:
        while self.book.next() is not None:
            self.book.written()


class Showing:
    """The board, the hub and the browsers' queues, as in `serve`."""

    def __init__(self, size: Size, before: list[BoardFact]) -> None:
        self.audience = Audience(DESKS)
        for fact in [*standing(size), *before]:
            self.audience.picture.apply(fact)
        self.audience.join()

    def take(self, facts: list[BoardFact]) -> None:
        self.audience.take(facts)

    async def read(self) -> None:
        await self.audience.read()

    async def close(self) -> None:
        await self.audience.close()
