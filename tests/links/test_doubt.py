"""An answer that contradicts the board: the list decides at once, not at its next turn."""

from collections.abc import AsyncIterator

import pytest

from console.links.waits import Waits
from console.simulator import Simulator
from tests.links.conftest import SHORT, Office, linked
from tests.links.desk import CALLER, Desk

RARE: Waits = Waits(**{**vars(SHORT), "list_every": 600})


@pytest.fixture
async def desk(pbx: Simulator) -> AsyncIterator[Desk]:
    office = Office(pbx, RARE)
    async with linked(office):
        await office.live()
        seat = Desk(office)
        yield seat
        await seat.carrier.stop()


async def test_a_call_the_pbx_does_not_know_leaves_the_screen(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.disturb_notifications(drop=1.0)
    desk.pbx.hang_up(CALLER)
    outcome = await desk.press("hold", call=call)
    assert outcome.outcome == "refused"
    await desk.has()


async def test_without_an_answer_the_list_shows_what_happened(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.disturb_notifications(drop=1.0)
    desk.pbx.leave_unanswered("terminate_call")
    outcome = await desk.press("end", call=call)
    assert outcome.outcome == "unknown"
    await desk.has()
