"""A media server that answers from a script, over real HTTP on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs

SESSION = "f1ab18fe5a3decf0ba828e56a3d9e982"
PASSWORD = "media-password"
SIGNED_IN = {"session_id": SESSION}


@dataclass(frozen=True)
class Request:
    """What arrived; names of headers in lower case."""

    verb: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def method(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def parts_in_order(self) -> list[Message]:
        """The parts of a multipart body."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        parsed = BytesParser().parsebytes(head + self.body)
        return [part for part in parsed.walk() if not part.is_multipart()]

    @property
    def parts(self) -> dict[str, Message]:
        """The parts of a form, by their names."""
        return {
            str(part.get_param("name", header="content-disposition")): part
            for part in self.parts_in_order
        }

    @property
    def form(self) -> dict[str, Any]:
        """The fields of a form, read as JSON."""
        if self.headers["content-type"].startswith("multipart/"):
            fields = {
                name: str(part.get_payload())
                for name, part in self.parts.items()
                if part.get_filename() is None
            }
        else:
            fields = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        return {name: json.loads(value) for name, value in fields.items()}


@dataclass(frozen=True)
class Response:
    status: int = 200
    content: bytes = b"{}"
    content_type: str = "application/json"
    headers: str = ""  # more of them, each with its \r\n

    def raw(self) -> bytes:
        head = (
            f"HTTP/1.1 {self.status} X\r\nContent-Type: {self.content_type}\r\n{self.headers}"
            f"Content-Length: {len(self.content)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + self.content


@dataclass(frozen=True)
class Stalled:
    """Bytes, and then nothing more while the client waits."""

    content: bytes = b""


def says(content: Any, status: int = 200) -> Response:
    return Response(status, json.dumps(content).encode())


def fault(code: str, message: str = "") -> Response:
    return says({"faultcode": code, "faultstring": message}, 500)


Answer = Response | Stalled | bytes  # bytes are written as they are
Script = Callable[[Request], Answer]


@dataclass
class Server:
    """`requests` in the order they came."""

    url: str
    requests: list[Request]

    @property
    def called(self) -> list[str]:
        return [request.method for request in self.requests]


@asynccontextmanager
async def media_server(script: Script) -> AsyncIterator[Server]:
    server = Server("", [])
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read(reader)
            server.requests.append(request)
            answer = script(request)
            raw = answer.raw() if isinstance(answer, Response) else answer
            writer.write(raw.content if isinstance(raw, Stalled) else raw)
            await writer.drain()
            if isinstance(answer, Stalled):
                await over.wait()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client went first, which is what some tests are about
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        over.set()
        listening.close()
        await listening.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
    verb, path, _ = head[0].split(" ")
    lines = (line.partition(": ") for line in head[1:] if line)
    headers = {name.lower(): value for name, _, value in lines}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(verb, path, headers, body)


def scripted(**answers: Any) -> Script:
    """Answer by the method's name: a Response, or a list of them, used up in order."""
    waiting = {name: list(a) if isinstance(a, list) else a for name, a in answers.items()}

    def script(request: Request) -> Answer:
        if request.method in waiting:
            answer = waiting[request.method]
            given: Answer = answer.pop(0) if isinstance(answer, list) else answer
            return given
        known = {"login": SIGNED_IN, "logout": {"success": 1}}
        return says(known.get(request.method, {}))

    return script
