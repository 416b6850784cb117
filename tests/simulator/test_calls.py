"""Internal and outside calls, hold, transfer, join: which notifications, in which order."""

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
