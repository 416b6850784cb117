"""HTTP/1.1 on loopback: reads requests, writes answers, and can be cut and silenced.

What is no HTTP, too large or too slow is answered with a status and ends its connection; it never
reaches the handler. An error inside the handler is a 500 and a line in the log.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from ssl import SSLContext
from typing import Any

import h11

log = logging.getLogger(__name__)
LARGEST_HEAD = 16 << 10  # bytes; also what is read at once, by which a head may exceed it
IDLE = 30.0  # seconds that a connection may wait for its next request
LINGER = 1.0  # seconds to read on after a refusal: a reset would tear the answer away


class Rejected(Exception):
    """A request that gets a status and a sentence instead of what it asked for."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Request:
    """`target` as it was sent; names of headers in lower case, of several equal ones the last."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def content_type(self) -> str:
        """The media type alone, without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Response:
    """`closes`: the connection ends after it."""

    status: int
    content: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    closes: bool = False


def answer(status: int, content: Any, *, closes: bool = False) -> Response:
    """An answer in JSON."""
    return Response(status, json.dumps(content).encode(), closes=closes)


# None hangs up without a word.
Handler = Callable[[Request], Awaitable[Response | None]]


class WebServer:
    """Listens on one address. `within`: seconds for a whole request; `largest_body` in bytes.

    While `is_silent` connections are accepted, but nothing is read or said.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        largest_body: int,
        within: float,
        is_silent: Callable[[], bool] = lambda: False,
    ) -> None:
        self.port = 0
        self.handler = handler
        self.largest_body, self.within = largest_body, within
        self._is_silent = is_silent
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}
        self._awake = asyncio.Event()

    async def listen(self, host: str, port: int, tls: SSLContext | None = None) -> None:
        if self._server is not None:
            return
        self._server = await asyncio.start_server(
            self._accept, host, port, ssl=tls, limit=LARGEST_HEAD
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and cut every connection; a later `listen` may take the same port."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        self.cut()
        tasks = list(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()

    def cut(self) -> int:
        """Abort the TCP connections; return how many there were."""
        for writer in self._connections.values():
            writer.transport.abort()
        return len(self._connections)

    def read_on(self) -> None:
        """A silence is over: go on with what arrived meanwhile."""
        self._awake.set()

    async def heard(self) -> None:
        """Wait until nobody is silent."""
        while self._is_silent():
            self._awake.clear()
            await self._awake.wait()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await Exchange(self, reader, writer).run()
        except OSError as error:
            log.debug("a connection broke off: %r", error)
        finally:
            writer.close()


class Exchange:
    """The requests and answers of one connection."""

    def __init__(
        self, server: WebServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server = server
        self._reader, self._writer = reader, writer
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=LARGEST_HEAD)

    async def run(self) -> None:
        while await self._one():
            self._http.start_next_cycle()

    async def _one(self) -> bool:
        """Answer one request; return whether another may follow."""
        try:
            request = await self._request()
        except h11.RemoteProtocolError as error:
            response: Response | None = _refusal(error.error_status_hint, str(error))
        except TimeoutError:
            response = _refusal(408, "the request did not arrive in time")
        except Rejected as rejected:
            response = _refusal(rejected.status, str(rejected))
        else:
            if request is None:
                return False
            response = await self._handled(request)
        await self._server.heard()
        if response is None or self._http.our_state is h11.ERROR:
            return False
        await self._send(response)
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _handled(self, request: Request) -> Response | None:
        try:
            return await self._server.handler(request)
        except Rejected as rejected:
            return answer(rejected.status, {"error": str(rejected)})
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            return _refusal(500, "the simulator failed; its log says why")

    async def _request(self) -> Request | None:
        """Return the next request, or None when there is none."""
        try:
            async with asyncio.timeout(IDLE):
                event = await self._event()
        except TimeoutError:
            if self._http.trailing_data[0]:
                raise  # half a head: somebody waits for an answer
            return None
        if not isinstance(event, h11.Request):
            return None
        async with asyncio.timeout(self._server.within):
            return await self._whole(event)

    async def _whole(self, head: h11.Request) -> Request:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
        self._require_room(int(headers.get("content-length", 0)))
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[])
            self._writer.write(self._http.send(go_on) or b"")
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            self._require_room(len(body))
        if not isinstance(event, h11.EndOfMessage):
            raise ConnectionResetError("the body broke off")
        target = head.target.decode("latin-1")
        return Request(head.method.decode("ascii"), target, headers, bytes(body))

    def _require_room(self, size: int) -> None:
        if size > self._server.largest_body:
            raise Rejected(413, f"a body may have {self._server.largest_body} bytes")

    async def _event(self) -> Any:
        while True:
            await self._server.heard()
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._http.receive_data(await self._reader.read(LARGEST_HEAD))

    async def _send(self, response: Response) -> None:
        headers = {
            **response.headers,
            "Content-Type": response.content_type,
            "Content-Length": str(len(response.content)),
        }
        if response.closes:
            headers["Connection"] = "close"
        head = h11.Response(
            status_code=response.status,
            headers=list(headers.items()),
            reason=HTTPStatus(response.status).phrase,
        )
        for event in (head, h11.Data(data=response.content), h11.EndOfMessage()):
            self._writer.write(self._http.send(event) or b"")
        async with asyncio.timeout(self._server.within):
            await self._writer.drain()
        if self._http.their_state is not h11.DONE:
            await self._linger()

    async def _linger(self) -> None:
        if self._writer.can_write_eof():
            self._writer.write_eof()
        async with asyncio.timeout(LINGER):
            while await self._reader.read(LARGEST_HEAD):
                continue


def _refusal(status: int, reason: str) -> Response:
    return answer(status, {"error": reason}, closes=True)
