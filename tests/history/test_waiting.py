"""What waits is bounded and counted; that a call was is kept longer than what it did."""

import pytest

from console.board.facts import CommandSent
from console.history.models import Call, Moment
from console.history.waiting import CALLS_AT_ONCE, LEGS_AT_ONCE, Counts, Waiting
from tests.board.office import leg
from tests.history.office import PBX, Office, calls, leg_of, only, states

pytestmark = pytest.mark.django_db


def bounded(at_most: int) -> tuple[Office, Waiting, Counts]:
    """An office of which no more than so many records may wait."""
    office = Office()
    waiting = office.historian.recorder.book(PBX).waiting
    waiting.at_most = at_most
    return office, waiting, office.historian.recorder.counts


def test_however_often_a_leg_changes_one_record_of_it_waits() -> None:
    office, waiting, _ = bounded(1000)
    office.answered("c1 a", "107", tracking="t1")
    for _ in range(20):
        office.leg("c1 a", "holding", kind="incoming", tracking="t1")
        office.leg("c1 a", "connected", kind="incoming", tracking="t1")
    assert waiting.size == 1 + 42
    assert len(waiting.take().legs) == 1


def test_the_moments_that_waited_longest_are_dropped_first_and_counted() -> None:
    office, waiting, counts = bounded(10)
    office.answered("c1 a", "107")
    office.answered("c2 a", "112")
    office.answered("c3 a", "113")
    assert (waiting.size, counts.dropped) == (9, 0)
    office.answered("c4 a", "114")
    assert (waiting.size, counts.dropped, counts.lost) == (10, 2, 0)
    office.write()
    assert [len(states(f"c{number} a")) for number in (1, 2, 3, 4)] == [0, 2, 2, 2]
    assert [leg_of(f"c{number} a").is_complete for number in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        True,
    ]
    assert leg_of("c1 a").is_answered


def test_that_a_call_was_is_kept_while_there_is_a_moment_to_drop() -> None:
    office, waiting, counts = bounded(50)
    for number in range(50):
        office.answered(f"c{number} a", "107")
        office.leg(f"c{number} a", "terminated", kind="incoming")
    assert (waiting.size, counts.lost, counts.dropped) == (50, 0, 150)
    office.write()
    assert len(calls()) == 50
    assert not any(call.is_live for call in calls())


def test_beyond_that_even_calls_are_lost_and_counted() -> None:
    office, waiting, counts = bounded(50)
    for number in range(60):
        office.answered(f"c{number} a", "107")
    assert (waiting.size, counts.lost) == (50, 10)


def test_commands_are_written_a_few_at_a_time() -> None:
    office, waiting, _ = bounded(1000)
    for number in range(2 * CALLS_AT_ONCE + 1):
        office.fold(CommandSent("107", f"1.{number}", "hold", office.tick()))
    assert [len(waiting.take().deeds) for _ in range(3)] == [CALLS_AT_ONCE, CALLS_AT_ONCE, 1]
    assert not waiting


def test_nothing_is_left_over_once_all_is_written() -> None:
    office, waiting, counts = bounded(10_000)
    for number in range(2 * LEGS_AT_ONCE + 1):
        office.answered(f"c{number} a", "107")
    waited = waiting.size
    office.write()
    assert (waiting.size, bool(waiting), counts.written) == (0, False, waited)
    assert len(calls()) == 2 * LEGS_AT_ONCE + 1


def test_a_list_waits_for_the_legs_that_came_before_it() -> None:
    office, waiting, _ = bounded(1000)
    for number in range(LEGS_AT_ONCE + 1):
        office.answered(f"c{number} a", "107")
    office.snapshot(leg("c0 a", "connected"))
    assert waiting.take().sweep is None
    assert waiting.take().sweep is not None


def test_written_records_are_counted() -> None:
    office, _, counts = bounded(1000)
    office.answered("c1 a", "107")
    office.snapshot(leg("c1 a", "connected"))
    office.write()
    assert counts.written == 1 + 2 + 1
    assert (Call.objects.count(), Moment.objects.count()) == (1, 2)
    assert only().is_live
