"""Recording: a short session of its own, and every frame of it on tape, without the people."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

import structlog

from console.links import sentences
from console.links.link import SESSION_GONE, LinkConfig, leave, opened
from console.links.recording.tape import Tape, TapeFullError
from console.links.waits import Waits
from console.portasip.anonymous import Anonymous
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.errors import (
    InvalidParameter,
    LinkLost,
    PortaError,
    Refused,
    Unanswered,
)

log = structlog.get_logger()

LAST_LIST_WITHIN = 3.0  # seconds; it shows which legs of the board are ghosts at the end
STOPPED = "stopped"
TIME_IS_UP = "the time is up"


def header(config: LinkConfig) -> dict[str, Any]:
    """What a reader must know of the PBX: neither where it is nor who logs in."""
    return {
        "recorded": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": config.release.number,
        "scope_key": config.scope[0],
    }


class Recorder:
    """Records one PBX onto `tape`. Used once.

    `stop` may be set from outside, by a signal for instance.
    """

    def __init__(
        self, config: LinkConfig, tape: Tape, waits: Waits, anonymous: Anonymous | None = None
    ) -> None:
        self.config = config
        self.tape = tape
        self.waits = waits
        self.anonymous = anonymous or Anonymous()
        self.stop = asyncio.Event()
        self._began = time.monotonic()
        self._cannot_write = ""
        self._lists_conferences = True

    async def run(self, seconds: float | None = None) -> str:
        """Record until stopped, for so many seconds, or until the link ends; return why it ended.

        Raises PortaError when the session could not be opened.
        """
        ends = None if seconds is None else time.monotonic() + seconds
        opening = await self._until_stopped(self._open())
        if opening is None:
            return STOPPED
        connection, control = opening
        try:
            entered = await self._until_stopped(self._enter(control))
            why = STOPPED if entered is None else await self._stay(connection, control, ends)
            await self._last_list(connection, control)
        finally:
            connection.on_frame = None  # our leave is no part of the recording
            await leave(connection, control)
        return self._cannot_write or why

    async def _open(self) -> tuple[Connection, CallControl]:
        connection, control = await opened(self.config, self.waits)
        self._began = time.monotonic()
        connection.on_frame = self._heard
        return connection, control

    def _heard(self, direction: str, frame: str | bytes) -> None:
        """Onto the tape; what cannot be written ends the recording, not the socket's reader."""
        if self._cannot_write:
            return
        at = time.monotonic() - self._began
        try:
            self.tape.write(at, direction, self.anonymous.frame(frame))
        except TapeFullError:
            self._cannot_write = f"the file has reached its {self.tape.largest >> 20} MiB"
        except OSError as error:
            self._cannot_write = f"the file takes no more: {error.strerror or error}"
        if self._cannot_write:
            self.stop.set()

    async def _until_stopped(self, work: Awaitable[Any]) -> Any:
        """The result of `work`, or None when the recording is stopped before."""
        working = asyncio.ensure_future(work)
        stopping = asyncio.create_task(self.stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            for task in (working, stopping):
                task.cancel()
            await asyncio.gather(working, stopping, return_exceptions=True)

    async def _enter(self, control: CallControl) -> bool:
        await control.login(self.config.login, self.config.password)
        await control.enable_notifications()
        await self._list(control)
        return True

    async def _stay(self, connection: Connection, control: CallControl, ends: float | None) -> str:
        """Return why the recording is over."""
        try:
            async with asyncio.timeout(None if ends is None else max(0, ends - time.monotonic())):
                why = await self._until_stopped(self._listen(connection, control))
        except TimeoutError:
            return TIME_IS_UP
        return why or STOPPED

    async def _listen(self, connection: Connection, control: CallControl) -> str:
        """Take a list now and then; return what ended the link."""
        closed = asyncio.ensure_future(connection.closed())
        try:
            while True:
                await asyncio.wait({closed}, timeout=self.waits.list_every)
                if closed.done():
                    return f"the link ended: {closed.result()}"
                await self._try_list(control)
        except LinkLost as lost:
            return f"the link ended: {lost}"
        except PortaError as error:
            return f"the session ended: {_in_words(error)}"
        finally:
            closed.cancel()

    async def _try_list(self, control: CallControl) -> None:
        """A list that fails may be the fault one records: only the loss of the link ends it."""
        try:
            await self._list(control)
        except Refused as refused:
            if refused.is_session or refused.suffix in SESSION_GONE:
                await self._enter(control)
        except (Unanswered, InvalidParameter) as error:
            log.info("a list failed", pbx=self.config.pbx, cause=str(error))

    async def _list(self, control: CallControl) -> None:
        """What a link asks for, in its order. Not every PBX has conferences."""
        await control.calls_list(0, None)
        if self._lists_conferences:
            try:
                await control.conference_list()
            except Refused as refused:
                if refused.is_session:
                    raise
                self._lists_conferences = False

    async def _last_list(self, connection: Connection, control: CallControl) -> None:
        """One more for the tape; a PBX that no longer answers is left."""
        if connection.is_closed or not connection.session.session_id:
            return
        with contextlib.suppress(PortaError, TimeoutError):
            async with asyncio.timeout(LAST_LIST_WITHIN):
                await self._list(control)


def _in_words(error: PortaError) -> str:
    return sentences.of_refusal(error) if isinstance(error, Refused) else str(error)
