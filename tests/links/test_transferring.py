"""Blind transfers: safe ones come back by the holder's clock; to voicemail, to a mobile."""

import asyncio
import time
from collections.abc import AsyncIterator

import msgspec
import pytest

from console.board.facts import CommandSent, ServicesConfigured
from console.board.services import Services
from console.board.state import decode, encode
from console.links.returning import Returner
from tests.links.conftest import Office
from tests.links.desk import DESK, Desk

COLLEAGUE = "123012"
SERVICES = Services(voicemail="*86{extension}", slots=("701", "702"), park="*68{slot}")


class Clock:
    """The holder's: `now` is as late as a test says."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    office.publish(ServicesConfigured(SERVICES, time.time()))
    seat = Desk(office)
    yield seat
    await seat.carrier.stop()


@pytest.fixture
async def clock(desk: Desk) -> AsyncIterator[Clock]:
    """The holder keeps the time."""
    clock = Clock()
    keeping = keeps_time(desk, clock)
    yield clock
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


def keeps_time(desk: Desk, clock: Clock) -> asyncio.Task[None]:
    office = desk.office
    return asyncio.create_task(Returner(office.picture, desk.carrier, office.publish, clock).run())


async def named(office: Office) -> None:
    """The names of people have been read."""
    await office.until(lambda: COLLEAGUE in office.picture.board.extensions)


async def transferred(desk: Desk, verb: str = "safe", **values: object) -> str:
    call = await desk.talking()
    outcome = await desk.press(verb, call=call, target=COLLEAGUE, **values)
    assert outcome.outcome == "accepted"
    await desk.office.until(lambda: desk.office.picture.board.desks[DESK].transfers != [])
    await desk.has()
    return call


def passes(desk: Desk, clock: Clock, seconds: float) -> None:
    """The holder looks at its clock again whenever a desk changes."""
    clock.ahead += seconds
    desk.office.publish(CommandSent(DESK, f"tick {seconds}", "answer", clock()))


async def test_a_safe_transfer_comes_back_when_nobody_answers(desk: Desk, clock: Clock) -> None:
    call = await transferred(desk, seconds=5)
    passes(desk, clock, 5.1)
    await desk.has("ringing")
    (returned,) = [one for one in desk.outcomes() if one.key.endswith(".return")]
    assert returned.outcome == "accepted"
    board = desk.office.picture.board
    await desk.office.until(lambda: board.calls[call].back_from == COLLEAGUE)
    assert board.desks[DESK].command.verb == "return"


async def test_it_comes_back_after_the_seconds_of_the_pbx_unless_others_are_chosen(
    desk: Desk, clock: Clock
) -> None:
    await transferred(desk)
    (transfer,) = desk.office.picture.board.desks[DESK].transfers
    assert transfer.safe
    assert transfer.until == pytest.approx(transfer.at + 20)


async def test_a_transfer_that_is_not_safe_rings_on_and_keeps_no_slot(
    desk: Desk, clock: Clock
) -> None:
    await transferred(desk, "transfer")
    passes(desk, clock, 21)
    board = desk.office.picture.board
    await desk.office.until(lambda: board.desks[DESK].transfers[0].until is None)
    assert [leg.extension for leg in board.legs.values()] == [COLLEAGUE]
    assert not [one for one in desk.outcomes() if one.key.endswith(".return")]


async def test_who_answers_in_time_keeps_the_caller(desk: Desk, clock: Clock) -> None:
    await transferred(desk)
    desk.pbx.answer(COLLEAGUE)
    board = desk.office.picture.board
    await desk.office.until(lambda: board.desks[DESK].transferred is not None)
    passes(desk, clock, 30)
    await desk.office.until(lambda: DESK not in board.desks or not board.desks[DESK].transferred)
    assert [leg.state for leg in board.legs.values()] == ["connected"]


async def test_the_next_holder_brings_back_what_the_last_one_promised(desk: Desk) -> None:
    """It has the board that travelled, and nothing else."""
    await transferred(desk, seconds=5)
    office = desk.office
    office.picture.replace(decode(encode(office.picture.board)))
    clock = Clock()
    clock.ahead = 6.0
    keeping = keeps_time(desk, clock)
    await desk.has("ringing")
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def test_a_lost_link_delays_the_return_until_it_is_back(desk: Desk, clock: Clock) -> None:
    await transferred(desk, seconds=5)
    await desk.pbx.stop()
    await desk.office.lost()
    passes(desk, clock, 6)
    await desk.pbx.start()
    await desk.has("ringing")


async def test_a_busy_target_ends_the_call_and_that_is_told(desk: Desk, clock: Clock) -> None:
    desk.pbx.phone(COLLEAGUE, refuses=True)
    call = await desk.talking()
    await desk.press("safe", call=call, target=COLLEAGUE)
    board = desk.office.picture.board
    await desk.office.until(
        lambda: DESK in board.desks and board.desks[DESK].transferred is not None
    )
    over = board.desks[DESK].transferred
    assert over is not None
    assert (over.outcome, over.why) == ("failed", "busy")


async def test_voicemail_is_a_code_of_the_settings(desk: Desk) -> None:
    await named(desk.office)
    call = await desk.talking()
    outcome = await desk.press("voicemail", call=call, target=COLLEAGUE)
    assert outcome.outcome == "accepted"
    assert desk.sent()[-1]["params"]["cld"] == f"*86{COLLEAGUE}"
    await desk.has()


async def test_a_stranger_has_no_voicemail_here(desk: Desk) -> None:
    call = await desk.talking()
    outcome = await desk.press("voicemail", call=call, target="442079460999")
    assert outcome.sentence == "Only people of this PBX have a voicemail here."


async def test_a_mobile_is_reached_by_its_pattern(desk: Desk) -> None:
    services = msgspec.structs.replace(SERVICES, mobile="9{number}")
    desk.office.publish(ServicesConfigured(services, time.time()))
    call = await desk.talking()
    await desk.press("mobile", call=call, target="447700900118", person=COLLEAGUE)
    assert desk.sent()[-1]["params"]["cld"] == "9447700900118"


@pytest.mark.parametrize(("verb", "thing"), [("voicemail", "Voicemail"), ("mobile", "Calls to")])
async def test_what_is_not_set_up_says_so(desk: Desk, verb: str, thing: str) -> None:
    desk.office.publish(ServicesConfigured(Services(mobile=""), time.time()))
    await named(desk.office)
    call = await desk.talking()
    outcome = await desk.press(verb, call=call, target=COLLEAGUE)
    assert outcome.outcome == "refused"
    assert outcome.sentence.startswith(thing)


@pytest.mark.parametrize("verb", ["safe", "voicemail", "mobile", "park", "transfer"])
async def test_a_call_that_has_ended_is_not_sent_anywhere(desk: Desk, verb: str) -> None:
    await named(desk.office)
    outcome = await desk.press(verb, call="99", target="" if verb == "park" else COLLEAGUE)
    assert (outcome.outcome, outcome.sentence) == ("refused", "This call has already ended.")
    assert desk.sent() == []


async def test_a_held_caller_who_is_transferred_leaves_her_slot_for_a_while(
    desk: Desk, clock: Clock
) -> None:
    call = await desk.talking()
    await desk.press("hold", call=call)
    await desk.has("holding")
    await desk.press("transfer", call=call, target=COLLEAGUE)
    await desk.has()
    board = desk.office.picture.board
    await desk.office.until(lambda: list(board.desks[DESK].kept) == [4])
    await desk.press("pullback", call=call)
    await desk.has("ringing")
    desk.pbx.answer(DESK)
    await desk.has("connected")
    await desk.press("hold", call=call)
    await desk.has("holding")
    assert board.desks[DESK].slots[call] == 4
