"""Who is parked: the console's picture, and a board that travelled, agree with the simulator."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from console.board.facts import ServicesConfigured
from console.board.services import Services
from console.board.state import decode, encode
from console.simulator import Simulator
from tests.agreement.pictures import seen, stated
from tests.links.conftest import Office, linked
from tests.links.desk import CALLER, DESK, Desk

SERVICES = Services(slots=("701", "702"), park="*68{slot}", pickup="*69{slot}")
Scenario = Callable[[Desk], Awaitable[None]]


@pytest.fixture
async def desk(pbx: Simulator) -> AsyncIterator[Desk]:
    office = Office(pbx)
    async with linked(office):
        await office.live()
        office.publish(ServicesConfigured(SERVICES, time.time()))
        seat = Desk(office)
        yield seat
        await seat.carrier.stop()


async def a_caller_who_stays(desk: Desk) -> None:
    await desk.press("park", call=await desk.talking())


async def two_callers(desk: Desk) -> None:
    await a_caller_who_stays(desk)
    await desk.has()
    await a_caller_who_stays(desk)


async def a_caller_who_is_retrieved(desk: Desk) -> None:
    await a_caller_who_stays(desk)
    desk.pbx.dial("123012", "*69701")


async def a_caller_who_is_retrieved_by_the_desk(desk: Desk) -> None:
    desk.pbx.phone(DESK, picks_up=True)
    call = await desk.talking()
    await desk.press("park", call=call)
    await desk.press("unpark", call=call)


async def a_caller_who_hangs_up(desk: Desk) -> None:
    await a_caller_who_stays(desk)
    desk.pbx.hang_up(CALLER)


async def a_colleague_who_is_parked(desk: Desk) -> None:
    desk.pbx.dial("123013", DESK)
    desk.pbx.answer(DESK)
    (call,) = await desk.has("connected")
    await desk.press("park", call=call)


@pytest.mark.parametrize(
    "scenario",
    [
        a_caller_who_stays,
        two_callers,
        a_caller_who_is_retrieved,
        a_caller_who_is_retrieved_by_the_desk,
        a_caller_who_hangs_up,
        a_colleague_who_is_parked,
    ],
    ids=lambda scenario: scenario.__name__,
)
async def test_the_slots_agree(desk: Desk, scenario: Scenario) -> None:
    await scenario(desk)
    board = desk.office.picture.board

    def agrees() -> bool:
        truth = desk.pbx.truth()
        return seen(board) == stated(truth) and board.parked.keys() == truth["parked"].keys()

    await desk.office.until(agrees)
    assert decode(encode(board)).parked == board.parked
    desk.office.link.doubt()
    asked = board.listed_at
    await desk.office.until(lambda: board.listed_at != asked)
    assert agrees()
