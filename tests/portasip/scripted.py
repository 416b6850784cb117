"""Stand-ins of a PBX: a line that answers from a script, and a small real websockets server."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from console.portasip.session import Answered, Session

ACCEPTED: dict[str, Any] = {"result": {"success": 1}, "success": 1}
NOW = 1_543_498_900.0


class Line:
    """What the typed calls take for a connection: real frames through a real session.

    `answers` gives the response to each method, without cseq; a list is used up in order.
    """

    def __init__(self, answers: dict[str, Any] | None = None, session_id: str = "s") -> None:
        self.session = Session()
        self.session.session_id = session_id
        self.answers = answers or {}
        self.sent: list[dict[str, Any]] = []

    def clock(self) -> float:
        return NOW

    async def request(
        self, service: str, method: str, params: dict[str, Any], *, deadline: float | None = None
    ) -> dict[str, Any]:
        cseq, frame = self.session.request(service, method, params, 10)
        self.sent.append(json.loads(frame))
        answer = self._answer(service, method)
        event = self.session.receive(json.dumps(answer | {"cseq": cseq}), NOW)
        assert isinstance(event, Answered)
        if event.response.error is not None:
            raise event.response.error
        return event.response.result

    def _answer(self, service: str, method: str) -> dict[str, Any]:
        answer = self.answers.get(f"{service}.{method}", self.answers.get(method, ACCEPTED))
        return dict(answer.pop(0) if isinstance(answer, list) else answer)


Handler = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def pbx(handler: Handler, **options: Any) -> AsyncIterator[str]:
    """Serve `handler` on a free port of this machine; gives the url."""
    async with serve(handler, "127.0.0.1", 0, **options) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/ws"


async def obedient(socket: ServerConnection) -> None:
    """Accept every request."""
    async for message in socket:
        cseq = json.loads(message)["cseq"]
        await socket.send(json.dumps({"cseq": cseq, **ACCEPTED}))


async def silent(socket: ServerConnection) -> None:
    """Read and never answer."""
    await socket.wait_closed()


class Deaf:
    """A server that accepts the handshake and then hears nothing: no pong ever comes."""

    def __init__(self) -> None:
        self.over = asyncio.Event()

    async def __call__(self, socket: ServerConnection) -> None:
        socket.transport.pause_reading()
        await self.over.wait()
        socket.transport.abort()


class Listener:
    """A server that hears requests and never answers; `heard` is set by the first."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()

    async def __call__(self, socket: ServerConnection) -> None:
        async for _ in socket:
            self.heard.set()
