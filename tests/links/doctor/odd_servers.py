"""Servers on a PBX's port that are no well PBX."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection

ACCEPTED = {"result": {"success": 1}, "success": 1}
SESSION_ID = "07491b94c0025f464c388ff387c7265a"
SIGNED_IN = {"result": {"session_id": SESSION_ID}, "success": 1}
Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answering(**answers: Any) -> Callable[[ServerConnection], Awaitable[None]]:
    """A PBX that answers each method with this frame, and accepts every other."""

    async def handle(socket: ServerConnection) -> None:
        async for message in socket:
            request = json.loads(message)
            answer = {"login": SIGNED_IN, **answers}.get(request["method"], ACCEPTED)
            await socket.send(json.dumps(answer | {"cseq": request["cseq"]}))

    return handle


@asynccontextmanager
async def listening(connected: Connected, **options: Any) -> AsyncIterator[int]:
    """Below WebSocket; gives the port. Every connection has ended when the block has."""
    ended: list[asyncio.Task[Any]] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        ended.append(task)
        try:
            await connected(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, **options)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)


async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept and say nothing."""
    await asyncio.Event().wait()


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1)


async def old_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a handshake as a server of TLS 1.0 does: with the alert protocol_version."""
    await reader.read(1)
    writer.write(bytes.fromhex("15 0301 0002 02 46"))
    await reader.read()


async def gossip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A mail server, for instance."""
    writer.write(b"220 mail.example.com ESMTP\r\n")
    await reader.read()


def saying(status: str, **headers: str) -> Connected:
    """A web server that answers everything with this status."""
    lines = [f"HTTP/1.1 {status}", "Content-Length: 0"]
    lines += [f"{name}: {value}" for name, value in headers.items()]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        writer.write_eof()
        await reader.read()

    return answer


async def patient_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Plain HTTP that waits for a whole request, which a TLS handshake never is."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()
    await reader.read()
