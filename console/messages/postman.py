"""Sends what waits, beside everything else: in a thread of its own, one message after the other."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue

import structlog
from django.conf import settings
from django.db import Error, connection

from console.messages import outbox
from console.troubles import Trouble

log = structlog.get_logger()
END_WITHIN = 2.0  # seconds for a message that is on its way when the console ends


class Postman:
    """`work` sends one message and says whether there was one; it may take as long as it likes."""

    def __init__(self, work: Callable[[], bool]) -> None:
        self._work = work
        self._asked: SimpleQueue[asyncio.Future[bool]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._failing = Trouble(
            "messages cannot be looked after", "messages are looked after again"
        )

    def hurry(self) -> None:
        """A message has come, from any thread: this process looks at once, others in a while."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._news.set)

    async def run(self) -> None:
        """Until cancelled. A message on its way then has END_WITHIN, and is no more tried after."""
        self._loop, self._news = asyncio.get_running_loop(), asyncio.Event()
        while True:
            await self._send_what_is_due()
            try:
                async with asyncio.timeout(settings.WAITS.messages_every):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def _send_what_is_due(self) -> None:
        self._news.clear()
        try:
            while await self._send_one():
                continue
        except Error as error:
            self._failing.happened(cause=repr(error))
        except Exception as error:
            self._failing.happened(exc_info=error)
        else:
            self._failing.ended()

    async def _send_one(self) -> bool:
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if self._thread is None:
            # A daemon: a mail server that hangs must not keep the console from ending.
            self._thread = threading.Thread(target=self._send, name="messages", daemon=True)
            self._thread.start()
        self._asked.put(done)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait([done], timeout=END_WITHIN)
            if not done.done():
                log.warning("the console ends while a message is on its way")
            raise

    def _send(self) -> None:
        """The thread. Its connection stays, and is replaced after any failure."""
        while True:
            done = self._asked.get()
            settle: Callable[[], None]
            try:
                found = self._work()
            except Exception as error:
                connection.close()
                settle = _failing(done, error)
            else:
                settle = _finding(done, found)
            if not done.get_loop().is_closed():
                done.get_loop().call_soon_threadsafe(settle)


def _finding(done: "asyncio.Future[bool]", found: bool) -> Callable[[], None]:
    return lambda: None if done.done() else done.set_result(found)


def _failing(done: "asyncio.Future[bool]", error: Exception) -> Callable[[], None]:
    return lambda: None if done.done() else done.set_exception(error)


postman = Postman(outbox.send_next)
