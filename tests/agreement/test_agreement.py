"""Our most important test: folded board = fresh snapshot = the simulator's truth.

Whatever happened on the way. Compared are leg keys and states, queue membership and order, and
conference participants; times, aliases and slots are not.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from console.board.fold import fold
from console.board.state import Board, decode, encode
from console.portasip.messages import CallsListed, LegChanged
from console.simulator import Simulator
from tests.agreement.pictures import seen, stated
from tests.links.conftest import Office, linked
from tests.links.desk import CALLER, DESK, Desk

Scenario = Callable[[Desk], Awaitable[None]]
COLLEAGUE = "123012"


# ---- scenarios: what people and the console do --------------------------------------------------


async def a_call_from_outside(desk: Desk) -> None:
    desk.pbx.incoming_call(DESK, number=CALLER)
    desk.pbx.answer(DESK)


async def a_call_between_colleagues(desk: Desk) -> None:
    desk.pbx.dial(COLLEAGUE, DESK)
    desk.pbx.answer(DESK)
    desk.pbx.hold(COLLEAGUE)


async def a_call_that_ends(desk: Desk) -> None:
    desk.pbx.incoming_call(DESK, number=CALLER)
    desk.pbx.dial("123013", "123014")
    desk.pbx.answer(DESK)
    desk.pbx.hang_up(CALLER)


async def holding_and_resuming(desk: Desk) -> None:
    desk.pbx.dial(DESK, COLLEAGUE)
    desk.pbx.answer(COLLEAGUE)
    desk.pbx.hold(DESK)
    desk.pbx.unhold(DESK)
    desk.pbx.hold(COLLEAGUE)


async def a_phone_that_refuses_notify(desk: Desk) -> None:
    desk.pbx.phone(DESK, supports_notify=False)
    desk.pbx.dial(DESK, COLLEAGUE)
    desk.pbx.answer(COLLEAGUE)
    await desk.try_press("hold")


async def a_blind_transfer(desk: Desk) -> None:
    desk.pbx.incoming_call(DESK, number=CALLER)
    desk.pbx.answer(DESK)
    desk.pbx.transfer(DESK, COLLEAGUE)


async def a_blind_transfer_inside_that_is_answered(desk: Desk) -> None:
    desk.pbx.dial("123013", DESK)
    desk.pbx.answer(DESK)
    desk.pbx.transfer(DESK, COLLEAGUE)
    desk.pbx.answer(COLLEAGUE)


async def an_attended_transfer(desk: Desk) -> None:
    desk.pbx.phone(DESK, picks_up=True)
    desk.pbx.phone(COLLEAGUE, answers=True)
    desk.pbx.dial("123013", DESK)
    desk.pbx.answer(DESK)
    await desk.try_press("consult", target=COLLEAGUE)
    await desk.try_press("complete")


async def a_call_dialled_by_the_console(desk: Desk) -> None:
    desk.pbx.phone(DESK, picks_up=True)
    await desk.try_press("dial", target=COLLEAGUE)


async def callers_who_wait(desk: Desk) -> None:
    for number in ("441184960201", "441184960202", "441184960203"):
        desk.pbx.queue_call(25, number=number)
    desk.pbx.queue_call(26, number="441184960204")


async def a_waiting_caller_who_gives_up(desk: Desk) -> None:
    await callers_who_wait(desk)
    desk.pbx.hang_up("441184960202")


async def a_waiting_caller_who_is_served(desk: Desk) -> None:
    await callers_who_wait(desk)
    desk.pbx.offer(25, DESK)
    desk.pbx.answer(DESK)


async def a_waiting_caller_who_is_taken(desk: Desk) -> None:
    await callers_who_wait(desk)
    await desk.try_press("take")


async def a_conference(desk: Desk) -> None:
    desk.pbx.phone(COLLEAGUE, answers=True)
    desk.pbx.dial("123013", DESK)
    desk.pbx.answer(DESK)
    await desk.try_press("conference", target=COLLEAGUE)


async def a_participant_is_muted(desk: Desk) -> None:
    await desk.conferring()
    await desk.try_confer("mute", COLLEAGUE)


async def a_private_word(desk: Desk) -> None:
    await desk.conferring()
    await desk.try_confer("set-aside", CALLER)
    await desk.try_confer("mute", COLLEAGUE)
    await desk.try_confer("bring-back", COLLEAGUE)


async def a_participant_is_removed(desk: Desk) -> None:
    await desk.conferring()
    await desk.try_confer("set-aside", CALLER)
    await desk.try_confer("remove", COLLEAGUE)


async def the_desk_leaves_a_conference_and_returns(desk: Desk) -> None:
    await desk.conferring()
    desk.pbx.phone(DESK, answers=True)
    await desk.try_press("end")
    await desk.try_confer("rejoin")
    desk.pbx.dial("123020", "123021")


async def a_conference_is_ended_for_all(desk: Desk) -> None:
    await desk.conferring()
    await desk.try_press("conference", target="123014")
    await desk.try_confer("end-for-all")
    desk.pbx.dial("123020", "123021")


SCENARIOS: tuple[Scenario, ...] = (
    a_call_from_outside,
    a_call_between_colleagues,
    a_call_that_ends,
    holding_and_resuming,
    a_phone_that_refuses_notify,
    a_blind_transfer,
    a_blind_transfer_inside_that_is_answered,
    an_attended_transfer,
    a_call_dialled_by_the_console,
    callers_who_wait,
    a_waiting_caller_who_gives_up,
    a_waiting_caller_who_is_served,
    a_waiting_caller_who_is_taken,
    a_conference,
    a_participant_is_muted,
    a_private_word,
    a_participant_is_removed,
    the_desk_leaves_a_conference_and_returns,
    a_conference_is_ended_for_all,
)


# ---- faults: what the network does meanwhile ----------------------------------------------------


@dataclass(frozen=True)
class Fault:
    name: str
    drop: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    cut: bool = False

    def begin(self, pbx: Simulator) -> None:
        pbx.faults.drop_rate = self.drop
        pbx.faults.duplicate_rate = self.duplicate
        pbx.faults.reorder_rate = self.reorder

    def end(self, pbx: Simulator) -> None:
        pbx.faults.drop_rate = pbx.faults.duplicate_rate = pbx.faults.reorder_rate = 0.0


FAULTS = (
    Fault("nothing lost"),
    Fault("frames dropped", drop=0.4),
    Fault("frames duplicated", duplicate=0.5),
    Fault("frames reordered", reorder=0.5),
    Fault("everything at once", drop=0.2, duplicate=0.2, reorder=0.3),
    Fault("the link cut midway", cut=True),
)


@pytest.fixture
async def desk(pbx: Simulator) -> AsyncIterator[Desk]:
    office = Office(pbx)
    async with linked(office):
        await office.live()
        seat = Desk(office)
        yield seat
        await seat.carrier.stop()


async def resynced(office: Office) -> None:
    """Wait for a list that was asked for after everything happened."""
    await office.live()
    before = sum(isinstance(fact, CallsListed) for fact in office.facts)
    office.link.doubt()
    await office.until(
        lambda: sum(isinstance(fact, CallsListed) for fact in office.facts) > before + 1
    )


async def fresh_snapshot(desk: Desk) -> Board:
    """What a console that starts now would show."""
    newcomer = Office(desk.pbx)
    async with linked(newcomer):
        await newcomer.live()
        return newcomer.picture.board


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_board_snapshot_and_truth_agree(desk: Desk, scenario: Scenario, fault: Fault) -> None:
    before = stated(desk.pbx.truth())
    fault.begin(desk.pbx)
    await scenario(desk)
    if fault.cut:
        await desk.pbx.drop_connections()
        desk.pbx.dial("123020", "123021")  # while nobody listens
        await desk.office.lost()
    fault.end(desk.pbx)
    await resynced(desk.office)
    truth = stated(desk.pbx.truth())
    board = desk.office.picture.board
    assert seen(board) == truth
    assert seen(await fresh_snapshot(desk)) == truth
    assert seen(decode(encode(board))) == truth
    assert truth != before, "a scenario that changes nothing proves nothing"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_without_faults_the_facts_alone_are_the_truth(desk: Desk, scenario: Scenario) -> None:
    """No list helps here: the folded notifications must be right by themselves."""
    await scenario(desk)
    await desk.office.until(
        lambda: seen(folded_without_lists(desk.office)) == stated(desk.pbx.truth())
    )
    assert any(isinstance(fact, LegChanged) for fact in desk.office.facts)


def folded_without_lists(office: Office) -> Board:
    board = Board()
    for fact in office.facts:
        if not isinstance(fact, CallsListed) or not fact.calls:
            board, _ = fold(board, fact)
    return board
