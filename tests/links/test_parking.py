"""Parking: the lowest free slot or a chosen one, and retrieved by the pick-up code."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from console.board.facts import ServicesConfigured
from console.board.services import Services
from console.board.state import Board, decode, encode
from tests.links.conftest import Office
from tests.links.desk import CALLER, DESK, Desk

SERVICES = Services(slots=("701", "702"), park="*68{slot}", pickup="*69{slot}")
SECOND = "441184960234"


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    office.publish(ServicesConfigured(SERVICES, time.time()))
    seat = Desk(office)
    yield seat
    await seat.carrier.stop()


def board(desk: Desk) -> Board:
    return desk.office.picture.board


async def parked(desk: Desk, **values: str) -> str:
    call = await desk.talking()
    assert (await desk.press("park", call=call, operator="ruth", **values)).outcome == "accepted"
    await desk.has()
    return call


async def test_park_takes_the_lowest_free_slot(desk: Desk) -> None:
    call = await parked(desk)
    (one,) = board(desk).parked.values()
    assert (one.slot, one.call, one.desk, one.operator) == ("701", call, DESK, "ruth")
    assert one.number == CALLER
    assert desk.pbx.truth()["parked"] == {"701": CALLER}


async def test_a_slot_may_be_chosen(desk: Desk) -> None:
    await parked(desk, target="702")
    assert desk.pbx.truth()["parked"] == {"702": CALLER}


@pytest.mark.parametrize(
    ("slot", "sentence"),
    [("701", "Park 701 is taken. Choose another."), ("799", "There is no park slot 799.")],
)
async def test_a_slot_that_cannot_be_chosen(desk: Desk, slot: str, sentence: str) -> None:
    await parked(desk)
    call = await desk.talking()
    assert (await desk.press("park", call=call, target=slot)).sentence == sentence


async def test_when_all_slots_are_taken_the_caller_stays(desk: Desk) -> None:
    await parked(desk)
    await parked(desk)
    call = await desk.talking()
    outcome = await desk.press("park", call=call)
    assert outcome.sentence == "All park slots are taken. Retrieve a caller first."
    await desk.has("connected")


async def test_two_who_park_at_once_get_two_slots(desk: Desk) -> None:
    first = await desk.talking()
    await desk.press("hold", call=first)
    second = await desk.talking()
    desk.pbx.delay_replies(0.1, "transfer_call")
    both = await asyncio.gather(desk.press("park", call=first), desk.press("park", call=second))
    assert [one.outcome for one in both] == ["accepted", "accepted"]
    assert set(board(desk).parked) == {"701", "702"}


async def test_a_slot_taken_by_a_phone_refuses_and_says_which_step_failed(desk: Desk) -> None:
    desk.pbx.incoming_call("123012", number=SECOND)
    desk.pbx.answer("123012")
    desk.pbx.transfer("123012", "*68701")
    call = await desk.talking()
    outcome = await desk.press("park", call=call)
    assert outcome.outcome == "refused"
    assert outcome.sentence.startswith("Park 701 did not take the call.")
    assert board(desk).parked == {}
    await desk.has("connected")


async def test_take_brings_the_caller_back_and_frees_the_slot(desk: Desk) -> None:
    desk.pbx.phone(DESK, picks_up=True)
    call = await parked(desk)
    outcome = await desk.press("unpark", call=call)
    assert outcome.outcome == "accepted"
    assert desk.sent()[-1]["params"]["callee_id"] == "*69701"
    await desk.has("connected")
    assert await desk.has("connected") == [call]
    await desk.office.until(lambda: board(desk).parked == {})


async def test_whom_a_colleague_retrieved_is_not_parked_any_more(desk: Desk) -> None:
    call = await parked(desk)
    desk.pbx.dial("123012", "*69701")
    await desk.office.until(lambda: board(desk).parked == {})
    assert (await desk.press("unpark", call=call)).sentence == "This caller is not parked any more."


async def test_a_caller_who_hangs_up_leaves_the_slot(desk: Desk) -> None:
    await parked(desk)
    desk.pbx.hang_up(CALLER)
    await desk.office.until(lambda: board(desk).parked == {})


async def test_a_board_that_travelled_knows_who_is_parked(desk: Desk) -> None:
    await parked(desk)
    assert decode(encode(board(desk))).parked == board(desk).parked


async def test_parking_that_is_not_set_up_says_so(desk: Desk) -> None:
    desk.office.publish(ServicesConfigured(Services(), time.time()))
    call = await desk.talking()
    outcome = await desk.press("park", call=call)
    assert outcome.sentence == "Parking is not set up on this PBX. Ask your administrator."


async def test_nothing_is_parked_without_a_link(desk: Desk) -> None:
    call = await desk.talking()
    await desk.pbx.stop()
    await desk.office.lost()
    outcome = await desk.press("park", call=call)
    assert outcome.sentence == "No PBX link. Use your desk phone."
    await desk.pbx.start()
    await desk.office.live()
