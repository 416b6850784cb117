"""A fresh start, so that many tests can share one PBX."""

import pytest

from console.simulator import Simulator

from .client import PlainClient, call_info


def states(client: PlainClient) -> list[str]:
    """Of legs alone: rooms and participants have none."""
    return [info["state"] for info in map(call_info, client.notifications) if "state" in info]


@pytest.mark.parametrize("busy", ["ringing", "talking", "waiting", "offered", "in a room"])
async def test_clearing_ends_every_call_and_tells(
    pbx: Simulator, client: PlainClient, busy: str
) -> None:
    if busy in ("waiting", "offered"):
        pbx.queue_call(25)
        pbx.queue_call(25)
    else:
        pbx.incoming_call("123007")
    if busy == "offered":
        pbx.offer(25, "123007")
    if busy in ("talking", "in a room"):
        leg = pbx.answer("123007")["legs"][0]
    if busy == "in a room":
        call = {"id": leg["id"], "tag": leg["tag"]}
        room = {"name": "room", "owner_id": "123007"}
        await client.ask("convert_to_on_spot_conference", call_info=call, conference_info=room)
        await client.ask(
            "join_on_spot_conference", callee_id="123003", caller_id="123007", conference_info=room
        )
    legs = len(pbx.truth()["legs"])
    assert legs
    pbx.clear()
    truth = pbx.truth()
    assert truth["legs"] == truth["conferences"] == []
    assert not any(queue["waiting"] for queue in truth["queues"])
    await client.until(lambda: states(client).count("terminated") == legs)


async def test_clearing_forgets_behaviours_faults_and_requests(
    pbx: Simulator, client: PlainClient
) -> None:
    new = pbx.phone("123003")
    pbx.phone("123003", answers=True, is_registered=False)
    pbx.phone("02079460001", refuses=True)
    pbx.fail_next("get_sip_calls_list", "internal_error")
    pbx.disturb_notifications(drop=1.0)
    pbx.silence()
    await client.socket.send("not a request")
    pbx.clear()
    assert pbx.received == pbx.violations == []
    assert pbx.phone("123003") == pbx.phone("02079460001") == new
    assert (await client.ask("get_sip_calls_list", i_customer=30))["success"] == 1
    pbx.incoming_call("123007")
    await client.until(lambda: client.states() == ["incoming trying", "incoming ringing"])
