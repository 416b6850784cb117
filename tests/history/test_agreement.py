"""History = the set of calls that ever were, whatever the network does meanwhile."""

import asyncio
import contextlib
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from console.board.facts import BoardFact
from console.board.state import Touched
from console.simulator import Simulator
from console.simulator.people import NobodyThere
from tests.agreement.test_agreement import SCENARIOS, Fault, Scenario, resynced
from tests.history.agreement import Chronicle, Historian, open_calls, open_on
from tests.links.conftest import Office, linked
from tests.links.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


class Recorded(Office):
    """An office whose history is written."""

    def __init__(self, pbx: Simulator, historian: Historian, **config: Any) -> None:
        super().__init__(pbx, **config)
        self.historian = historian
        self.picture.begin(1)
        historian.took(self.picture.board)

    def publish(self, fact: BoardFact) -> Touched:
        touched = super().publish(fact)
        self.historian.saw(self.picture.board, fact, touched)
        return touched


@pytest.fixture
async def recorded(pbx: Simulator) -> Any:
    historian = await asyncio.to_thread(Historian, "main")
    chronicle = Chronicle(pbx)
    office = Recorded(pbx, historian)
    async with linked(office):
        await office.live()
        seat = Desk(office)
        yield seat, historian, chronicle
        await seat.carrier.stop()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_every_call_of_the_pbx_stands_in_history_once(
    recorded: Any, scenario: Scenario
) -> None:
    desk, historian, chronicle = recorded
    await scenario(desk)
    await resynced(desk.office)
    calls = await asyncio.to_thread(historian.calls)
    assert calls == chronicle.calls() == historian.seen.calls()
    assert calls


EVERYTHING = Fault("", drop=0.2, duplicate=0.2, reorder=0.3, cut=True)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_whatever_was_shown_stands_in_history_once(recorded: Any, scenario: Scenario) -> None:
    desk, historian, _ = recorded
    EVERYTHING.begin(desk.pbx)
    await scenario(desk)
    await desk.pbx.drop_connections()
    desk.pbx.dial("123020", "123021")  # while nobody listens
    await desk.office.lost()
    EVERYTHING.end(desk.pbx)
    await resynced(desk.office)
    assert await asyncio.to_thread(historian.calls) == historian.seen.calls()
    assert await asyncio.to_thread(open_calls, "main") == open_on(desk.office.picture.board)


PHONES = [f"1230{number:02}" for number in range(5, 21)]
DEEDS = ("answer", "hang_up", "hold", "unhold")


def something(pbx: Simulator, chance: Random) -> None:
    """One thing that may happen in an office, if it can at the moment."""
    phone, other = chance.sample(PHONES, 2)
    happenings: list[Callable[[], Any]] = [
        lambda: pbx.incoming_call(phone),
        lambda: pbx.dial(phone, other),
        lambda: pbx.queue_call(chance.choice([25, 26])),
        lambda: pbx.offer(chance.choice([25, 26]), phone),
        lambda: pbx.transfer(phone, other),
        *(lambda deed=deed: getattr(pbx, deed)(phone) for deed in DEEDS),
        *[lambda: pbx.answer(phone)] * 3,
        *[lambda: pbx.hang_up(phone)] * 2,
    ]
    with contextlib.suppress(NobodyThere):
        chance.choice(happenings)()


async def test_after_a_busy_hour_history_is_the_set_of_calls_that_ever_were(recorded: Any) -> None:
    desk, historian, chronicle = recorded
    chance = Random(25)
    for number in range(600):
        something(desk.pbx, chance)
        if number % 20 == 0:
            await asyncio.sleep(0)
    await resynced(desk.office)
    calls = await asyncio.to_thread(historian.calls)
    assert calls == chronicle.calls() == historian.seen.calls()
    assert len(calls) > 100
    assert max(len(legs) for legs in calls) > 3
    assert await asyncio.to_thread(open_calls, "main") == open_on(desk.office.picture.board)
