"""One browser on a socket: what it was sent, what it has applied, and how far behind it may be."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from console.live import counts
from console.live.latency import Acknowledgements

Send = Callable[[dict[str, Any]], Awaitable[None]]

LAG_MESSAGES = 400  # twenty seconds of a busy office
LAG_BYTES = 4 * 1024 * 1024  # Daphne bounds nothing: it took 200 MB for a client that did not read
LAG_SECONDS = 30.0
TRY_AGAIN_LATER = 1013


class Browser:
    """A slow browser never slows another: beyond its bounds it gets a full set, not a backlog."""

    def __init__(self, send: Send, resync: Callable[["Browser"], None]) -> None:
        self._send = send
        self._resync = resync
        self._waiting: deque[tuple[int, str]] = deque()
        self._wake = asyncio.Event()
        self._unapplied: deque[tuple[int, int]] = deque()
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

    def push(self, seq: int, text: str) -> None:
        """Queue message number `seq`; dropped while the browser is behind."""
        if self._behind_since is not None:
            return
        self._unapplied.append((seq, len(text)))
        self._unapplied_bytes += len(text)
        if len(self._unapplied) > 1 and self._is_too_far():
            self._fall_behind()
        else:
            self._put(seq, text)

    def beat(self, text: str) -> None:
        """A heartbeat: never counted, never queued behind a browser that does not read."""
        if self._behind_since is None:
            self._put(self._sent, text)
        elif asyncio.get_running_loop().time() - self._behind_since > LAG_SECONDS:
            self.close(TRY_AGAIN_LATER)

    def close(self, code: int) -> None:
        self._closing = code
        self._wake.set()

    def hear(self, text: str) -> None:
        """`{"ack": seq, "waited": seconds}` or `{"resync": true}`; anything else is ignored."""
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not isinstance(message, dict):
            return
        if isinstance(message.get("ack"), int):
            self._applied(message["ack"])
            if self.acknowledgements is not None:
                self.acknowledgements.hear(message["ack"], message.get("waited"))
        if message.get("resync") is True:
            counts.happened["missed"] += 1
            self._resync(self)

    async def write(self) -> None:
        """Send what is queued until closed; the socket's owner awaits and cancels this."""
        while self._closing is None:
            if self._waiting:
                seq, text = self._waiting.popleft()
                self._sent = max(self._sent, seq)
                await self._send({"type": "websocket.send", "text": text})
            else:
                self._wake.clear()
                await self._wake.wait()
        await self._send({"type": "websocket.close", "code": self._closing})

    def _is_too_far(self) -> bool:
        return len(self._unapplied) > LAG_MESSAGES or self._unapplied_bytes > LAG_BYTES

    def _put(self, seq: int, text: str) -> None:
        self._waiting.append((seq, text))
        self._wake.set()

    def _fall_behind(self) -> None:
        counts.happened["fell_behind"] += 1
        self._behind_since = asyncio.get_running_loop().time()
        self._waiting.clear()

    def _applied(self, seq: int) -> None:
        while self._unapplied and self._unapplied[0][0] <= seq:
            self._unapplied_bytes -= self._unapplied.popleft()[1]
        if self._behind_since is not None and seq >= self._sent:
            # It has read all that was on its way, so no more than the bounds ever is; whatever it
            # missed, a full set makes good.
            self._behind_since = None
            self._unapplied.clear()
            self._unapplied_bytes = 0
            self._resync(self)
