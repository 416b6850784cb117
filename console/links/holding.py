"""Who holds a PBX's link: a file lock beside SQLite, a lease row on PostgreSQL.

Either way at most one process holds, and the generation rises at every taking.
"""

import fcntl
import os
import socket
import time
from pathlib import Path
from typing import Protocol

import structlog
from asgiref.sync import sync_to_async
from django.db import connection, transaction

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
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        self.generation = max(self._stored() + 1, int(time.time()))
        self._store()
        return True

    def _stored(self) -> int:
        text = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
        return int(text) if text.isdigit() else 0

    def _store(self) -> None:
        """In place and of fixed width, so that a full disk does not hinder it."""
        try:
            os.pwrite(self._file, f"{self.generation:020d}".encode(), 0)
        except OSError:
            log.warning("the generation could not be written", path=self.path.name)

    async def renew(self) -> None:
        """A file lock does not expire."""

    def check(self) -> None:
        if self._file < 0:
            raise HoldLost("The lock on this PBX was released.")

    async def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class LeaseHold:
    """A row of `links_lease`, taken and renewed by one conditional UPDATE on the database's clock.

    `valid_until` is on our monotonic clock and counts from before the UPDATE was sent, so that we
    always stop before the database lets another process begin.
    """

    def __init__(self, pbx: str, waits: Waits) -> None:
        self.pbx = pbx
        self.waits = waits
        self.generation = 0
        self.valid_until = 0.0
        self.holder = f"{socket.gethostname()}:{os.getpid()}"

    async def take(self) -> bool:
        return await sync_to_async(self._take, thread_sensitive=False)()

    async def renew(self) -> None:
        """Prolong the lease; quietly does nothing when the database is away: `check` tells."""
        await sync_to_async(self._renew, thread_sensitive=False)()

    async def release(self) -> None:
        self.valid_until = 0.0
        await sync_to_async(self._release, thread_sensitive=False)()

    def check(self) -> None:
        if time.monotonic() >= self.valid_until:
            raise HoldLost("The lease of this PBX has run out.")

    def _take(self) -> bool:
        started = time.monotonic()
        row = self._run(
            "UPDATE links_lease SET holder = %s, generation = generation + 1,"
            " expires = now() + make_interval(secs => %s)"
            " WHERE pbx_id = (SELECT id FROM links_pbx WHERE name = %s)"
            " AND (expires IS NULL OR expires < now()) RETURNING generation",
            [self.holder, self.waits.lease_ttl, self.pbx],
        )
        if row is None:
            return False
        self.generation = row[0]
        self.valid_until = started + self.waits.lease_ttl
        return True

    def _renew(self) -> None:
        started = time.monotonic()
        row = self._run(
            "UPDATE links_lease SET expires = now() + make_interval(secs => %s)"
            " WHERE pbx_id = (SELECT id FROM links_pbx WHERE name = %s)"
            " AND generation = %s AND expires > now() RETURNING generation",
            [self.waits.lease_ttl, self.pbx, self.generation],
        )
        self.valid_until = started + self.waits.lease_ttl if row else 0.0

    def _release(self) -> None:
        self._run(
            "UPDATE links_lease SET expires = now()"
            " WHERE pbx_id = (SELECT id FROM links_pbx WHERE name = %s)"
            " AND generation = %s RETURNING generation",
            [self.pbx, self.generation],
        )

    def _run(self, statement: str, values: list[str | int | float]) -> tuple[int] | None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                row: tuple[int] | None = cursor.fetchone()
                return row
        finally:
            connection.close()
