"""Changing sides in a consultation, completing it early, and what is left when nobody answers."""

import time
from collections.abc import AsyncIterator

import pytest

from console.board import queries
from console.board.facts import ServicesConfigured
from console.board.services import Services
from tests.links.conftest import Office
from tests.links.desk import DESK, Desk

COLLEAGUE = "123012"


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    seat = Desk(office)
    yield seat
    await seat.carrier.stop()


def methods(desk: Desk) -> list[str]:
    return [each["method"] for each in desk.sent()]


async def asking(desk: Desk) -> str:
    """The colleague's phone rings; returns the caller's call."""
    call = await desk.talking()
    desk.pbx.phone(DESK, picks_up=True)
    assert (await desk.press("consult", call=call, target=COLLEAGUE)).outcome == "accepted"
    await desk.has("holding", "connected")
    board = desk.office.picture.board
    await desk.office.until(lambda: COLLEAGUE in {leg.extension for leg in board.legs.values()})
    return call


async def test_swap_holds_the_colleague_and_takes_the_caller(desk: Desk) -> None:
    caller, colleague = await desk.consulting()
    assert (await desk.press("swap", call=colleague)).outcome == "accepted"
    assert methods(desk)[-2:] == ["hold_call", "unhold_call"]
    assert await desk.has("connected", "holding") == [caller, colleague]
    assert (await desk.press("swap", call=caller)).outcome == "accepted"
    assert await desk.has("holding", "connected") == [caller, colleague]


async def test_swapped_calls_are_completed_like_others(desk: Desk) -> None:
    _, colleague = await desk.consulting()
    await desk.press("swap", call=colleague)
    assert (await desk.press("complete", call=colleague)).outcome == "accepted"
    await desk.has()


async def test_back_from_a_swapped_consultation_ends_it_and_holds_nobody(desk: Desk) -> None:
    caller, colleague = await desk.consulting()
    await desk.press("swap", call=colleague)
    assert (await desk.press("back", call=caller)).outcome == "accepted"
    assert methods(desk)[-1] == "terminate_call"
    assert await desk.has("connected") == [caller]


async def test_resuming_the_held_caller_never_leaves_two_talking(desk: Desk) -> None:
    caller, colleague = await desk.consulting()
    assert (await desk.press("resume", call=caller)).outcome == "accepted"
    assert await desk.has("connected", "holding") == [caller, colleague]


async def test_a_swap_whose_hold_fails_changes_nothing(desk: Desk) -> None:
    caller, colleague = await desk.consulting()
    desk.pbx.fail_next("hold_call", "sip.internal_server_error")
    outcome = await desk.press("swap", call=colleague)
    assert outcome.sentence.startswith("The other call could not be put on hold.")
    assert await desk.has("holding", "connected") == [caller, colleague]


async def test_nobody_swaps_to_a_phone_that_rings(desk: Desk) -> None:
    await asking(desk)
    outcome = await desk.press("swap")
    assert outcome.outcome == "accepted"  # the caller is talked to while it rings on


@pytest.mark.parametrize("early", [True, False])
async def test_completing_while_it_rings_is_a_setting(desk: Desk, early: bool) -> None:
    desk.office.publish(ServicesConfigured(Services(early=early), time.time()))
    call = await asking(desk)
    outcome = await desk.press("complete")
    if early:
        assert methods(desk)[-2:] == ["terminate_call", "transfer_call"]
        assert desk.sent()[-1]["params"]["cld"] == COLLEAGUE
        await desk.has()
        pullback = queries.pullback(desk.office.picture.board, DESK)
        assert pullback is not None
        assert pullback.call == call
    else:
        assert outcome.sentence == "Your colleague has not answered yet."
        assert methods(desk)[-1] == "originate_advanced_call"


@pytest.mark.parametrize(
    ("behaviour", "why"), [({"refuses": True}, "busy"), ({"is_registered": False}, "unavailable")]
)
async def test_a_consultation_that_nobody_answers_leaves_a_choice(
    desk: Desk, behaviour: dict[str, bool], why: str
) -> None:
    desk.pbx.phone(COLLEAGUE, **behaviour)
    desk.pbx.phone(DESK, picks_up=True)
    call = await desk.talking()
    await desk.press("consult", call=call, target=COLLEAGUE)
    board = desk.office.picture.board
    await desk.office.until(lambda: board.desks[DESK].unreached is not None)
    missed = board.desks[DESK].unreached
    assert missed is not None
    assert (missed.caller, missed.target, missed.why) == (call, COLLEAGUE, why)
    assert (await desk.press("back", call=call)).outcome == "accepted"
    assert await desk.has("connected") == [call]
    assert board.desks.get(DESK) is None or board.desks[DESK].unreached is None


async def test_a_colleague_who_declines_leaves_the_choice_too(desk: Desk) -> None:
    await asking(desk)
    desk.pbx.refuse(COLLEAGUE)
    board = desk.office.picture.board
    await desk.office.until(lambda: board.desks[DESK].unreached is not None)
    missed = board.desks[DESK].unreached
    assert missed is not None
    assert missed.why == "declined"


async def test_a_consultation_that_she_ends_herself_leaves_none(desk: Desk) -> None:
    call = await asking(desk)
    board = desk.office.picture.board
    consult = board.desks[DESK].consult
    assert consult is not None
    assert (await desk.press("end", call=consult.call)).outcome == "accepted"
    assert await desk.has("holding") == [call]
    assert board.desks[DESK].unreached is None


async def test_try_again_holds_nobody_twice(desk: Desk) -> None:
    desk.pbx.phone(COLLEAGUE, refuses=True)
    desk.pbx.phone(DESK, picks_up=True)
    call = await desk.talking()
    await desk.press("consult", call=call, target=COLLEAGUE)
    board = desk.office.picture.board
    await desk.office.until(lambda: board.desks[DESK].unreached is not None)
    desk.pbx.phone(COLLEAGUE, refuses=False)
    assert (await desk.press("consult", call=call, target=COLLEAGUE)).outcome == "accepted"
    assert methods(desk).count("hold_call") == 1
    await desk.has("holding", "connected")
