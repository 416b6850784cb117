"""Who holds a PBX's link: a file lock beside SQLite, a lease row on PostgreSQL.

Either way at most one process holds, and the generation rises at every taking.
"""

import fcntl
import os
import secrets
import socket
import time
from pathlib import Path
from typing import Protocol

import structlog
from django.db import connection, transaction

from console.links.database import ask
from console.links.waits import Waits

log = structlog.get_logger()


class HoldLost(Exception):
    """This process no longer holds the link and must not send."""


class Hold(Protocol):
    generation: int

    async def take(self) -> bool: ...

    async def renew(self) -> None: ...

    def check(self) -> None:
        """Raises HoldLost once the right to send has ended; called before every send."""

    async def release(self) -> None: ...


class FileHold:
    """An exclusive lock on a file, ours for as long as the process lives.

    It needs no database: neither a full disk nor a locked database can end the link. The file
    keeps the generation; where it cannot be written, the clock makes the next one larger.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generation = 0
        self._file = -1

    async def take(self) -> bool:
        if self._file >= 0:
            return True
        file = self._opened()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        # Milliseconds, so that two takings without a written generation still differ.
        self.generation = max(self._stored() + 1, self.generation + 1, time.time_ns() // 10**6)
        self._store()
        return True

    def _opened(self) -> int:
        """A file that we may not write can still be locked. Raises OSError without any file."""
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)

    def _stored(self) -> int:
        text = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
        return int(text) if text.isdigit() else 0

    def _store(self) -> None:
        """In place and of fixed width, so that a full disk does not hinder it."""
        try:
            os.pwrite(self._file, f"{self.generation:020d}".encode(), 0)
        except OSError as error:
            log.warning(
                "the generation could not be written", path=self.path.name, cause=str(error)
            )

    async def renew(self) -> None:
        """A file lock does not expire."""

    def check(self) -> None:
        if self._file < 0:
            raise HoldLost("The lock on this PBX was released.")

    async def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


LOCKED_AT_MOST = "2s"
TAKE = """
    UPDATE links_lease SET holder = %s, generation = generation + 1,
        expires = now() + make_interval(secs => %s)
    WHERE pbx_id = (SELECT id FROM links_pbx WHERE name = %s)
        AND (expires IS NULL OR expires < now())
    RETURNING generation
"""
RENEW = """
    UPDATE links_lease SET expires = now() + make_interval(secs => %s)
    WHERE pbx_id = (SELECT id FROM links_pbx WHERE name = %s)
        AND generation = %s AND expires > now()
    RETURNING generation
"""
RELEASE = """
    UPDATE links_lease SET expires = now()
    WHERE pbx_id = (SELECT id FROM links_pbx WHERE name = %s)
        AND holder = %s AND expires > now()
    RETURNING generation
"""


def _now() -> float:
    """Seconds on a clock that goes on while the machine is suspended, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class LeaseHold:
    """A row of `links_lease`, taken and renewed by one conditional UPDATE on the database's clock.

    `valid_until` is on our monotonic clock and counts from before the UPDATE was sent, so that we
    always stop before the database lets another process begin. It is written in the event loop
    alone: an answer that nobody waits for any more changes nothing.
    """

    def __init__(self, pbx: str, waits: Waits) -> None:
        self.pbx = pbx
        self.waits = waits
        self.generation = 0
        self.valid_until = 0.0
        # Unique, so that a release finds even a taking whose answer we did not wait for.
        self.holder = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(4)}"

    async def take(self) -> bool:
        """Raises one of DATABASE_AWAY."""
        started = _now()
        generation = await ask(_updated, TAKE, self.holder, self.waits.lease_ttl, self.pbx)
        if generation is None:
            return False
        self.generation = generation
        self.valid_until = started + self.waits.lease_ttl
        return True

    async def renew(self) -> None:
        """Prolong the lease. Raises one of DATABASE_AWAY: then it runs on for what is left."""
        started = _now()
        row = await ask(_updated, RENEW, self.waits.lease_ttl, self.pbx, self.generation)
        self.valid_until = 0.0 if row is None else started + self.waits.lease_ttl

    def check(self) -> None:
        if _now() >= self.valid_until:
            raise HoldLost("The lease of this PBX has run out.")

    async def release(self) -> None:
        """Raises one of DATABASE_AWAY: then the lease runs out by itself."""
        self.valid_until = 0.0
        await ask(_updated, RELEASE, self.pbx, self.holder)


def _updated(statement: str, *values: str | int | float) -> int | None:
    """The generation of the row that the statement changed, or None.

    Whoever else has locked the row, a stopped process or a hand, holds up no thread of ours.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCKED_AT_MOST}'")
        cursor.execute(statement, values)
        row: tuple[int] | None = cursor.fetchone()
        return row[0] if row else None
