"""A recording played to a real link: the board is that of the recording."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from console.board.queries import comparable
from console.links.recording.tape import Line, Recording
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.errors import Refused
from console.portasip.messages import CallsListed, FrameNotUnderstood, LegChanged, LegId
from console.simulator.replay import Replay
from tests.links.conftest import Office, linked
from tests.recording.office import Taping, folded

RECORDINGS = Path(__file__).parent.parent / "recordings"
DAY = RECORDINGS / "transfers-queue-conference.jsonl"
AT_ONCE = 10_000.0


def lines_of(path: Path) -> Iterator[tuple[float, str, bytes]]:
    lines = (line for line in Recording(path).lines() if isinstance(line, Line))
    return ((line.at, line.direction, line.frame) for line in lines)


async def played_to_its_end(office: Office, pbx: Replay) -> None:
    async with asyncio.timeout(10):
        await pbx.over.wait()
    before = sum(isinstance(fact, CallsListed) for fact in office.facts)
    office.link.doubt()
    await office.until(
        lambda: sum(isinstance(fact, CallsListed) for fact in office.facts) > before + 1
    )


async def board_after(path: Path, speed: float) -> tuple[Office, dict[str, Any]]:
    async with Replay(lines_of(path), speed=speed) as pbx:
        office = Office(pbx)  # type: ignore[arg-type]  # it wants no more than an address
        async with linked(office):
            await office.live()
            await played_to_its_end(office, pbx)
            return office, comparable(office.picture.board)


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.jsonl")), ids=lambda path: path.stem)
async def test_a_real_link_comes_to_the_board_of_the_recording(path: Path) -> None:
    office, board = await board_after(path, AT_ONCE)
    assert board == comparable(folded(path).board)
    assert board["legs"]
    assert sum(isinstance(fact, LegChanged) for fact in office.facts) > 20
    assert not any(isinstance(fact, FrameNotUnderstood) for fact in office.facts)


async def test_a_fresh_recording_is_played_frame_by_frame(recorded: Taping) -> None:
    office, board = await board_after(recorded.path, AT_ONCE)
    assert board == comparable(folded(recorded.path).board)
    assert len(board["legs"]) == len(recorded.pbx.truth()["legs"])
    assert sum(isinstance(fact, FrameNotUnderstood) for fact in office.facts) == 1


async def test_pauses_are_as_long_as_they_were_divided_by_the_speed() -> None:
    lines = list(lines_of(DAY))
    span = lines[-1][0]
    loop = asyncio.get_running_loop()
    async with Replay(lines, speed=span / 0.5) as pbx, subscribed(pbx):
        began = loop.time()
        await pbx.over.wait()
        assert 0.3 < loop.time() - began < 5


@asynccontextmanager
async def subscribed(pbx: Replay) -> AsyncIterator[CallControl]:
    connection = await Connection.open(pbx.url)
    control = CallControl(connection, scope=("i_customer", 30))
    try:
        await control.login("replay", "anything")
        await control.enable_notifications()
        yield control
    finally:
        await connection.close()


async def test_it_waits_for_the_first_subscription() -> None:
    begun: list[str] = []
    async with Replay(lines_of(DAY), speed=AT_ONCE) as pbx:
        pbx.on_start = lambda: begun.append("now")
        connection = await Connection.open(pbx.url)
        await CallControl(connection, scope=("i_customer", 30)).login("replay", "anything")
        assert (pbx.played, begun) == (0, [])
        async with subscribed(pbx):
            await pbx.over.wait()
        assert begun == ["now"]
        await connection.close()


async def test_commands_and_look_ups_are_refused_not_pretended() -> None:
    async with Replay(lines_of(DAY)) as pbx, subscribed(pbx) as control:
        with pytest.raises(Refused, match="unsupported_method"):
            await control.hold(LegId("id", "tag"))
        with pytest.raises(Refused, match="unsupported_method"):
            await control.extensions()
        with pytest.raises(Refused, match="not_found"):
            await control.participants("no such room", "123007")


def frame(state: str, tag: str = "1") -> bytes:
    info = {"call": {"id": "c", "tag": tag}, "state": state, "type": "incoming"}
    return json.dumps({"event": "sip.call_control_notifications", "result": info}).encode()


@pytest.mark.parametrize(
    ("frames", "states"),
    [
        (["ringing", "connected"], ["connected"]),
        (["connected", "ringing"], ["connected"]),
        (["connected", "terminated", "held"], []),
        (["queued", "queued"], ["queued"]),
    ],
)
async def test_its_lists_show_the_last_word_on_every_leg(
    frames: list[str], states: list[str]
) -> None:
    request = b'{"cseq": 1, "method": "get_sip_calls_list", "params": {}}'
    opening = [
        (0.0, "sent", request),
        (0.0, "received", b'{"cseq": 1, "result": {"calls_list": []}}'),
    ]
    lines = [*opening, *((0.0, "received", frame(state)) for state in frames)]
    async with Replay(lines) as pbx, subscribed(pbx) as control:
        await pbx.over.wait()
        listed = await control.calls_list(0, None)
        assert [leg.state for leg in listed.calls] == states


@pytest.mark.parametrize("odd", [b"{", b"\xff\xfe", b"[]", b'{"who": 5}', b"[" * 5000])
async def test_odd_frames_are_played_as_they_came(odd: bytes) -> None:
    async with Replay([*lines_of(DAY), (99.0, "received", odd)], speed=AT_ONCE) as pbx:
        office = Office(pbx)  # type: ignore[arg-type]
        async with linked(office):
            await office.live()
            await played_to_its_end(office, pbx)
            assert sum(isinstance(fact, FrameNotUnderstood) for fact in office.facts) == 1


async def test_an_empty_recording_is_over_at_once() -> None:
    async with Replay([]) as pbx, subscribed(pbx) as control:
        await pbx.over.wait()
        assert (await control.calls_list(0, None)).calls == ()
        assert pbx.played == 0
