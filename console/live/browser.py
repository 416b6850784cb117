"""One browser on a socket: what it was sent, what it has applied, and how far behind it may be."""

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

import msgspec

from console.live import counts
from console.live.latency import Acknowledgements

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]

LAG_MESSAGES = 400  # twenty seconds of a busy office
LAG_BYTES = 4 * 1024 * 1024  # Daphne bounds nothing: it took 200 MB for a client that did not read
LAG_SECONDS = 30.0
TRY_AGAIN_LATER = 1013


class Said(msgspec.Struct):
    """What a browser may say."""

    ack: int | None = None
    waited: object = None
    resync: bool = False


_said = msgspec.json.Decoder(Said)


class Message:
    """One numbered message, the same object for all browsers that are sent it."""

    __slots__ = ("event", "seq", "size")

    def __init__(self, seq: int, text: str) -> None:
        self.seq = seq
        self.size = len(text)
        self.event = {"type": "websocket.send", "text": text}


class Browser:
    """A slow browser never slows another: beyond its bounds it gets a full set, not a backlog."""

    # A thousand of them are walked for every message, and the processor's caches are small.
    __slots__ = (
        "_behind_since", "_closing", "_resync", "_send", "_sent", "_unapplied", "_unapplied_bytes",
        "_unfinished", "_waiting", "_wake", "acknowledgements", "ended",
    )  # fmt: skip

    def __init__(self, send: Send, resync: Callable[["Browser"], None]) -> None:
        self._send = send
        self._resync = resync
        self._waiting: deque[Message] = deque()
        self._wake = asyncio.Event()
        self._unfinished: Awaitable[None] | None = None  # the sending that the server holds up
        self._unapplied: deque[Message] = deque()
        self._unapplied_bytes = 0
        self._sent = 0  # the last number handed to the server, which bounds nothing
        self._behind_since: float | None = None
        self._closing: int | None = None
        self.acknowledgements: Acknowledgements | None = None
        self.ended = asyncio.Event()

    @property
    def backlog(self) -> int:
        """How many messages it was sent and has not acknowledged."""
        return len(self._unapplied)

    @property
    def is_behind(self) -> bool:
        return self._behind_since is not None

    @property
    def closing(self) -> int | None:
        """The code with which we close or closed it, None while we do not."""
        return self._closing

    def push(self, message: Message) -> None:
        """Send the next message; dropped while the browser is behind."""
        if self._behind_since is not None or self._closing is not None:
            return
        unapplied = self._unapplied
        unapplied.append(message)
        self._unapplied_bytes += message.size
        is_too_far = self._unapplied_bytes > LAG_BYTES or len(unapplied) > LAG_MESSAGES
        if is_too_far and len(unapplied) > 1:
            self._fall_behind()
        elif self._unfinished is None:
            self._begin(message)
        else:
            self._waiting.append(message)

    def beat(self, text: str) -> None:
        """A heartbeat: never counted, never queued behind a browser that does not read."""
        if self._closing is not None:
            return
        if self._behind_since is None:
            last = self._waiting[-1].seq if self._waiting else self._sent
            message = Message(last, text)
            if self._unfinished is None:
                self._begin(message)
            else:
                self._waiting.append(message)
        elif asyncio.get_running_loop().time() - self._behind_since > LAG_SECONDS:
            self.close(TRY_AGAIN_LATER)

    def close(self, code: int) -> None:
        self._closing = code
        self._wake.set()

    def hear(self, text: str) -> None:
        """`{"ack": seq, "waited": seconds}` or `{"resync": true}`; anything else is ignored."""
        try:
            said = _said.decode(text)
        except (msgspec.MsgspecError, RecursionError):
            return
        if said.ack is not None:
            self._applied(said.ack)
            if self.acknowledgements is not None:
                self.acknowledgements.hear(said.ack, said.waited)
        if said.resync and self._behind_since is None:
            counts.happened["missed"] += 1
            self._resync(self)

    async def write(self) -> None:
        """Finish what could not be sent at once, until closed; the socket's owner awaits and
        cancels this."""
        while self._closing is None:
            if self._unfinished is None:
                self._wake.clear()
                await self._wake.wait()
                continue
            await self._unfinished
            while self._waiting and self._closing is None:
                message = self._waiting.popleft()
                self._sent = message.seq
                await self._send(message.event)
            self._unfinished = None
        await self._send({"type": "websocket.close", "code": self._closing})

    def _begin(self, message: Message) -> None:
        """Send now; what the server holds up is finished by `write`, and what follows waits."""
        self._sent = message.seq
        sending = self._send(message.event)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return  # the server took it at once, as Daphne always does
        except Exception as error:
            self._unfinished = _failed(error)
        else:
            self._unfinished = _rest(sending, waits_for)
        self._wake.set()

    def _fall_behind(self) -> None:
        counts.happened["fell_behind"] += 1
        self._behind_since = asyncio.get_running_loop().time()
        self._waiting.clear()

    def _applied(self, seq: int) -> None:
        while self._unapplied and self._unapplied[0].seq <= seq:
            self._unapplied_bytes -= self._unapplied.popleft().size
        if self._behind_since is not None and seq >= self._sent:
            # It has read all that was on its way, so no more than the bounds ever is; whatever it
            # missed, a full set makes good.
            self._behind_since = None
            self._unapplied.clear()
            self._unapplied_bytes = 0
            self._resync(self)


# Generators: one that nobody comes to await is no fault, as its socket has ended.
@types.coroutine
def _failed(error: Exception) -> Generator[Any, Any, None]:
    raise error
    yield


@types.coroutine
def _rest(sending: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    yield waits_for
    yield from sending.__await__()
