"""A bare ASGI send loop behind the console's own server: what the console is measured beside."""

from collections.abc import Awaitable, Callable
from typing import Any

from daphne.server import twisted_loop
from twisted.internet import reactor

from console.serving import ConsoleServer, console_server

ENDS_AFTER = 1800.0  # seconds, whatever became of the measurement


class Bare:
    """An ASGI application that knows its sockets' `send`, and nothing else."""

    def __init__(self) -> None:
        self._sends: set[Any] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": self.greeting()})
        self._sends.add(send)
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self._sends.discard(send)

    def greeting(self) -> str:
        """What each browser is sent first."""
        raise NotImplementedError

    async def say(self, text: str) -> None:
        message = {"type": "websocket.send", "text": text}
        for send in list(self._sends):
            await send(message)


def behind_daphne(app: Any, work: Callable[[int], Awaitable[None]]) -> None:
    """Serve `app` on a free port, and do `work(port)` beside it."""
    server: ConsoleServer = console_server(app, "127.0.0.1", 0)
    succeeded = server.listen_success

    def listening(port: Any) -> None:
        succeeded(port)
        server.work = twisted_loop.create_task(work(port.getHost().port))

    server.listen_success = listening
    reactor.callLater(ENDS_AFTER, server.stop)
    server.run()
