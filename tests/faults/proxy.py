"""A TCP proxy of ours that spoils what passes through it: late, never, by halves, cut, undone."""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from tests.faults.frames import Piece, Splitter

Edit = Callable[[Piece], Iterable[Piece]]
Fault = Callable[["Passage"], None]
UP, DOWN = "up", "down"  # to the server, to the client


class Way:
    """One direction of a passage. What comes waits in `pending` until it may go on.

    `stalled`: nothing goes on. `dead`: it vanishes, and nobody is told. `late`: seconds that each
    piece is on its way. `left`: so many bytes go on, then the passage is closed.
    """

    def __init__(self, passage: "Passage", name: str, splits: bool) -> None:
        self.passage = passage
        self.name = name
        self.stalled = self.dead = False
        self.late = 0.0
        self.left: int | None = None
        self.pending: deque[Piece] = deque()
        self.out: asyncio.Transport | None = None
        self._splitter = Splitter() if splits else None
        self._travelling: deque[Piece] = deque()

    def came(self, data: bytes) -> None:
        pieces = self._splitter.pieces(data) if self._splitter else [Piece(data, data)]
        loop = asyncio.get_running_loop()
        for piece in pieces:
            if self.late or self._travelling:  # behind those on their way, whatever the delay now
                self._travelling.append(piece)
                loop.call_later(self.late, self._arrived)
            else:
                self._take(piece)

    def _arrived(self) -> None:
        self._take(self._travelling.popleft())

    def _take(self, piece: Piece) -> None:
        edit = self.passage.proxy.edits.get(self.name)
        self.pending.extend(edit(piece) if edit else [piece])
        self.flow()

    def flow(self) -> None:
        """Let go on what may."""
        while self.pending and self.out is not None and not self.stalled:
            piece = self.pending.popleft()
            if not self.dead:
                self._write(piece.raw)
            self.passage.proxy.passed(self.passage, self.name, piece)

    def _write(self, raw: bytes) -> None:
        assert self.out is not None
        if self.left is None:
            self.out.write(raw)
            return
        self.out.write(raw[: self.left])
        self.left -= len(raw)
        if self.left <= 0:
            self.passage.close()


class End(asyncio.Protocol):
    """The proxy's socket to the client, or to the server."""

    def __init__(self, passage: "Passage", incoming: Way, outgoing: Way) -> None:
        self.passage = passage
        self._incoming, self._outgoing = incoming, outgoing

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._outgoing.out = transport
        self.passage.opened(transport)
        self._outgoing.flow()

    def data_received(self, data: bytes) -> None:
        self._incoming.came(data)

    def connection_lost(self, error: Exception | None) -> None:
        self.passage.ended(self._outgoing)


class Passage:
    """One connection of a client, and the one to the server behind it."""

    def __init__(self, proxy: "Proxy") -> None:
        self.proxy = proxy
        self.up = Way(self, UP, proxy.splits)
        self.down = Way(self, DOWN, proxy.splits)
        self.is_open = True
        self._transports: list[asyncio.Transport] = []
        self._connecting: asyncio.Task[Any] | None = None

    def opened(self, transport: asyncio.Transport) -> None:
        self._transports.append(transport)
        if len(self._transports) == 1:
            self.proxy.accepted(self)
            self._connecting = asyncio.get_running_loop().create_task(self._connect())

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(
                lambda: End(self, self.down, self.up), "127.0.0.1", self.proxy.server_port
            )
        except OSError:
            self.reset()

    def ended(self, way: Way) -> None:
        """One side is gone. The other is told, unless it would not hear of it."""
        way.out = None
        if way is self.down:
            self.is_open = False
        others = (self.up, self.down)
        if way is self.down or not any(each.stalled or each.dead for each in others):
            self.close()

    def close(self) -> None:
        self.is_open = False
        self._stop_connecting()
        for transport in self._transports:
            transport.close()

    def reset(self) -> None:
        """Both sides get an RST: what is still unsent is thrown away."""
        self.is_open = False
        self._stop_connecting()
        for transport in self._transports:
            at_once = struct.pack("ii", 1, 0)
            plug: socket.socket = transport.get_extra_info("socket")
            if plug.fileno() >= 0:
                plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            transport.abort()

    def stall(self, stalled: bool = True) -> None:
        for way in (self.up, self.down):
            way.stalled = stalled
            way.flow()

    def delay(self, seconds: float) -> None:
        self.up.late = self.down.late = seconds

    def _stop_connecting(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()


class Proxy(AbstractAsyncContextManager["Proxy"]):
    """Listens on loopback before `server_port` for as long as its block runs.

    `on_accept` befalls every new passage. `strike` waits for something to pass and befalls the
    passage just after. `edits` may change what goes "up" or "down": drop, double, hold back.
    `splits`: it is a WebSocket in plain text, to be handled in pieces.
    """

    def __init__(self, server_port: int, *, splits: bool = False) -> None:
        self.server_port = server_port
        self.splits = splits
        self.port = 0
        self.passages: list[Passage] = []
        self.most_at_once = 0
        self.on_accept: Fault | None = None
        self.edits: dict[str, Edit] = {}
        self._strike: tuple[str, bytes, Fault] | None = None
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Proxy":
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def listen(self) -> None:
        """Again at the same port after `stop`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._client, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for passage in self.passages:
            passage.reset()
        connecting = [each._connecting for each in self.passages if each._connecting]
        await asyncio.gather(*connecting, return_exceptions=True)

    def strike(self, fault: Fault, mark: bytes = b"", way: str = UP) -> None:
        """Let `fault` befall the passage through which `mark` passes next, just behind it."""
        self._strike = (way, mark, fault)

    @property
    def has_struck(self) -> bool:
        return self._strike is None

    @property
    def open(self) -> list[Passage]:
        """Those whose client has not gone."""
        return [passage for passage in self.passages if passage.is_open]

    def befall(self, fault: Fault) -> None:
        """What is open now, not what comes later."""
        for passage in self.open:
            fault(passage)

    def _client(self) -> End:
        passage = Passage(self)
        return End(passage, passage.up, passage.down)

    def accepted(self, passage: Passage) -> None:
        self.passages.append(passage)
        self.most_at_once = max(self.most_at_once, len(self.open))
        if self.on_accept is not None:
            self.on_accept(passage)

    def passed(self, passage: Passage, way: str, piece: Piece) -> None:
        if self._strike is not None:
            struck, mark, fault = self._strike
            if struck == way and mark in piece.content:
                self._strike = None
                fault(passage)
