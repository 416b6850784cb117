"""Every notification of the document is one that the simulated PBX sends."""

import json
from pathlib import Path
from typing import Any

import pytest_asyncio

from console.simulator import Simulator

from .client import PlainClient, call_info, connected

FIXTURES = Path(__file__).parent.parent / "portasip" / "fixtures"
Frame = dict[str, Any]


def keys(value: Any, path: str = "") -> set[str]:
    """The paths of all keys; `[]` stands for any place in a list."""
    if isinstance(value, dict):
        return {key for name, each in value.items() for key in keys(each, f"{path}.{name}")}
    if isinstance(value, list):
        return {path} | {key for each in value for key in keys(each, f"{path}[]")}
    return {path}


def kind(frame: Frame) -> tuple[Any, ...]:
    """What a notification is about: its holder, state, direction and event."""
    result = frame.get("result", frame)
    for holder in ("conference_info", "participant_info"):
        if holder in result:
            return (holder, result[holder].get("status"))
    info = call_info(frame)
    return ("call", info["state"], info["type"], info.get("event"))


@pytest_asyncio.fixture
async def sent() -> list[Frame]:
    """All that a PBX tells of a day on which everything happens once."""
    async with Simulator() as pbx:
        client = await connected(pbx)
        await client.log_in(pbx)
        await client.subscribe()
        await a_call_is_held_resumed_and_transferred(pbx, client)
        await a_call_is_made_by_an_application(pbx, client)
        await an_access_number_is_called(pbx, client)
        await a_call_waits_and_another_is_forwarded(pbx)
        await a_call_becomes_a_conference(pbx, client)
        await client.ask("get_sip_calls_list", i_customer=30)
        await client.close()
    return client.notifications


def leg(pbx: Simulator, device: str) -> Frame:
    (found,) = (each for each in pbx.truth()["legs"] if each["device"] == device)
    return {"id": found["id"], "tag": found["tag"]}


async def a_call_is_held_resumed_and_transferred(pbx: Simulator, client: PlainClient) -> None:
    pbx.dial("123002", "123007")
    call = leg(pbx, "123007")
    await client.ask("answer_call", call=call, callee_answer_mode="notify")
    for holder in ("123002", "123007"):
        await client.ask("hold_call", call=leg(pbx, holder))
        await client.ask("unhold_call", call=leg(pbx, holder))
    await client.ask("transfer_call", call=call, cld="123003")
    pbx.answer("123003")
    await client.ask("terminate_call", call=leg(pbx, "123003"))


async def a_call_is_made_by_an_application(pbx: Simulator, client: PlainClient) -> None:
    pbx.phone("123007", picks_up=True)
    await client.ask(
        "originate_advanced_call", bill_id="123007", caller_id="123007", callee_id="123003"
    )
    pbx.answer("123003")
    pbx.hang_up("123003")


async def an_access_number_is_called(pbx: Simulator, client: PlainClient) -> None:
    pbx.dial("123003", "*51")
    call = leg(pbx, "*51")
    for method in ("ring_call", "progress_call", "start_dtmf_detect"):
        await client.ask(method, call=call)
    await client.ask("answer_call", call=call, callee_answer_mode="notify")
    await client.ask("play_prompt", call=call, url="https://pbx.example.com/hello", repeat=-1)
    pbx.press("123003", "1")
    await client.ask("stop_play_prompt", call=call)
    pbx.hang_up("123003")


async def a_call_waits_and_another_is_forwarded(pbx: Simulator) -> None:
    pbx.phone("123008", refuses=True, forwards_to="123910")
    pbx.incoming_call("123008", name="Greta Swann")
    pbx.phone("123009", refuses=True, forwards_to="123008")
    pbx.phone("123008", forwards_to="123007")
    pbx.dial("123002", "123009")
    pbx.hang_up("123002")


async def a_call_becomes_a_conference(pbx: Simulator, client: PlainClient) -> None:
    pbx.dial("123002", "123007")
    pbx.answer("123007")
    await client.ask(
        "convert_to_on_spot_conference",
        conference_info={"name": "test"},
        call_info=leg(pbx, "123007"),
    )


async def test_each_example_has_its_like_among_what_the_pbx_sends(sent: list[Frame]) -> None:
    examples = sorted(FIXTURES.glob("*.notification.json"))
    assert examples
    unlike = {}
    for path in examples:
        example = json.loads(path.read_text())
        alike = [frame for frame in sent if kind(frame) == kind(example)]
        missing = [keys(example) - keys(frame) for frame in alike]
        if not any(less == set() for less in missing):
            unlike[path.name] = (kind(example), min(missing, key=len, default="no such frame"))
    assert unlike == {}
