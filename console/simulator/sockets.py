"""The WebSocket side: connections that can be cut, silenced and flooded."""

import asyncio
import json
from collections.abc import Callable
from ssl import SSLContext
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

OnFrame = Callable[[str | bytes, ServerConnection], None]
LARGEST_REQUEST = 1 << 20  # bytes


class Connection(ServerConnection):
    """A connection that can stop listening: what arrives meanwhile is read afterwards.

    Below WebSocket, so that a silent one neither shakes hands nor answers pings.
    """

    _unread = b""

    def is_silent(self) -> bool:
        return False

    def data_received(self, data: bytes) -> None:
        if self.is_silent():
            self._unread += data
        else:
            super().data_received(data)

    def read_on(self) -> None:
        unread, self._unread = self._unread, b""
        if unread:
            super().data_received(unread)


class Sockets:
    """Accepts connections on one address and hands their frames on."""

    def __init__(
        self,
        on_frame: OnFrame,
        on_gone: Callable[[ServerConnection], None],
        is_silent: Callable[[], bool],
        tls: SSLContext | None = None,
    ) -> None:
        self.port = 0
        self.tls = tls
        self._on_frame = on_frame
        self._on_gone = on_gone
        self._is_silent = is_silent
        self._server: Server | None = None
        self._accepted: set[Connection] = set()

    @property
    def connections(self) -> set[ServerConnection]:
        """Those whose handshake is done."""
        return set(self._server.connections) if self._server else set()

    async def listen(self, host: str, port: int) -> None:
        """Listen; a later `listen` after `stop` takes the same port again."""
        if self._server is not None:
            return
        self._server = await serve(
            self._handle,
            host,
            port,
            create_connection=self._connection_class(),
            ssl=self.tls,
            compression=None,
            ping_interval=None,  # the document describes no keepalive of the PBX
            max_size=LARGEST_REQUEST,
            close_timeout=1,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and cut every connection, as a PBX that is killed does."""
        server, self._server = self._server, None
        if server is None:
            return
        self.cut()
        server.close(close_connections=False)
        await server.wait_closed()

    def cut(self) -> int:
        """Abort the TCP connections; return how many there were."""
        accepted, self._accepted = self._accepted, set()
        for connection in accepted:
            connection.transport.abort()
        return len(accepted)

    def read_on(self) -> None:
        """Read what arrived during a silence."""
        for connection in list(self._accepted):
            connection.read_on()

    def send(self, text: str, to: set[Any]) -> None:
        """Send a text frame at once to those that are still open."""
        if not self._is_silent():
            broadcast(self.connections & to, text)

    def _connection_class(self) -> type[Connection]:
        sockets = self

        class Accepted(Connection):
            """A connection known from its first byte on, handshake or not."""

            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                sockets._accepted.add(self)
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                sockets._accepted.discard(self)
                super().connection_lost(exc)

            def is_silent(self) -> bool:
                return sockets._is_silent()

        return Accepted

    async def _handle(self, connection: ServerConnection) -> None:
        try:
            async for frame in connection:
                self._on_frame(frame, connection)
        except ConnectionClosed:
            return  # how it ended does not matter to a PBX
        finally:
            self._on_gone(connection)


def written(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"))


def later(delay: float, action: Callable[[], None]) -> None:
    """Do it now, or in a while on the running loop."""
    if delay <= 0:
        action()
    else:
        asyncio.get_running_loop().call_later(delay, action)
