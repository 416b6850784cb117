"""One socket to one PBX, used once: it opens, lives and dies, and never reconnects.

Who wants a new one opens a new one. Everyone who waits when it dies gets the first fatal error.
"""

import asyncio
import logging
import ssl as tls
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from .errors import LinkLost, Unanswered
from .messages import Fact, FrameNotUnderstood
from .responses import Response
from .session import Answered, Session, Stray
from .sockets import date_offset, open_socket

log = logging.getLogger("console.portasip")

FRAME_LIMIT = 16 * 2**20  # bytes; the library's 1 MiB kills a list of 1,700 legs
COMPLAINTS = 100  # kinds of frames not understood that are remembered
POLITE = 1.0  # seconds a polite close may take


def _unheard(fact: Fact) -> None:
    """Nobody listens yet: before a subscription nothing of interest comes."""


class Connection:
    """A live socket with its session. Open one with `await Connection.open(url)`.

    `on_fact` is called for every fact, synchronously and in the order of arrival.
    `guard` is called synchronously right before every send and may raise: then nothing is sent
    and the caller gets its error. `proved_at` is when the last frame or pong came, `offset` the
    PBX's clock minus ours as the handshake showed it (None if it did not), `strays` the number
    of responses to nobody. `on_frame` is called with "sent" or "received" and the frame, before
    anything else is made of it: it holds logins and must not raise.
    """

    def __init__(
        self,
        socket: ClientConnection,
        *,
        ping_every: float,
        pong_within: float,
        request_deadline: float,
        clock: Callable[[], float],
    ) -> None:
        self.on_fact: Callable[[Fact], None] = _unheard
        self.on_frame: Callable[[str, str | bytes], None] | None = None
        self.guard: Callable[[], None] | None = None
        self.clock = clock
        self.proved_at = clock()
        self.offset = date_offset(socket)
        self.session = Session()
        self._socket = socket
        self._ping_every = ping_every
        self._pong_within = pong_within
        self._request_deadline = request_deadline
        self._loop = asyncio.get_running_loop()
        self._waiters: dict[int, asyncio.Future[Response]] = {}
        self._lost: asyncio.Future[BaseException] = self._loop.create_future()
        self._complaints: set[str] = set()
        self._alarm: asyncio.TimerHandle | None = None
        self._tasks = [self._loop.create_task(self._read()), self._loop.create_task(self._ping())]

    def __repr__(self) -> str:
        state = "closed" if self.is_closed else "open"
        return f"<Connection {state} waiting={len(self._waiters)} strays={self.strays}>"

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        ssl_context: tls.SSLContext | None = None,
        ping_every: float = 5,
        pong_within: float = 5,
        frame_limit: int = FRAME_LIMIT,
        request_deadline: float = 10,
        open_within: float = 10,
        clock: Callable[[], float] = time.time,
    ) -> "Connection":
        """Return an open connection; all waits in seconds, `frame_limit` in bytes.

        `clock` gives seconds since the epoch, for the stamps of facts. Raises LinkLost with its
        cause, or InvalidParameter for an address we do not dial.
        """
        socket = await open_socket(url, ssl_context, frame_limit, open_within)
        return cls(
            socket,
            ping_every=ping_every,
            pong_within=pong_within,
            request_deadline=request_deadline,
            clock=clock,
        )

    @property
    def strays(self) -> int:
        """The number of responses to nobody, late ones included."""
        return self.session.strays

    @property
    def is_closed(self) -> bool:
        """Whether the connection is over. It never opens again."""
        return self._lost.done()

    async def request(
        self,
        service: str,
        method: str,
        params: dict[str, Any],
        *,
        deadline: float | None = None,
    ) -> dict[str, Any]:
        """Ask and return the answer: the content of `result` and the keys beside it.

        As `respond` in everything else.
        """
        return (await self.respond(service, method, params, deadline=deadline)).result

    async def respond(
        self,
        service: str,
        method: str,
        params: dict[str, Any],
        *,
        deadline: float | None = None,
    ) -> Response:
        """Ask and return the whole response.

        `deadline` is in seconds from now. Raises Refused, Unanswered when the deadline passed
        (the PBX may still have acted), LinkLost when the socket is or gets lost,
        InvalidParameter, or what `guard` raises.
        """
        self._raise_if_lost()
        ends = self._loop.time() + (self._request_deadline if deadline is None else deadline)
        cseq, frame = self.session.request(service, method, params, ends)
        waiter: asyncio.Future[Response] = self._loop.create_future()
        self._waiters[cseq] = waiter
        self._arm()
        try:
            await self._send(frame, ends)
            return await waiter
        finally:
            self.session.forget(cseq)
            self._waiters.pop(cseq, None)
            if waiter.done() and not waiter.cancelled():
                waiter.exception()  # marks it as seen when `_send` raised first

    async def _send(self, frame: str, ends: float) -> None:
        if self.guard is not None:
            self.guard()
        if self.on_frame is not None:
            self.on_frame("sent", frame)
        try:
            async with asyncio.timeout_at(ends):
                # Writes before it first suspends: nothing comes between guard and socket.
                await self._socket.send(frame)
        except TimeoutError:
            raise Unanswered("the socket took no more before the deadline") from None
        except ConnectionClosed as error:
            self._fail(_lost_by(error))
            self._raise_if_lost()

    async def _read(self) -> None:
        try:
            while True:
                # Bytes: a frame that is no UTF-8 is one bad frame, not the end of the socket.
                self._received(await self._socket.recv(decode=False))
        except ConnectionClosed as error:
            self._fail(_lost_by(error))
        except Exception as error:
            log.exception("the reader of a PBX socket failed")
            self._fail(LinkLost("the reader failed", error))

    def _received(self, frame: str | bytes) -> None:
        at = self.clock()
        self.proved_at = at
        if self.on_frame is not None:
            self.on_frame("received", frame)
        event = self.session.receive(frame, at)
        if isinstance(event, Answered):
            self._answered(event)
        elif isinstance(event, Stray):
            log.info("a response to nobody: %r", event.response)
        else:
            self._tell(event, len(frame))

    def _answered(self, event: Answered) -> None:
        waiter = self._waiters.get(event.cseq)
        if waiter is None or waiter.done():
            return
        if event.response.error is not None:
            waiter.set_exception(event.response.error)
        else:
            waiter.set_result(event.response)

    def _tell(self, fact: Fact, size: int) -> None:
        if isinstance(fact, FrameNotUnderstood):
            self._complain(fact.reason, size)
        try:
            self.on_fact(fact)
        except Exception:
            # A fault of the listener must not cost the socket: the next list puts it right.
            kind = type(fact).__name__
            level = self._level(f"listener: {kind}", logging.ERROR)
            log.log(level, "a listener failed on a %s", kind, exc_info=True)

    def _complain(self, reason: str, size: int) -> None:
        level = self._level(reason, logging.WARNING)
        log.log(level, "a frame of %d bytes was not understood: %s", size, reason)

    def _level(self, complaint: str, first: int) -> int:
        """The first of a kind is news; what comes with every call, or ever different, is not."""
        if complaint in self._complaints or len(self._complaints) >= COMPLAINTS:
            return logging.DEBUG
        self._complaints.add(complaint)
        return first

    def _arm(self) -> None:
        """Wake up at the earliest deadline."""
        if self._alarm is not None:
            self._alarm.cancel()
        earliest = self.session.next_deadline()
        self._alarm = None if earliest is None else self._loop.call_at(earliest, self._overdue)

    def _overdue(self) -> None:
        for cseq in self.session.expired(self._loop.time()):
            waiter = self._waiters.get(cseq)
            if waiter is not None and not waiter.done():
                waiter.set_exception(Unanswered("no answer before the deadline"))
        self._arm()

    async def _ping(self) -> None:
        """Ping, wait for the pong, abort without it: half-open links are the common failure."""
        try:
            while True:
                await asyncio.sleep(self._ping_every)
                if self.guard is not None:
                    self.guard()
                if not await self._pong_came():
                    self._fail(LinkLost(f"no pong within {self._pong_within:g} s"))
                    return
                self.proved_at = self.clock()
        except ConnectionClosed as error:
            self._fail(_lost_by(error))
        except Exception as error:
            self._fail(LinkLost(f"may not send: {error}", error))

    async def _pong_came(self) -> bool:
        async def pong() -> None:
            await (await self._socket.ping())

        # `wait` and a look, not `timeout`: after a pause of the whole process both the pong and
        # the end of the wait are there at once, and then the pong counts.
        waiting = self._loop.create_task(pong())
        try:
            await asyncio.wait({waiting}, timeout=self._pong_within)
            if not waiting.done():
                return False
            waiting.result()
            return True
        finally:
            waiting.cancel()

    def _raise_if_lost(self) -> None:
        if self._lost.done():
            raise self._lost.result()

    def _fail(self, cause: BaseException) -> None:
        """Die of `cause`: the first one counts, everyone who waits gets it."""
        if self._lost.done():
            return
        self._lost.set_result(cause)
        for waiter in self._waiters.values():
            if not waiter.done():
                waiter.set_exception(cause)
        if self._alarm is not None:
            self._alarm.cancel()
        for task in self._tasks:
            if task is not asyncio.current_task(self._loop):
                task.cancel()
        self._socket.transport.abort()

    async def closed(self) -> BaseException:
        """Wait until the connection is over and return why: the first fatal error."""
        return await asyncio.shield(self._lost)

    def abort(self, reason: str = "aborted by us") -> None:
        """End at once, without a word to the PBX. Everyone who waits gets LinkLost."""
        self._fail(LinkLost(reason))

    async def close(self) -> None:
        """End politely, within a second; then as `abort`."""
        if self._lost.done():
            return
        for task in self._tasks:
            task.cancel()  # or the reader would report our own farewell as the cause
        try:
            async with asyncio.timeout(POLITE):
                await self._socket.close()
        except TimeoutError:
            log.info("the PBX did not close in time")
        finally:
            self.abort("closed by us")


def _lost_by(error: ConnectionClosed) -> LinkLost:
    return LinkLost(f"the socket closed: {error}", error)
