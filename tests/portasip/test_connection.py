"""The connection against a real websockets server, with short waits."""

import asyncio
import json
import logging
import time
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from console.portasip.connection import Connection
from console.portasip.errors import (
    LinkLost,
    Refused,
    Unanswered,
)
from console.portasip.messages import Fact, FrameNotUnderstood, LegChanged
from tests.portasip.documents import notification
from tests.portasip.scripted import ACCEPTED, Deaf, obedient, pbx, silent

HOLD: tuple[str, str, dict[str, Any]] = ("CallControl", "hold_call", {})


async def test_a_request_gets_the_content_of_its_answer() -> None:
    async with pbx(obedient) as url:
        connection = await Connection.open(url)
        assert await connection.request(*HOLD) == {"success": 1}
        await connection.close()


async def test_requests_answered_out_of_order_get_their_own_answers() -> None:
    async def backwards(socket: ServerConnection) -> None:
        asked = [json.loads(await socket.recv()) for _ in range(3)]
        for frame in reversed(asked):
            answer = {"cseq": frame["cseq"], "result": {"method": frame["method"]}}
            await socket.send(json.dumps(answer))
        await socket.wait_closed()

    async with pbx(backwards) as url:
        connection = await Connection.open(url)
        asked = (connection.request("CallControl", name, {}) for name in "abc")
        answers = await asyncio.gather(*asked)
        assert [answer["method"] for answer in answers] == ["a", "b", "c"]
        connection.abort()


async def test_a_refusal_is_raised_with_the_code_of_the_pbx() -> None:
    async def refusing(socket: ServerConnection) -> None:
        async for message in socket:
            error = {"cseq": json.loads(message)["cseq"], "code": "sip.call_not_found"}
            await socket.send(json.dumps(error))

    async with pbx(refusing) as url:
        connection = await Connection.open(url)
        with pytest.raises(Refused) as caught:
            await connection.request(*HOLD)
        assert caught.value.suffix == "call_not_found"
        assert not connection.is_closed
        connection.abort()


async def test_a_request_is_unanswered_at_its_deadline_and_the_late_answer_is_a_stray() -> None:
    release = asyncio.Event()

    async def late(socket: ServerConnection) -> None:
        first = json.loads(await socket.recv())
        await release.wait()
        await socket.send(json.dumps({"cseq": first["cseq"], **ACCEPTED}))
        await obedient(socket)

    async with pbx(late) as url:
        connection = await Connection.open(url, request_deadline=0.05)
        with pytest.raises(Unanswered):
            await connection.request(*HOLD)
        release.set()
        assert await connection.request(*HOLD, deadline=5) == {"success": 1}
        assert connection.strays == 1
        connection.abort()


async def test_a_request_that_was_given_up_leaves_a_stray() -> None:
    release = asyncio.Event()

    async def late(socket: ServerConnection) -> None:
        first = json.loads(await socket.recv())
        release.set()
        await socket.recv()
        for cseq in (first["cseq"], first["cseq"] + 1):
            await socket.send(json.dumps({"cseq": cseq, **ACCEPTED}))
        await socket.wait_closed()

    async with pbx(late) as url:
        connection = await Connection.open(url)
        given_up = asyncio.create_task(connection.request(*HOLD))
        await release.wait()
        given_up.cancel()
        await asyncio.wait({given_up})
        assert await connection.request(*HOLD) == {"success": 1}
        assert connection.strays == 1
        connection.abort()


async def test_facts_arrive_in_order_and_synchronously() -> None:
    async def speaking(socket: ServerConnection) -> None:
        message = await socket.recv()
        for name in ("originate_a_trying", "originate_a_connected", "terminated"):
            await socket.send(notification(name))
        await socket.send(json.dumps({"cseq": json.loads(message)["cseq"], **ACCEPTED}))
        await socket.wait_closed()

    facts: list[Fact] = []
    async with pbx(speaking) as url:
        connection = await Connection.open(url, clock=lambda: 5.0)
        connection.on_fact = facts.append
        await connection.request(*HOLD)
        states = [fact.state for fact in facts if isinstance(fact, LegChanged)]
        assert states == ["trying", "connected", "terminated"]
        assert {fact.at for fact in facts} == {5.0}
        connection.abort()


BAD_FRAMES: list[str | bytes] = ["{", "[]", '{"event": "x"}', b"\xff\xfe", '{"a": ' * 50_000]


