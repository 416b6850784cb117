"""How a connection ends or never begins, against a real websockets server."""

import asyncio
import gc
import logging
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from console.portasip.connection import Connection
from console.portasip.errors import (
    InvalidParameter,
    LinkLost,
    is_retryable,
)
from tests.portasip.scripted import Deaf, Listener, obedient, pbx, silent

HOLD: tuple[str, str, dict[str, Any]] = ("CallControl", "hold_call", {})


async def test_everyone_who_waits_gets_the_first_fatal_error() -> None:
    async def hanging_up(socket: ServerConnection) -> None:
        for _ in range(3):
            await socket.recv()
        socket.transport.abort()

    async with pbx(hanging_up) as url:
        connection = await Connection.open(url)
        asked = (connection.request(*HOLD) for _ in range(3))
        errors = await asyncio.gather(*asked, return_exceptions=True)
        cause = await connection.closed()
        assert all(error is cause for error in errors)
        assert isinstance(cause, LinkLost)
        assert is_retryable(cause)
        with pytest.raises(LinkLost) as caught:
            await connection.request(*HOLD)
        assert caught.value is cause


async def test_an_abort_reaches_everyone_who_waits_and_a_second_one_changes_nothing() -> None:
    listener = Listener()
    async with pbx(listener) as url:
        connection = await Connection.open(url)
        waiting = asyncio.create_task(connection.request(*HOLD))
        await listener.heard.wait()
        connection.abort("the lease is lost")
        connection.abort("again")
        assert str(await connection.closed()) == "the lease is lost"
        with pytest.raises(LinkLost, match="the lease is lost"):
            await waiting


async def test_a_polite_close_says_that_we_closed() -> None:
    async with pbx(obedient) as url:
        connection = await Connection.open(url)
        await connection.close()
        await connection.close()
        assert str(await connection.closed()) == "closed by us"


async def test_a_polite_close_of_a_dead_peer_is_bounded() -> None:
    deaf = Deaf()
    async with pbx(deaf) as url:
        connection = await Connection.open(url)
        async with asyncio.timeout(3):
            await connection.close()
        deaf.over.set()


async def test_a_pbx_that_says_goodbye_is_a_lost_link_with_its_code() -> None:
    async def leaving(socket: ServerConnection) -> None:
        await socket.close(1001, "restarting")

    async with pbx(leaving) as url:
        connection = await Connection.open(url)
        assert "1001" in str(await connection.closed())


async def test_a_refused_connection_is_a_lost_link_with_its_cause() -> None:
    async with pbx(silent) as url:
        free = url
    with pytest.raises(LinkLost) as caught:
        await Connection.open(free)
    assert str(caught.value) == "cannot connect: nothing listens at this port"
    assert isinstance(caught.value.cause, OSError)
    assert is_retryable(caught.value)


async def test_a_handshake_that_takes_too_long_is_a_lost_link() -> None:
    over = asyncio.Event()

    async def dawdle(connection: ServerConnection, request: Request) -> None:
        await over.wait()

    async with pbx(silent, process_request=dawdle) as url:
        with pytest.raises(LinkLost) as caught:
            await Connection.open(url, open_within=0.05)
        assert str(caught.value) == "cannot connect: no answer in time"
        assert is_retryable(caught.value)
        over.set()


async def test_a_redirect_is_not_followed() -> None:
    visited: list[str] = []

    def redirect(connection: ServerConnection, request: Request) -> Response | None:
        visited.append(request.path)
        answer = connection.respond(302, "")
        answer.headers["Location"] = "/elsewhere"
        return answer

    async with pbx(silent, process_request=redirect) as url:
        with pytest.raises(LinkLost, match="the web server answered with status 302"):
            await Connection.open(url)
    assert visited == ["/ws"]


async def test_a_name_that_nobody_knows_is_told_so() -> None:
    with pytest.raises(LinkLost, match="cannot connect: the name is not known"):
        await Connection.open("wss://no-such-pbx.invalid/ws")


@pytest.mark.parametrize(
    "url",
    ["ws://pbx.example.com/ws", "http://127.0.0.1/ws", "wss://", "wss://u:p@host/ws", "wss://h:x/"],
)
async def test_an_address_we_do_not_dial_is_refused(url: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        await Connection.open(url)
    assert caught.value.field == "url"
    assert not is_retryable(caught.value)


async def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "ws_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with pbx(obedient) as url:
        connection = await Connection.open(url)
        await connection.request(*HOLD)
        connection.abort()


async def test_no_frame_and_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with pbx(obedient) as url:
        connection = await Connection.open(url)
        connection.session.session_id = "07491b94"
        await connection.request("Session", "login", {"login": "demo", "password": "hush-hush"})
        await connection.request(*HOLD)
        ours = [record.getMessage() for record in caplog.records if "server" not in record.name]
        assert "hush-hush" not in repr(connection) + "".join(ours)
        assert "07491b94" not in repr(connection) + "".join(ours)
        await connection.close()


async def test_a_dead_connection_leaves_no_task_and_no_unseen_error() -> None:
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: complaints.append(about))
    listener = Listener()
    async with pbx(listener) as url:
        connection = await Connection.open(url, ping_every=0.01)
        waiting = asyncio.create_task(connection.request(*HOLD))
        await listener.heard.wait()
        connection.abort()
        await asyncio.wait({waiting, *connection._tasks})
        assert isinstance(waiting.exception(), LinkLost)
    del connection, waiting
    gc.collect()
    assert complaints == []


async def test_the_clock_of_the_pbx_is_guessed_from_the_handshake() -> None:
    async with pbx(obedient) as url:
        connection = await Connection.open(url)
        assert connection.offset == 0.0
        connection.abort()
