"""What is to be written, in order, by one thread: a database that hangs holds up nobody else."""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import islice

import structlog
from django.db import DataError, IntegrityError, connection

from console.audit.entries import Entry
from console.links.database import DATABASE_AWAY
from console.troubles import Trouble

log = structlog.get_logger()
WAITING_AT_MOST = 10_000  # entries of about 1 KB; an office presses for hours to fill them
AT_ONCE = 100  # entries in one transaction
AGAIN_AFTER = 1.0  # seconds between two tries of a database that is away
RECORD_WITHIN = 0.25  # seconds a press waits for its record: longer than any healthy commit takes,
# and a receptionist does not notice it; beyond it the command goes on and the record is late
NEVER = (DataError, IntegrityError, TypeError, ValueError)  # trying again would not help


class Ledger:
    """Takes entries from any thread and writes each exactly once, late if need be.

    The thread is its own, apart from those of leases and history, begins with the first entry
    and keeps its connection; it dies with the process, however long its database hangs. The
    counters are for reading.
    """

    def __init__(self, write: Callable[[list[Entry]], None]) -> None:
        self.written = 0
        self.late = 0  # of those written, after more than RECORD_WITHIN
        self.dropped = 0  # never written: the ledger was full, or the database cannot take them
        self._write = write
        self._waiting: deque[Entry] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._away = Trouble("the audit cannot be written", "the audit is written again")

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def is_away(self) -> bool:
        """Whether the last try to write failed."""
        return bool(self._away)

    def put(self, entry: Entry) -> None:
        with self._changed:
            is_full = len(self._waiting) >= WAITING_AT_MOST
            if not is_full:
                self._waiting.append(entry)
            self._begin()
            self._changed.notify_all()
        if is_full:
            self._drop(entry)
            self._tried(entry)

    def tell(self, entry: Entry) -> None:
        """Put an entry that waits in the log, once, so that it is nowhere silent."""
        if not entry.is_told:
            entry.is_told = True
            log.warning("a record waits for the database", **entry.values())

    def tell_overdue(self, older: float = RECORD_WITHIN) -> None:
        before = time.monotonic() - older
        for entry in list(self._waiting):
            if entry.since < before:
                self.tell(entry)

    def drained(self, within: float) -> bool:
        """Wait until nothing waits any more, that many seconds at most."""
        with self._changed:
            self._changed.notify_all()
            return self._changed.wait_for(lambda: not self._waiting, within)

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                batch = list(islice(self._waiting, AT_ONCE))
            if not self._wrote(batch):
                with self._changed:
                    self._changed.wait(AGAIN_AFTER)  # a new entry is tried at once

    def _wrote(self, batch: list[Entry]) -> bool:
        try:
            self._try_twice(batch)
        except NEVER as error:
            self._sort_out(batch, error)
        except DATABASE_AWAY as error:
            connection.close()
            self._away.happened(cause=repr(error), waiting=self.waiting)
            for entry in batch:
                self.tell(entry)
                self._tried(entry)
            return False
        except Exception as error:
            self._sort_out(batch, error)
        else:
            self._done(batch)
            self._away.ended(written=len(batch))
        return True

    def _try_twice(self, batch: list[Entry]) -> None:
        """A connection that a restart of the database has broken is known by its failure alone."""
        was_open = connection.connection is not None
        try:
            self._write(batch)
        except DATABASE_AWAY:
            if not was_open:
                raise
            connection.close()
            self._write(batch)

    def _sort_out(self, batch: list[Entry], error: Exception) -> None:
        """One entry that cannot be written must not keep the others from it."""
        if len(batch) > 1:
            for entry in batch:
                self._wrote([entry])
            return
        self._take(batch)
        self._drop(batch[0], error)
        self._tried(batch[0])

    def _done(self, batch: list[Entry]) -> None:
        late = time.monotonic() - RECORD_WITHIN
        self.written += len(batch)
        self.late += sum(entry.since < late for entry in batch)
        for entry in batch:
            entry.is_written = True
        self._take(batch)
        for entry in batch:
            self._tried(entry)

    def _take(self, batch: list[Entry]) -> None:
        with self._changed:
            for entry in batch:
                self._waiting.remove(entry)
            self._changed.notify_all()

    def _drop(self, entry: Entry, error: Exception | None = None) -> None:
        self.dropped += 1
        entry.is_told = True
        log.error("a record is lost to the audit", exc_info=error, **entry.values())

    def _tried(self, entry: Entry) -> None:
        with contextlib.suppress(RuntimeError):  # the loop that waited for it has ended
            entry.tried()
