"""The waiting room of one PBX: bounded, compacted per leg, emptied in batches.

However often a leg changes while nothing can be written, one record of it waits for each time that
it began: with a hold, or after a list that lacked it. When too much waits, the moments of the leg
that has waited longest go first, then commands, and only when none of them is left a leg itself:
that a call was is kept for as long as at all possible.
"""

from collections import deque
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from itertools import islice

from console.history.news import Batch, CallNews, DeedNews, Entry, LegNews, Sweep

AT_MOST = 50_000
"""Records: some 15 MB while most are moments, 60 MB when all are legs."""

LEGS_AT_ONCE = 100
"""Of a batch; it is written in a fraction of a second, and nobody waits longer for SQLite."""

CALLS_AT_ONCE = 50
"""Of a batch, and as many commands."""


@dataclass
class Counts:
    """`dropped` are moments, `lost` legs and commands; `refused` is what no database would take;
    `failures` are batches that had to be written again."""

    written: int = 0
    dropped: int = 0
    lost: int = 0
    refused: int = 0
    failures: int = 0


class Waiting:
    def __init__(self, counts: Counts, at_most: int = AT_MOST) -> None:
        self.counts = counts
        self.at_most = at_most
        self.size = 0
        self._legs: dict[int, LegNews] = {}  # by identity
        self._calls: deque[CallNews] = deque()
        self._deeds: dict[str, DeedNews] = {}
        self._sweep: Sweep | None = None
        self._told: deque[LegNews] = deque()  # those with entries, longest waiting first

    def __bool__(self) -> bool:
        return bool(self._legs or self._calls or self._deeds or self._sweep)

    def leg(self, news: LegNews) -> None:
        """`news` has changed, or waits again."""
        if id(news) not in self._legs:
            self._legs[id(news)] = news
            self.size += 1
            self._bound()

    def entry(self, news: LegNews, entry: Entry) -> None:
        if not news.entries:
            self._told.append(news)
        news.entries.append(entry)
        self.size += 1
        self.leg(news)
        self._bound()

    def calls(self, news: Iterable[CallNews]) -> None:
        """All that a board knows; what an older one knew is among it."""
        self.size -= len(self._calls)
        self._calls = deque(news)
        self.size += len(self._calls)

    def deed(self, news: DeedNews) -> None:
        if news.key not in self._deeds:
            self.size += 1
        self._deeds[news.key] = news
        self._bound()

    def sweep(self, sweep: Sweep) -> None:
        self.size += self._sweep is None
        self._sweep = sweep

    def _bound(self) -> None:
        while self.size > self.at_most and self._told:
            oldest = self._told.popleft()
            if oldest.entries:
                self.size -= len(oldest.entries)
                self.counts.dropped += len(oldest.entries)
                oldest.entries, oldest.is_complete = [], False
        while self.size > self.at_most and (self._deeds or self._legs):
            waiting: dict[str, DeedNews] | dict[int, LegNews] = self._deeds or self._legs
            del waiting[next(iter(waiting))]  # type: ignore[arg-type]
            self.size -= 1
            self.counts.lost += 1

    def take(self) -> Batch:
        """The next batch, copied: what is told from now on waits for the one after it.

        A list is taken only when no leg waits behind it, which it would otherwise declare ended.
        """
        batch = Batch(
            legs=[self._taken(one) for one in list(islice(self._legs, LEGS_AT_ONCE))],
            calls=[self._calls.popleft() for _ in range(min(CALLS_AT_ONCE, len(self._calls)))],
            deeds=[copy(self._deeds.pop(key)) for key in list(islice(self._deeds, CALLS_AT_ONCE))],
        )
        if not (self._legs or self._calls):
            batch.sweep, self._sweep = self._sweep, None
        while self._told and not self._told[0].entries:
            self._told.popleft()
        return batch

    def _taken(self, identity: int) -> LegNews:
        news = self._legs.pop(identity)
        taken = copy(news)
        news.entries, news.keys = [], []
        return taken

    def written(self, batch: Batch) -> None:
        """Until then a batch counts as waiting, and is written again whatever became of it."""
        self.size -= batch.size
        self.counts.written += batch.size

    def refused(self, batch: Batch) -> None:
        """It never will be written."""
        self.size -= batch.size
        self.counts.refused += batch.size
