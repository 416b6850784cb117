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
NONE = -1  # no number


class Said(msgspec.Struct):
    """What a browser may say."""

    ack: int | None = None
    waited: object = None
    resync: bool = False


_said = msgspec.json.Decoder(Said)


class Message:
    """A numbered message, the same object for all browsers that are sent it.

    Those of one audience are a chain, so that a browser keeps the oldest one that it has not
    applied, and sending a message notes nothing for each browser. A full set stands beside the
    chain, `after` what it contains. `start` and `end` count the characters of the chain.
    """

    __slots__ = ("end", "event", "is_full", "next", "seq", "size", "start")

    def __init__(
        self, seq: int, text: str, after: "Message | None" = None, is_full: bool = False
    ) -> None:
        self.seq = seq
        self.size = len(text)
        self.is_full = is_full
        self.start: int = after.end if after else 0
        self.end: int = self.start + (0 if is_full else self.size)
        self.event = {"type": "websocket.send", "text": text}
        self.next: Message | None = None
        if after is not None and not is_full:
            after.next = self


class Browser:
    """A slow browser never slows another: beyond its bounds it gets a full set, not a backlog."""

    # A thousand of them are walked for every message, and the processor's caches are small.
    __slots__ = (
        "_behind_since", "_closing", "_fulls", "_limit", "_limit_end", "_oldest", "_resync",
        "_send", "_sent", "_unfinished", "_waiting", "_wake", "acknowledgements", "ended",
    )  # fmt: skip

    def __init__(self, send: Send, resync: Callable[["Browser"], None]) -> None:
        self._send = send
        self._resync = resync
        self._waiting: deque[Message] = deque()
        self._wake = asyncio.Event()
        self._unfinished: Awaitable[None] | None = None  # the sending that the server holds up
        self._oldest: Message | None = None  # of those it has not applied
        self._fulls: deque[Message] = deque()  # full sets that it has not applied
        self._limit = NONE  # the number and the end up to which nothing needs a closer look
        self._limit_end = NONE
        self._sent = 0  # when it fell behind: the last number handed to the server
        self._behind_since: float | None = None
        self._closing: int | None = None
        self.acknowledgements: Acknowledgements | None = None
        self.ended = asyncio.Event()

    @property
    def backlog(self) -> int:
        """How many messages it was sent and has not acknowledged."""
        count, message = len(self._fulls), self._oldest
        while message is not None:
            count, message = count + 1, message.next
        return count

    @property
    def is_behind(self) -> bool:
        return self._behind_since is not None

    @property
    def closing(self) -> int | None:
        """The code with which we close or closed it, None while we do not."""
        return self._closing

    def push(self, message: Message) -> None:
        """Send the next message of its audience; dropped while the browser is behind."""
        if message.seq > self._limit or message.end > self._limit_end:
            self.push_with_care(message)
        else:
            self._send_now(message)

    def push_with_care(self, message: Message) -> None:
        """As `push`, for a full set too, and with everything that sending rarely needs."""
        if self._behind_since is not None or self._closing is not None:
            return
        if self._is_too_far(message):
            self._fall_behind(message.seq)
            return
        if message.is_full:
            self._fulls.append(message)
        elif self._oldest is None:
            self._oldest = message
        self._put(message)
        self._set_limit()

    def _is_too_far(self, message: Message) -> bool:
        """Whether `message` would be beyond the bounds; one alone never is."""
        count, size = len(self._fulls), self._owed()
        if self._oldest is not None:
            count += message.seq + message.is_full - self._oldest.seq
            size += message.start - self._oldest.start
        return count > 0 and (count >= LAG_MESSAGES or size + message.size > LAG_BYTES)

    def _set_limit(self) -> None:
        """Up to where `push` need not look closer."""
        self._limit = self._limit_end = NONE
        is_sent_to = self._behind_since is None and self._closing is None
        if self._oldest is not None and self._unfinished is None and is_sent_to:
            self._limit = self._oldest.seq + LAG_MESSAGES - 1 - len(self._fulls)
            self._limit_end = self._oldest.start + LAG_BYTES - self._owed()

    def _owed(self) -> int:
        """Characters of the full sets that it has not applied."""
        return sum(full.size for full in self._fulls)

    def beat(self, text: str) -> None:
        """A heartbeat: never counted, never queued behind a browser that does not read."""
        if self._closing is not None:
            return
        if self._behind_since is None:
            if self._unfinished is None:
                self._send_now(Message(NONE, text))
        elif asyncio.get_running_loop().time() - self._behind_since > LAG_SECONDS:
            self.close(TRY_AGAIN_LATER)

    def close(self, code: int) -> None:
        self._closing = code
        self._limit = NONE
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
                await self._send(self._waiting.popleft().event)
            self._unfinished = None
            self._set_limit()
        await self._send({"type": "websocket.close", "code": self._closing})

    def _put(self, message: Message) -> None:
        """Send now; what the server holds up is finished by `write`, and what follows waits."""
        if self._unfinished is not None:
            self._waiting.append(message)
        else:
            self._send_now(message)

    def _send_now(self, message: Message) -> None:
        sending = self._send(message.event)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return  # the server took it at once, as Daphne always does
        except Exception as error:
            self._hold_up(_failed(error))
        else:
            self._hold_up(_rest(sending, waits_for))

    def _hold_up(self, rest: Awaitable[None]) -> None:
        self._unfinished = rest
        self._limit = NONE
        self._wake.set()

    def _fall_behind(self, seq: int) -> None:
        """Message `seq` is not sent any more, nor what waits before it."""
        counts.happened["fell_behind"] += 1
        self._behind_since = asyncio.get_running_loop().time()
        self._sent = min([seq, *(one.seq for one in self._waiting if one.seq != NONE)]) - 1
        self._waiting.clear()
        self._fulls.clear()
        self._oldest = None
        self._set_limit()

    def _applied(self, seq: int) -> None:
        while self._oldest is not None and self._oldest.seq <= seq:
            self._oldest = self._oldest.next
        while self._fulls and self._fulls[0].seq <= seq:
            self._fulls.popleft()
        if self._behind_since is not None and seq >= self._sent:
            # It has read all that was on its way, so no more than the bounds ever is; whatever it
            # missed, a full set makes good.
            self._behind_since = None
            self._resync(self)
        self._set_limit()


# Generators: one that nobody comes to await is no fault, as its socket has ended.
@types.coroutine
def _failed(error: Exception) -> Generator[Any, Any, None]:
    raise error
    yield


@types.coroutine
def _rest(sending: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    yield waits_for
    yield from sending.__await__()
