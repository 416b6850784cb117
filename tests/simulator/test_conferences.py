"""Rooms on the spot."""

from typing import Any

import pytest

from console.simulator import Simulator

from .client import PlainClient


def room(pbx: Simulator) -> dict[str, Any]:
    [conference] = pbx.truth()["conferences"]
    return conference


def numbers(pbx: Simulator) -> list[str]:
    return [each["number"] for each in room(pbx)["participants"]]


def told(client: PlainClient, key: str) -> list[dict[str, Any]]:
    results = (frame.get("result", {}) for frame in client.notifications)
    return [result[key] for result in results if key in result]


async def converted(pbx: Simulator, client: PlainClient, **callee: str) -> dict[str, Any]:
    call = pbx.incoming_call("123007", number="442079460111")
    pbx.answer("123007")
    leg = {name: call["legs"][0][name] for name in ("id", "tag")}
    return await client.ask(
        "convert_to_on_spot_conference",
        call_info=leg,
        conference_info={"name": " test "},
        caller={},
        callee=callee,
    )


async def invited(pbx: Simulator, client: PlainClient, number: str, **info: str) -> dict[str, Any]:
    return await client.ask(
        "join_on_spot_conference",
        conference_info={"name": "test", "owner_id": "123007"},
        call_info={"caller_id": "123007", "callee_id": number},
        participant_info=info,
    )


async def test_a_call_becomes_a_room_of_its_two_parties(
    pbx: Simulator, client: PlainClient
) -> None:
    assert (await converted(pbx, client))["success"] == 1
    assert room(pbx)["name"] == "test"
    assert numbers(pbx) == ["442079460111", "123007"]
    assert [info["status"] for info in told(client, "conference_info")] == ["started"]
    assert [info["participant_id"] for info in told(client, "participant_info")] == [1, 2]


async def test_an_invited_party_is_in_the_room_once_the_phone_is_answered(
    pbx: Simulator, client: PlainClient
) -> None:
    await converted(pbx, client)
    reply = await invited(pbx, client, "123003", quiet_mode="Y", mute="Y")
    assert numbers(pbx) == ["442079460111", "123007"]
    pbx.answer("123003")
    assert numbers(pbx) == ["442079460111", "123007", "123003"]
    third = room(pbx)["participants"][2]
    assert third["quiet_mode"]
    assert third["mute"]
    assert third["leg"][0] == reply["call"]["id"]
    assert pbx.violations == []


async def test_a_participant_is_muted_held_and_removed(pbx: Simulator, client: PlainClient) -> None:
    await converted(pbx, client)
    await invited(pbx, client, "123003")
    pbx.answer("123003")
    named = {"conference_info": {"name": "test", "owner_id": "123007"}}
    await client.ask(
        "update_on_spot_conference_participant",
        **named,
        participant_info={"participant_id": "3", "mute": "Y", "hold": "Y"},
    )
    assert told(client, "participant_info")[-1]["hold"] == "Y"
    await client.ask(
        "delete_on_spot_conference_participant",
        **named,
        participant_info={"participant_id": 3, "play_announce": "Y"},
    )
    assert numbers(pbx) == ["442079460111", "123007"]
    reply = await client.ask("get_on_spot_conference_participant_list", **named)
    listed = reply["result"]["participant_list"]
    assert ["leave_time" in each for each in listed] == [False, False, True]
    assert pbx.violations == []


async def test_the_room_ends_with_its_last_leg(pbx: Simulator, client: PlainClient) -> None:
    await converted(pbx, client)
    pbx.hang_up("123007")
    assert pbx.truth()["conferences"] == []
    assert pbx.truth()["legs"] == []
    await client.ask("ping", "Session")
    assert told(client, "conference_info")[-1]["status"] == "terminated"
    assert len(told(client, "participant_info")) == 4


async def test_the_room_ends_with_the_moderator_it_waits_for(
    pbx: Simulator, client: PlainClient
) -> None:
    await converted(pbx, client, moderator="Y", wait_for_moderator="Y")
    await invited(pbx, client, "123003")
    pbx.answer("123003")
    pbx.hang_up("123007")
    assert pbx.truth()["conferences"] == []
    assert pbx.truth()["legs"] == []


async def test_an_account_without_conferencing_gets_no_room(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.phone("123007", has_conferencing=False)
    assert (await converted(pbx, client))["code"] == "sip.service_not_enabled"


async def test_a_refused_invitation_to_a_new_room_ends_it(
    pbx: Simulator, client: PlainClient
) -> None:
    await invited(pbx, client, "123003")
    assert numbers(pbx) == []
    pbx.refuse("123003")
    assert pbx.truth()["conferences"] == []


async def test_each_mute_hold_and_leave_is_told(pbx: Simulator, client: PlainClient) -> None:
    await converted(pbx, client)
    await invited(pbx, client, "123003")
    pbx.answer("123003")
    for info in ({"mute": "Y"}, {"hold": "Y"}, {"mute": "N", "hold": "N"}):
        await client.ask(
            "update_on_spot_conference_participant",
            conference_info={"name": "test", "owner_id": "123007"},
            participant_info={"participant_id": 3} | info,
        )
    pbx.hang_up("123003")
    await client.ask("ping", "Session")
    news = [info for info in told(client, "participant_info") if info["participant_id"] == 3]
    assert [(info["mute"], info["hold"], bool(info["leave_time"])) for info in news] == [
        ("N", "N", False), ("Y", "N", False), ("Y", "Y", False), ("N", "N", False),
        ("N", "N", True),
    ]  # fmt: skip


async def test_who_is_not_in_the_room_is_neither_muted_nor_removed(
    pbx: Simulator, client: PlainClient
) -> None:
    await converted(pbx, client)
    await invited(pbx, client, "123003")  # whose phone still rings
    named = {"conference_info": {"name": "test", "owner_id": "123007"}}
    for method in ("update", "delete"):
        for who in (3, 9):
            reply = await client.ask(
                f"{method}_on_spot_conference_participant",
                **named,
                participant_info={"participant_id": who},
            )
            assert reply["code"] == "sip.call_not_found"


async def test_the_owner_leaves_and_joins_again(pbx: Simulator, client: PlainClient) -> None:
    await converted(pbx, client)
    await invited(pbx, client, "123003")
    pbx.answer("123003")
    pbx.hang_up("123007")
    assert numbers(pbx) == ["442079460111", "123003"]
    await invited(pbx, client, "123007", moderator="Y")
    pbx.answer("123007")
    assert numbers(pbx) == ["442079460111", "123003", "123007"]
    assert pbx.violations == []


@pytest.mark.parametrize(
    "info",
    [{"mute": "Y"}, {"participant_id": 1, "mute": "yes"}, {"participant_id": 1, "deaf": "Y"}],
)
async def test_what_the_tables_do_not_know_is_a_violation(
    pbx: Simulator, client: PlainClient, info: dict[str, Any]
) -> None:
    await converted(pbx, client)
    await client.ask(
        "update_on_spot_conference_participant",
        conference_info={"name": "test", "owner_id": "123007"},
        participant_info=info,
    )
    assert len(pbx.violations) == 1
    pbx.violations.clear()
