"""Light browsers: they read, number and acknowledge as `static/js/live.js` does, and draw nothing.

A thousand of them must cost less than what they measure, so the frames are read by hand.
"""

import asyncio
import base64
import os
import random
import time
from collections.abc import Callable, Sequence
from typing import Self

ACK_EVERY = 1.0  # seconds, as in live.js
CONNECTING_AT_ONCE = 50
LOOK_EVERY = 0.002  # seconds
READ_AFTER = 0.01  # seconds; what one fact brings has come by then
OPEN_WITHIN = 60.0  # seconds, for all of them on a busy machine
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Browser(asyncio.Protocol):
    """One of a crowd. `seq` is the last number applied, None until a full set came."""

    def __init__(self, crowd: "Crowd", request: bytes, place: str = "") -> None:
        self.crowd = crowd
        self.place = place  # browsers of one place are sent the same messages
        self.seq: int | None = None
        self.acknowledged: int | None = None
        self.arrived_at = 0.0  # when the message that is heard came, in monotonic seconds
        self.fulls = 0
        self.lost = 0
        self.code: int | None = None
        self.is_gone = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport
        self._request = request
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self.transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed before it opened"))
        self.is_gone = True

    def data_received(self, data: bytes) -> None:
        self.crowd.take(self, data)

    def read(self, data: bytes, at: float) -> None:
        """What came `at` that moment."""
        self.arrived_at = at
        self._buffer += data
        if not self.opened.done():
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head[:60].decode()))
                self.transport.close()
                return
            self._buffer = bytearray(rest)
            self.opened.set_result(None)
        while self._frame():
            pass

    def say(self, opcode: int, payload: bytes) -> None:
        """A masked frame of less than 126 bytes; the mask of zeros leaves it as it is."""
        self.transport.write(bytes((0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0)) + payload)

    def acknowledge(self) -> None:
        if self.seq is not None and self.seq != self.acknowledged:
            self.acknowledged = self.seq
            self.say(TEXT, b'{"ack":%d,"waited":0.125}' % self.seq)

    def _frame(self) -> bool:
        """Take one whole frame off the buffer; False when there is none yet."""
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        size, start = buffer[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return False
        opcode, payload = buffer[0] & 15, bytes(buffer[start : start + size])
        del buffer[: start + size]
        if opcode == TEXT:
            self._hear(payload)
        elif opcode == PING:
            self.say(PONG, payload)
        elif opcode == CLOSE:
            self.code = int.from_bytes(payload[:2], "big") if payload else 1005
            self.transport.close()
        return True

    def _hear(self, text: bytes) -> None:
        if text.startswith(b'{"seq":'):
            seq = int(text[7 : text.index(b",", 7)])
            if text.find(b'"full":true', 7, 40) > 0:
                self.fulls += 1
            elif self.seq is not None and seq != self.seq + 1:
                self.lost += 1
            self.seq = seq
            self.crowd.count()
        self.crowd.hear(self, text)


class Crowd:
    """Browsers on one address: used as `async with Crowd(…) as crowd`.

    `hear(browser, text)` is told every text message. With `ack_every` in seconds each
    acknowledges by a timer of its own; 0 leaves it to the caller. With `reads_later` frames are
    only looked at when all have come: a hundred browsers in one process would wait for each other.
    """

    def __init__(
        self,
        hear: Callable[[Browser, bytes], None],
        ack_every: float = 0.0,
        reads_later: bool = False,
    ) -> None:
        self.hear = hear
        self.reads_later = reads_later
        self._taken: list[tuple[Browser, bytes, float]] = []
        self.frames = 0
        self.browsers: list[Browser] = []
        self._ack_every = ack_every
        self._aim: tuple[int, asyncio.Future[None]] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ack_every = 0.0
        for browser in self.browsers:
            browser.transport.abort()

    async def open(self, port: int, paths: Sequence[str], cookies: Sequence[str] = ("",)) -> None:
        """One browser for each path, a bounded number at once; `cookies` are dealt in turn."""
        gate = asyncio.Semaphore(CONNECTING_AT_ONCE)

        async def one(path: str, cookie: str) -> None:
            async with gate:
                request = handshake(port, path, cookie)
                loop = asyncio.get_running_loop()
                _, browser = await loop.create_connection(
                    lambda: Browser(self, request, f"{port} {cookie}"), "127.0.0.1", port
                )
                self.browsers.append(browser)
                await browser.opened
            if self._ack_every:
                loop.call_later(random.uniform(0, self._ack_every), self._acknowledge, browser)

        async with asyncio.timeout(OPEN_WITHIN), asyncio.TaskGroup() as group:
            for number, path in enumerate(paths):
                group.create_task(one(path, cookies[number % len(cookies)]))

    def take(self, browser: Browser, data: bytes) -> None:
        """Bytes have come for `browser`."""
        now = time.monotonic()
        if not self.reads_later or not browser.opened.done():
            browser.read(data, now)
            return
        if not self._taken:
            asyncio.get_running_loop().call_later(READ_AFTER, self._read)
        self._taken.append((browser, data, now))

    def _read(self) -> None:
        taken, self._taken = self._taken, []
        for browser, data, at in taken:
            browser.read(data, at)

    def count(self) -> None:
        """One numbered message more has arrived."""
        self.frames += 1
        if self._aim and self.frames >= self._aim[0]:
            self._aim[1].set_result(None)
            self._aim = None

    async def reach(self, frames: int, within: float) -> None:
        """Wait until that many numbered messages have arrived in all. Raises TimeoutError."""
        if self.frames < frames:
            self._aim = (frames, asyncio.get_running_loop().create_future())
            async with asyncio.timeout(within):
                await self._aim[1]

    async def look_until(self, frames: int, within: float) -> None:
        """As `reach`, but asleep between looks: whoever sleeps on its sockets is woken by each
        message, and the system bills that to the sender. Real browsers are on other machines.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + within
        while self.frames < frames:
            time.sleep(LOOK_EVERY)  # noqa: ASYNC251 - the loop is what must not wait
            await asyncio.sleep(0)
            if loop.time() > ends:
                raise TimeoutError

    def _acknowledge(self, browser: Browser) -> None:
        if self._ack_every and not browser.is_gone:
            browser.acknowledge()
            loop = asyncio.get_running_loop()
            loop.call_later(self._ack_every, self._acknowledge, browser)


def handshake(port: int, path: str, cookie: str = "") -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    if cookie:
        lines.append(f"Cookie: sessionid={cookie}")
    return "\r\n".join([*lines, "", ""]).encode()