@pytest.mark.parametrize("frame", BAD_FRAMES, ids=range(len(BAD_FRAMES)))
@pytest.mark.parametrize("as_text", [True, False])
async def test_a_malformed_frame_is_told_and_the_socket_lives_on(
    frame: str | bytes, as_text: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def mangling(socket: ServerConnection) -> None:
        await socket.send(frame, text=as_text)
        await obedient(socket)

    facts: list[Fact] = []
    async with pbx(mangling) as url:
        connection = await Connection.open(url)
        connection.on_fact = facts.append
        await connection.request(*HOLD)
        assert [type(fact) for fact in facts] == [FrameNotUnderstood]
        assert "was not understood" in caplog.text
        connection.abort()


async def test_a_frame_not_understood_again_and_again_warns_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def mangling(socket: ServerConnection) -> None:
        for _ in range(5):
            await socket.send('{"event": "sip.registration"}')
        await obedient(socket)

    async with pbx(mangling) as url:
        connection = await Connection.open(url)
        await connection.request(*HOLD)
        warnings = [r for r in caplog.records if r.levelno == logging.WARNING]
        assert len([r for r in warnings if r.name == "console.portasip"]) == 1
        connection.abort()


async def test_a_listener_that_fails_does_not_cost_the_socket(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def speaking(socket: ServerConnection) -> None:
        await socket.send(notification("held"))
        await obedient(socket)

    def failing(fact: Fact) -> None:
        raise RuntimeError("a fault of the listener")

    async with pbx(speaking) as url:
        connection = await Connection.open(url)
        connection.on_fact = failing
        assert await connection.request(*HOLD) == {"success": 1}
        assert "a listener failed on a LegChanged" in caplog.text
        connection.abort()


async def answered_with(size: int, frame_limit: int = 16 * 2**20) -> dict[str, Any]:
    async def talkative(socket: ServerConnection) -> None:
        cseq = json.loads(await socket.recv())["cseq"]
        await socket.send(json.dumps({"cseq": cseq, "result": {"text": "x" * size}}))
        await socket.wait_closed()

    async with pbx(talkative) as url:
        connection = await Connection.open(url, frame_limit=frame_limit)
        try:
            return await connection.request(*HOLD)
        finally:
            connection.abort()


@pytest.mark.parametrize("size", [2**20, 16 * 2**20 - 100])
async def test_a_frame_of_up_to_16_mebibytes_is_read(size: int) -> None:
    assert len((await answered_with(size))["text"]) == size


async def test_a_larger_frame_ends_the_connection() -> None:
    with pytest.raises(LinkLost):
        await answered_with(16 * 2**20 + 1)


async def test_without_a_pong_the_connection_is_aborted_within_the_bound() -> None:
    deaf = Deaf()
    async with pbx(deaf) as url:
        connection = await Connection.open(url, ping_every=0.05, pong_within=0.1)
        waiting = asyncio.create_task(connection.request(*HOLD))
        async with asyncio.timeout(1):  # far below any polite close
            cause = await connection.closed()
        assert isinstance(cause, LinkLost)
        assert "no pong" in str(cause)
        with pytest.raises(LinkLost) as caught:
            await waiting
        assert caught.value is cause
        deaf.over.set()


async def test_a_frame_proves_the_link() -> None:
    ticks = iter(range(1, 1000))
    async with pbx(obedient) as url:
        connection = await Connection.open(url, clock=lambda: float(next(ticks)))
        opened = connection.proved_at
        await connection.request(*HOLD)
        assert connection.proved_at > opened
        connection.abort()


async def test_a_pong_proves_the_link() -> None:
    looks: asyncio.Queue[float] = asyncio.Queue()

    def clock() -> float:
        looks.put_nowait(time.monotonic())
        return time.monotonic()

    async with pbx(silent) as url:
        connection = await Connection.open(url, ping_every=0.01, clock=clock)
        opened = connection.proved_at
        async with asyncio.timeout(5):
            await looks.get()  # the opening
            await looks.get()  # no frame ever comes: only a pong can have looked
        assert connection.proved_at > opened
        connection.abort()


async def test_a_guard_that_raises_stops_the_send_and_reaches_the_caller() -> None:
    heard: list[str] = []

    async def listening(socket: ServerConnection) -> None:
        async for message in socket:
            heard.append(json.loads(message)["method"])
            await socket.send(json.dumps({"cseq": json.loads(message)["cseq"], **ACCEPTED}))

    def lost_the_lease() -> None:
        raise PermissionError("the lease is lost")

    async with pbx(listening) as url:
        connection = await Connection.open(url)
        connection.guard = lost_the_lease
        with pytest.raises(PermissionError):
            await connection.request(*HOLD)
        connection.guard = None
        await connection.request("Session", "ping", {})
        assert heard == ["ping"]
        connection.abort()


async def test_a_guard_stops_pings_too_and_ends_the_connection() -> None:
    def lost_the_lease() -> None:
        raise PermissionError("the lease is lost")

    async with pbx(obedient) as url:
        connection = await Connection.open(url, ping_every=0.01)
        connection.guard = lost_the_lease
        async with asyncio.timeout(5):
            cause = await connection.closed()
        assert isinstance(cause, LinkLost)
        assert isinstance(cause.cause, PermissionError)
