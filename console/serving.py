"""Daphne and the links in one event loop, and an orderly end.

Daphne sends no ASGI lifespan and calls no `disconnect` on SIGTERM: what must end well ends in the
`finally` of `_life`, before the reactor stops.
"""

import asyncio
import contextlib
import fcntl
import gc
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import structlog
from daphne.server import Server, twisted_loop
from daphne.ws_protocol import WebSocketProtocol
from django.conf import settings
from django.db import connections
from twisted.internet import reactor

from console.asgi import application
from console.links import witnesses
from console.links.keeper import Keeper
from console.live import hubs
from console.live.admission import keep_admissions
from console.messages.postman import postman

log = structlog.get_logger()
SERVE_LOCK = 0x617474656E64  # "attend"; any number that nobody else uses as an advisory lock
DRAIN_WITHIN = 3.0  # for the browsers to be told before their sockets end
LINKS_END_WITHIN = 5.0  # for the links to log out and to give their holds back
WITNESSES_END_WITHIN = 2.0  # for what they still have to write
STOP_WITHIN = 12.0  # for all of it; supervisors kill after ten seconds or more, we promise fifteen


class AlreadyServing(Exception):
    """Another `serve` runs on this database, and without Redis they could not share it."""

    def __init__(self) -> None:
        super().__init__(
            "Another serve is running on this database. Set REDIS_URL to run several, or stop it."
        )


class CannotListen(Exception):
    """The address is in use or not ours; the argument is the operating system's sentence."""


class PartEnded(Exception):
    """A part of the console ended by itself; the argument says which and why."""


class ScreenProtocol(WebSocketProtocol):
    """What Autobahn forbids a server that ours must do, and what it does too slowly."""

    _last: ClassVar[tuple[str, bytes]] = ("", b"")  # what was said last, and its frame

    def serverClose(self, code: int | None = None) -> None:  # noqa: N802 - Daphne's name
        """With 1012 (restart) and 1013 (try again later) too: registered since, and what browsers
        come back on; Autobahn knows 1000 and 3000 to 4999 alone."""
        self.sendCloseFrame(code=code or 1000)

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:  # noqa: N802
        """The usual way wakes the reactor twice and writes the frame anew for each browser: half of
        what a delivered message costs. So one frame for all who get the same text, and straight
        to the socket while nothing waits before it. Of any size: the limit is for what browsers
        say, and a full set of a hundred extensions is beyond it."""
        if self.state != self.STATE_OPEN:
            return  # it has taken its leave, of which the application is told: that is no fault
        if not isinstance(content, str):
            super().serverSend(content, binary)
            return
        frame, transport = self._frame(content), self.transport
        sent = 0
        if not transport.dataBuffer and not transport._tempDataLen:
            sent = transport.writeSomeData(frame)
            if not isinstance(sent, int):
                sent = 0  # the connection is lost, which the reactor finds out by itself
        if sent < len(frame):
            transport.write(frame[sent:] if sent else frame)

    def _frame(self, text: str) -> bytes:
        if text is not ScreenProtocol._last[0]:
            frame = self.factory.prepareMessage(text.encode(), doNotCompress=True).payloadHybi
            ScreenProtocol._last = (text, frame)
        return ScreenProtocol._last[1]


class ConsoleServer(Server):
    failure = ""
    fault: BaseException | None = None
    port: Any = None

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self.port = port

    def listen_error(self, failure: Any) -> None:
        self.failure = failure.getErrorMessage()
        self.stop()

    def hang_up(self) -> None:
        """Accept nobody more: whoever comes back is to find another process, or the next one."""
        if self.port is not None:
            self.port.stopListening()


def console_server(app: Any, host: str, port: int) -> ConsoleServer:
    """Daphne as the console wants it, in front of any ASGI application."""
    # What is loaded stays: a full collection that walked it would hold up the loop for 75 ms.
    gc.collect()
    gc.freeze()
    server = ConsoleServer(
        app,
        endpoints=[f"tcp:port={port}:interface={host.replace(':', chr(92) + ':')}"],
        signal_handlers=False,
        websocket_timeout=-1,  # Daphne's default closes a screen after 24 h
        ping_interval=20,
        ping_timeout=20,
        websocket_max_message_size=64 * 1024,
        websocket_max_frame_size=64 * 1024,
        server_name="attendant",
    )
    reactor.callWhenRunning(lambda: setattr(server.ws_factory, "protocol", ScreenProtocol))
    return server


def serve(host: str, port: int, hold_links: bool = True) -> None:
    """Run until SIGTERM or SIGINT. Raises AlreadyServing, CannotListen or PartEnded."""
    with _only_one():
        stopping = asyncio.Event()
        server = console_server(application, host, port)

        def start() -> None:
            for number in (signal.SIGTERM, signal.SIGINT):
                twisted_loop.add_signal_handler(number, stopping.set)
            server.life = twisted_loop.create_task(_watched(server, stopping, hold_links))

        reactor.callWhenRunning(start)
        server.run()
        if server.failure:
            raise CannotListen(f"Cannot listen on {host}:{port}: {server.failure}")
        if server.fault:
            raise PartEnded(f"The console stopped: {server.fault!r}") from server.fault


async def _watched(server: ConsoleServer, stopping: asyncio.Event, hold_links: bool) -> None:
    """However the console's life ends, the server ends with it, and says so when it should not."""
    try:
        await _life(server, stopping, hold_links)
    except Exception as error:
        log.exception("the console stops because a part of it ended")
        server.fault = error
    finally:
        server.stop()


async def _life(server: ConsoleServer, stopping: asyncio.Event, hold_links: bool) -> None:
    tasks = [
        asyncio.create_task(Keeper(hold_links).run()),
        asyncio.create_task(hubs.keep_beating()),
        asyncio.create_task(keep_admissions()),
        asyncio.create_task(postman.run()),
    ]
    witnessing = asyncio.create_task(witnesses.run())
    stop = asyncio.create_task(stopping.wait())
    try:
        everything = [*tasks, witnessing, stop]
        done, _ = await asyncio.wait(everything, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {stop}:
            task.result()
    finally:
        _end_within(STOP_WITHIN)
        server.hang_up()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_WITHIN):
                await hubs.close_all()
        for task in (*tasks, stop):
            task.cancel()
        await asyncio.wait([*tasks, stop], timeout=LINKS_END_WITHIN)
        witnessing.cancel()  # after the links, whose last words it is to hear
        await asyncio.wait([witnessing], timeout=WITNESSES_END_WITHIN)


def _end_within(seconds: float) -> None:
    """A thread that hangs in a dead database would keep the interpreter from ending."""

    def end() -> None:
        log.error("the console did not end in time")
        os._exit(1)

    watchdog = threading.Timer(seconds, end)
    watchdog.daemon = True
    watchdog.start()


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """With Redis any number may serve; without it the first one on a database."""
    if settings.REDIS_URL:
        yield
    elif settings.IS_SQLITE:
        with open(f"{settings.DATABASES['default']['NAME']}.serve", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyServing from None
            yield
    else:
        connection = connections.create_connection("default")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [SERVE_LOCK])
            if not cursor.fetchone()[0]:
                raise AlreadyServing
        try:
            yield
        finally:
            connection.close()
