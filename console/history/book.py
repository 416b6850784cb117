"""All that one process keeps for the history of one PBX: to write it, or lest somebody else cannot.

A mirror notes the same facts as the holder, under the same epoch and numbers, and forgets them when
they are old enough for the holder to have written them. Should it take over, it writes what it has:
what stands there already is written once all the same.
"""

import time
from collections import deque
from collections.abc import Iterator

from django.conf import settings

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from console.history.deeds import Deeds
from console.history.news import Batch
from console.history.noticing import Notebook
from console.history.waiting import Counts, Waiting
from console.links.commands import Command

LEASES = 2
"""How long a mirror remembers: an outage as long as a lease, then as long until it takes over."""


class Book:
    def __init__(self, counts: Counts) -> None:
        self.waiting = Waiting(counts)
        self._unwritten: deque[Batch] = deque()  # begun, or taken over
        self._notebook = Notebook(self.waiting)
        self._deeds = Deeds(self.waiting)
        self._held = -1  # the epoch of our hold, the last one
        self._epoch: int | None = None  # of the last facts that were noted
        self._recent: list[Batch] = []
        self._recent_at = 0.0

    # ---- a holder -------------------------------------------------------------------------------

    def hold(self, board: Board) -> None:
        """Take over with what was noted as a mirror; the board itself may know more."""
        if self._notebook.waiting is not self.waiting:
            for batch in (*self._recent, *_emptied(self._notebook.waiting)):
                self._unwritten.append(batch)
                self.waiting.size += batch.size
        self._recent = []
        self._held = board.epoch
        self._note_in(self.waiting)
        self._notebook.begin(board, self._epoch)
        self._epoch = board.epoch

    def notice(self, board: Board, fact: BoardFact, touched: Touched) -> None:
        self._notebook.notice(board, fact, touched)
        self._deeds.notice(board, fact)

    def settled(self, command: Command) -> None:
        self._deeds.settled(command)

    # ---- a mirror -------------------------------------------------------------------------------

    def follow(self, board: Board, fact: BoardFact | None, touched: Touched | None) -> None:
        if board.epoch <= self._held:
            return  # the last words of a mirror whose process holds the link by now
        self._epoch = board.epoch
        if self._notebook.waiting is self.waiting:
            self._note_in(Waiting(Counts()))
            self._notebook.begin(board)
        elif fact is None or touched is None:
            self._notebook.begin(board)
        if fact is not None and touched is not None:
            self.notice(board, fact, touched)
        if time.monotonic() - self._recent_at > LEASES * settings.WAITS.lease_ttl:
            self._recent_at = time.monotonic()
            self._recent = list(_emptied(self._notebook.waiting))

    def _note_in(self, waiting: Waiting) -> None:
        self._notebook.waiting = self._deeds.waiting = waiting

    # ---- whoever writes -------------------------------------------------------------------------

    def next(self) -> Batch | None:
        """A batch that failed comes again before anything newer."""
        if not self._unwritten and self.waiting:
            self._unwritten.append(self.waiting.take())
        return self._unwritten[0] if self._unwritten else None

    def written(self) -> None:
        self.waiting.written(self._unwritten.popleft())

    def refused(self) -> bool:
        """The database will never take the batch: so each of its records by itself, until the one
        is found that it does not take. True when that is what was refused."""
        batch = self._unwritten.popleft()
        parts = batch.parts()
        if len(parts) > 1:
            self._unwritten.extendleft(reversed(parts))
            return False
        self.waiting.refused(batch)
        return True


def _emptied(waiting: Waiting) -> Iterator[Batch]:
    while waiting:
        yield waiting.take()
