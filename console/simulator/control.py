"""The control port: HTTP on loopback, through which tests in other processes direct the PBX.

`POST /incoming_call` with `{"to": "123007", "number": "442079460123"}` does what the method of the
same name does, and answers `{"result": …}`, or `{"error": …}` with status 400 or 404. `GET /`
lists the commands with their parameters. Only programs of this machine may ask: requests with an
`Origin`, for another host or with another content type than JSON are refused.
"""

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

from .people import NobodyThere
from .simulator import Simulator

LARGEST_HEAD = 16 << 10  # bytes
LARGEST_BODY = 4 << 20  # bytes: a raw frame of 1 MiB must fit, escaped
WITHIN = 10.0  # seconds for a whole request
VERBS = (
    "dial", "incoming_call", "queue_call", "offer", "answer", "refuse", "hang_up", "hold",
    "unhold", "press", "transfer", "phone", "truth", "clear", "expire_sessions", "drop_connections",
    "silence", "stop", "start", "send_raw", "refuse_logins", "fail_next", "leave_unanswered",
    "ignore_next", "delay_replies", "disturb_notifications", "unsupport",
)  # fmt: skip
STATUS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 413: "Too Large"}


class Rejected(Exception):
    """A request that is not carried out."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class ControlPort:
    """Listens on loopback; `port` is known once `start` returns."""

    def __init__(self, pbx: Simulator) -> None:
        self.port = 0
        self._server: asyncio.Server | None = None
        self._commands: dict[str, Callable[..., Any]] = {
            **{verb: getattr(pbx, verb) for verb in VERBS},
            "received": lambda: pbx.received,
            "violations": lambda: pbx.violations,
            "connections": lambda: pbx.connections,
            "prompts": pbx.prompts.shown,
        }

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", port, limit=LARGEST_HEAD
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(WITHIN):
                status, answer = await self._answered(reader)
                writer.write(_response(status, answer))
                await writer.drain()
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            return  # the other side went away or never finished: nobody to answer
        finally:
            writer.close()

    async def _answered(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
        try:
            method, path, body = await _read(reader)
            if method == "GET":
                return 200, {"commands": self._help()}
            return 200, {"result": await self._carried_out(path.strip("/"), body)}
        except Rejected as rejected:
            return rejected.status, {"error": str(rejected)}
        except NobodyThere as error:
            return 404, {"error": str(error)}

    async def _carried_out(self, name: str, body: dict[str, Any]) -> Any:
        command = self._commands.get(name)
        if command is None:
            raise Rejected(404, f"no command {name}")
        try:
            inspect.signature(command).bind(**body)
            result = command(**body)
            return await result if inspect.isawaitable(result) else result
        except (TypeError, ValueError, OSError) as error:
            raise Rejected(400, str(error)) from error

    def _help(self) -> dict[str, str]:
        return {name: str(inspect.signature(each)) for name, each in self._commands.items()}


async def _read(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, Any]]:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError:
        raise Rejected(413, "the head is too large") from None
    first, *lines = head.split("\r\n")
    method, path, *_ = [*first.split(" "), "", ""]
    headers = {key.lower(): value.strip() for key, _, value in (x.partition(":") for x in lines)}
    _require_local(headers)
    if method == "GET":
        return method, path, {}
    if method != "POST" or headers.get("content-type", "").split(";")[0] != "application/json":
        raise Rejected(400, "POST JSON as application/json")
    return method, path, await _body(reader, headers.get("content-length", ""))


async def _body(reader: asyncio.StreamReader, length: str) -> dict[str, Any]:
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise Rejected(413, f"a content-length of at most {LARGEST_BODY} is needed")
    try:
        body = json.loads(await reader.readexactly(int(length)) or "{}")
    except (ValueError, RecursionError):
        raise Rejected(400, "not JSON") from None
    if not isinstance(body, dict):
        raise Rejected(400, "the body must be an object")
    return body


def _require_local(headers: dict[str, str]) -> None:
    # A web page in a browser on this machine can reach loopback: it must not direct the PBX.
    host = headers.get("host", "").rsplit(":", 1)[0]
    if "origin" in headers or host not in ("127.0.0.1", "localhost"):
        raise Rejected(403, "for programs on this machine only")


def _response(status: int, answer: dict[str, Any]) -> bytes:
    body = json.dumps(answer).encode()
    head = (
        f"HTTP/1.1 {status} {STATUS[status]}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
