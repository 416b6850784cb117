"""Callers who wait."""

from console.simulator import Simulator

from .client import PlainClient, call_info


def numbers(pbx: Simulator, index: int = 0) -> list[str]:
    return [waiting["number"] for waiting in pbx.truth()["queues"][index]["waiting"]]


async def test_a_waiting_caller_is_told_in_the_shape_of_the_queue_example(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.queue_call(25, number="442079460111", name="Ambrose Kite")
    await client.until(lambda: bool(client.notifications))
    frame = client.notifications[0]
    assert frame.keys() == {
        "connect_time",
        "dialog_id",
        "direction",
        "local_party",
        "queue_info",
        "remote_party",
        "sip_transport_id",
        "start_time",
        "tracking_id",
        "state",
    }
    assert frame["queue_info"] == {"i_c_queue": 25, "operators": 4, "position": 0}
    assert frame["local_party"]["huntgroup_id"] == "510"
    assert frame["remote_party"]["name"] == "Ambrose Kite"


async def test_a_caller_who_hangs_up_while_waiting_moves_the_others_up(
    pbx: Simulator, client: PlainClient
) -> None:
    for last in "123":
        pbx.queue_call(25, number=f"44207946011{last}")
    pbx.hang_up("442079460112")
    await client.until(lambda: len(client.notifications) == 5)
    infos = [call_info(frame) for frame in client.notifications[-2:]]
    assert infos[0]["state"] == "terminated"
    assert infos[1]["queue_info"]["position"] == 1
    assert numbers(pbx) == ["442079460111", "442079460113"]


async def test_an_operator_who_answers_takes_the_place_of_the_queue(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.queue_call(25)
    pbx.offer(25, "123007")
    assert {leg["state"] for leg in pbx.truth()["legs"]} == {"dequeued", "ringing"}
    pbx.answer("123007")
    await client.until(lambda: len(client.notifications) == 6)
    assert client.states() == [
        "incoming queued",
        "incoming dequeued",
        "incoming trying",
        "incoming ringing",
        "incoming connected",
        "incoming terminated",
    ]
    [leg] = pbx.truth()["legs"]
    assert leg["id"] == call["call_id"]
    assert leg["device"] == "123007"


async def test_an_operator_who_refuses_leaves_the_caller_first_in_line(pbx: Simulator) -> None:
    pbx.queue_call(25, number="442079460111")
    pbx.queue_call(25, number="442079460112")
    pbx.offer(25, "123007")
    assert numbers(pbx) == ["442079460112"]
    pbx.refuse("123007")
    assert numbers(pbx) == ["442079460111", "442079460112"]


async def test_a_waiting_caller_can_be_taken_to_a_desk(pbx: Simulator, client: PlainClient) -> None:
    call = pbx.queue_call(25)
    queued = {"id": call["legs"][0]["id"], "tag": call["legs"][0]["tag"]}
    await client.ask("transfer_call", call=queued, cld="123007")
    [leg] = pbx.truth()["legs"]
    assert (leg["device"], leg["state"]) == ("123007", "ringing")
    assert numbers(pbx) == []


async def test_a_transfer_to_the_number_of_a_queue_enters_it(
    pbx: Simulator, client: PlainClient
) -> None:
    call = pbx.incoming_call("123007", number="442079460111")
    pbx.answer("123007")
    leg = {"id": call["legs"][0]["id"], "tag": call["legs"][0]["tag"]}
    await client.ask("transfer_call", call=leg, cld="520")
    assert numbers(pbx, 1) == ["442079460111"]


async def test_free_operators_are_rung_one_after_another() -> None:
    async with Simulator(dispatching=True) as pbx:
        for last in "12345":
            pbx.queue_call(25, number=f"44207946011{last}")
        legs = pbx.truth()["legs"]
        ringing = [leg["device"] for leg in legs if leg["state"] == "ringing"]
        assert sorted(ringing) == ["123007", "123012", "123019", "123026"]
        assert numbers(pbx) == ["442079460115"]
