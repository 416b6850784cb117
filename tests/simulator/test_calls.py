"""Internal and outside calls, hold, transfer, join: which notifications, in which order."""

import pytest

from console.simulator import Simulator

from .client import PlainClient, call_info


def ids(leg: dict) -> dict:
    return {"id": leg["id"], "tag": leg["tag"]}


def leg_of(told: dict, device: str) -> dict:
    return next(ids(leg) for leg in told["legs"] if leg["device"] == device)


async def test_an_internal_call_is_an_outgoing_and_an_incoming_leg(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123002", "123007")
    reply = await client.ask(
        "answer_call", call=leg_of(call, "123007"), callee_answer_mode="notify"
    )
    assert reply["success"] == 1
    await client.until(lambda: len(client.notifications) == 6)
    assert client.states() == [
        "outgoing trying",
        "incoming trying",
        "incoming ringing",
        "outgoing ringing",
        "incoming connected",
        "outgoing connected",
    ]
    infos = [call_info(frame) for frame in client.notifications]
    assert {info["call"]["id"] for info in infos} == {call["call_id"]}
    assert len({info["call"]["tag"] for info in infos}) == 2
    assert pbx.violations == []


async def test_a_call_from_outside_is_one_leg(pbx: Simulator, client: PlainClient) -> None:
    pbx.incoming_call("123007", number="442079460123", name="Hester Pym")
    await client.until(lambda: len(client.notifications) == 2)
    assert client.states() == ["incoming trying", "incoming ringing"]
    info = call_info(client.notifications[-1])
    assert info["caller"] == {
        "display_id": "442079460123",
        "display_name": "Hester Pym",
        "id": "442079460123",
        "forwarder_list": [],
    }


async def test_holding_shows_holding_here_and_held_there(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123002", "123007")
    pbx.answer("123007")
    await client.ask("hold_call", call=leg_of(call, "123002"))
    assert {leg["device"]: leg["state"] for leg in pbx.truth()["legs"]} == {
        "123002": "holding",
        "123007": "held",
    }
    await client.ask("unhold_call", call=leg_of(call, "123002"))
    assert {leg["state"] for leg in pbx.truth()["legs"]} == {"connected"}


async def test_a_phone_without_notify_leaves_both_sides_held(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.phone("123002", supports_notify=False)
    call = pbx.dial("123002", "123007")
    pbx.answer("123007")
    await client.ask("hold_call", call=leg_of(call, "123002"))
    assert {leg["state"] for leg in pbx.truth()["legs"]} == {"held"}


async def test_a_blind_transfer_reads_as_the_document_prints_it(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123002", "123007")
    pbx.answer("123007")
    await client.until(lambda: len(client.notifications) == 6)
    connect_time = call_info(client.notifications[-1])["connect_time"]
    del client.notifications[:]
    await client.ask("transfer_call", call=leg_of(call, "123007"), cld="123003")
    pbx.answer("123003")
    await client.until(lambda: len(client.notifications) == 5)
    assert client.states() == [
        "incoming terminated",
        "incoming trying",
        "incoming ringing",
        "incoming connected",
        "outgoing connected",
    ]
    left, target, *_, transferee = map(call_info, client.notifications)
    assert left["reason"] == "blind transfer"
    assert target["call"]["id"] == left["call"]["id"]
    assert target["call"]["tag"] != left["call"]["tag"]
    assert transferee["callee"]["id"] == "123003"
    assert transferee["connect_time"] == connect_time
    assert len({info["tracking_id"] for info in map(call_info, client.notifications)}) == 1


async def test_an_originated_call_starts_its_second_leg_when_the_first_is_answered(
    pbx: Simulator, client: PlainClient
) -> None:
    reply = await client.ask(
        "originate_advanced_call", bill_id="123007", caller_id="123007", callee_id="123003"
    )
    await client.until(lambda: len(client.notifications) == 2)
    first = call_info(client.notifications[0])
    assert reply["result"]["call"]["id"] != first["call"]["id"]
    assert reply["result"]["tracking_id"] == first["tracking_id"]
    assert "account_id" not in first["callee"]
    pbx.answer("123007")
    pbx.answer("123003")
    await client.until(lambda: len(client.notifications) == 6)
    assert client.states() == [
        "outgoing trying",
        "outgoing ringing",
        "outgoing connected",
        "incoming trying",
        "incoming ringing",
        "incoming connected",
    ]
    second = call_info(client.notifications[-1])
    assert second["call"]["id"] == first["call"]["id"] + "~1o"


async def test_joining_leaves_the_two_others_with_a_new_tracking_id(
    pbx: Simulator, client: PlainClient
) -> None:
    first = pbx.dial("123002", "123007")
    pbx.answer("123007")
    pbx.hold("123007")
    second = pbx.dial("123007", "123003")
    pbx.answer("123003")
    named = leg_of(first, "123002"), leg_of(second, "123003")
    reply = await client.ask("join_calls", call=named[0], to_call=named[1])
    assert reply["success"] == 1
    legs = {leg["device"]: leg for leg in pbx.truth()["legs"]}
    assert legs.keys() == {"123002", "123003"}
    assert legs["123002"]["tracking_id"] == legs["123003"]["tracking_id"]
    assert legs["123002"]["previous_tracking_id"] == first["tracking_id"]
    assert legs["123003"]["previous_tracking_id"] == second["tracking_id"]
    assert legs["123002"]["callee"] == "123003"
    assert {leg["state"] for leg in legs.values()} == {"connected"}


async def test_joining_a_caller_from_outside_continues_their_tracking_id(
    pbx: Simulator, client: PlainClient
) -> None:
    first = pbx.incoming_call("123007")
    pbx.answer("123007")
    pbx.hold("123007")
    second = pbx.dial("123007", "123003")
    pbx.answer("123003")
    await client.ask("join_calls", call=leg_of(first, "123007"), to_call=leg_of(second, "123007"))
    [leg] = pbx.truth()["legs"]
    assert leg["device"] == "123003"
    assert leg["caller"] == first["caller"]
    assert leg["tracking_id"] == first["tracking_id"]
    assert leg["previous_tracking_id"] == second["tracking_id"]


async def test_a_ringing_transfer_can_be_pulled_back(pbx: Simulator, client: PlainClient) -> None:
    call = pbx.incoming_call("123007")
    pbx.answer("123007")
    await client.ask("transfer_call", call=leg_of(call, "123007"), cld="103")
    [ringing] = pbx.truth()["legs"]
    assert (ringing["device"], ringing["state"]) == ("123003", "ringing")
    await client.ask("transfer_call", call=ids(ringing), cld="123007")
    [back] = pbx.truth()["legs"]
    assert (back["device"], back["state"]) == ("123007", "ringing")
    assert back["tracking_id"] == call["tracking_id"]


async def test_ending_one_leg_ends_the_call(pbx: Simulator, client: PlainClient) -> None:
    call = pbx.dial("123002", "123007")
    pbx.answer("123007")
    await client.ask("terminate_call", call=leg_of(call, "123007"))
    assert pbx.truth()["legs"] == []
    last = call_info(client.notifications[-1])
    assert last["reason"] == "Call terminated by API"
    assert last["duration"] == 0


async def test_answering_by_reconnecting_gives_the_leg_a_new_tag(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123002", "123007")
    old = leg_of(call, "123007")
    await client.ask("answer_call", call=old, callee_answer_mode="reconnect")
    legs = {leg["device"]: leg for leg in pbx.truth()["legs"]}
    assert {leg["state"] for leg in legs.values()} == {"connected"}
    assert legs["123007"]["tag"] != old["tag"]


async def test_a_phone_that_does_not_obey_rings_on(pbx: Simulator, client: PlainClient) -> None:
    pbx.phone("123007", answer_refused=True)
    leg = leg_of(pbx.incoming_call("123007"), "123007")
    reply = await client.ask("answer_call", call=leg, callee_answer_mode="notify")
    assert reply["code"] == "sip.internal_server_error"
    assert pbx.truth()["legs"][0]["state"] == "ringing"


async def test_a_call_nobody_answers_goes_to_where_the_phone_forwards(pbx: Simulator) -> None:
    pbx.phone("123007", forwards_to="123003")
    pbx.phone("123003", forwards_to="123007")
    pbx.incoming_call("123007")
    pbx.refuse("123007")
    [leg] = pbx.world.legs.values()
    assert leg.device == "123003"
    assert [party.number for party in leg.callee.forwarders] == ["123007"]
    pbx.refuse("123003")
    assert pbx.truth()["legs"] == []


async def test_a_transfer_to_an_unknown_number_drops_the_caller(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.incoming_call("123007")
    pbx.answer("123007")
    await client.ask("transfer_call", call=leg_of(call, "123007"), cld="999")
    assert pbx.truth()["legs"] == []
    assert call_info(client.notifications[-1])["reason_code"] == 404


async def test_a_transfer_to_an_outside_number_is_told_through_the_line_that_did_it(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123002", "123007")
    pbx.answer("123007")
    await client.ask("transfer_call", call=leg_of(call, "123007"), cld="+447700900123")
    pbx.answer("447700900123")
    legs = {leg["device"]: leg for leg in pbx.truth()["legs"]}
    assert legs["447700900123"]["account"] == "123007"
    assert legs["123002"]["callee"] == "447700900123"


async def test_a_service_code_answers_by_itself(pbx: Simulator, client: PlainClient) -> None:
    call = pbx.incoming_call("123007")
    pbx.answer("123007")
    await client.ask("transfer_call", call=leg_of(call, "123007"), cld="*70")
    [leg] = pbx.truth()["legs"]
    assert (leg["callee"], leg["state"]) == ("*70", "connected")


async def test_the_transferred_callee_of_a_desk_sees_the_target_as_caller(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123007", "123002")
    pbx.answer("123002")
    await client.ask("transfer_call", call=leg_of(call, "123007"), cld="123003")
    pbx.answer("123003")
    legs = {leg["device"]: leg for leg in pbx.truth()["legs"]}
    assert legs.keys() == {"123002", "123003"}
    assert (legs["123002"]["caller"], legs["123002"]["callee"]) == ("123003", "123002")


async def test_transferring_the_callers_own_leg_while_it_rings_drops_the_caller(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.dial("123002", "123003")
    await client.ask("transfer_call", call=leg_of(call, "123002"), cld="123007")
    assert pbx.truth()["legs"] == []


@pytest.mark.parametrize("number", ["+442079460999", "442079460999", "02079460999"])
async def test_an_outside_number_rings_however_it_is_written(
    pbx: Simulator, client: PlainClient, number: str
) -> None:
    await client.ask(
        "originate_advanced_call", bill_id="123007", caller_id="123007", callee_id=number
    )
    pbx.answer("123007")
    legs = {leg["device"]: leg["state"] for leg in pbx.truth()["legs"]}
    assert legs == {"123007": "connected", number.lstrip("+"): "ringing"}
