"""The simulator's HTTP: what befalls connections and handlers."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from console.simulator import web
from console.simulator.web import Rejected, Request, Response, WebServer, answer

WITHIN = 5.0
GET = b"GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


async def handled(request: Request) -> Response | None:
    match request.path:
        case "/broken":
            raise KeyError("no such thing")
        case "/rejected":
            raise Rejected(409, "not now")
        case "/nothing":
            return None
    return answer(200, {"body": request.body.decode()})


@pytest_asyncio.fixture
async def server() -> AsyncIterator[WebServer]:
    server = WebServer(handled, largest_body=100, within=0.1)
    await server.listen("127.0.0.1", 0)
    yield server
    await server.stop()


async def sent(server: WebServer, raw: bytes) -> str:
    """Send bytes and return all that comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(raw)
    answered = await asyncio.wait_for(reader.read(), WITHIN)
    writer.close()
    return answered.decode()


@pytest.mark.parametrize(
    ("path", "begin"),
    [
        (b"/broken", "HTTP/1.1 500 Internal Server Error"),
        (b"/rejected", "HTTP/1.1 409 Conflict"),
        (b"/", "HTTP/1.1 200 OK"),
    ],
)
async def test_a_handler_that_fails_is_an_answer(
    server: WebServer, path: bytes, begin: str
) -> None:
    assert (await sent(server, GET % path)).startswith(begin)
    assert (await sent(server, GET % b"/")).endswith('{"body": ""}')


async def test_a_handler_can_hang_up(server: WebServer) -> None:
    assert await sent(server, GET % b"/nothing") == ""


async def test_a_body_that_does_not_arrive_is_not_waited_for(server: WebServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab"
    assert (await sent(server, head)).startswith("HTTP/1.1 408 Request Timeout")


@pytest.mark.parametrize(("raw", "begin"), [(b"GET / HT", "HTTP/1.1 408 "), (b"", "")])
async def test_an_idle_connection_ends(
    server: WebServer, monkeypatch: pytest.MonkeyPatch, raw: bytes, begin: str
) -> None:
    monkeypatch.setattr(web, "IDLE", 0.05)
    answered = await sent(server, raw)
    assert answered.startswith(begin)
    assert bool(answered) is bool(raw)


async def test_a_body_may_not_grow_beyond_its_bound(server: WebServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    grown = head + b"32\r\n" + b"x" * 50 + b"\r\n"
    assert (await sent(server, grown + b"33\r\n" + b"x" * 51)).startswith("HTTP/1.1 413 ")
    assert (
        await sent(
            server,
            head.replace(b"a\r", b"a\r\nConnection: close\r")
            + b"32\r\n"
            + b"x" * 50
            + b"\r\n0\r\n\r\n",
        )
    ).startswith("HTTP/1.1 200 ")


async def test_stopping_ends_whatever_still_waits() -> None:
    entered = asyncio.Event()

    async def forever(request: Request) -> Response:
        entered.set()
        await asyncio.Event().wait()
        return answer(200, {})

    server = WebServer(forever, largest_body=100, within=60)
    await server.listen("127.0.0.1", 0)
    asking = asyncio.create_task(sent(server, GET % b"/"))
    await asyncio.wait_for(entered.wait(), WITHIN)
    await asyncio.wait_for(server.stop(), WITHIN)
    assert await asking == ""
