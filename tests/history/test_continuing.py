"""One call, one row: over restarts, failovers, lost links, repeated and late batches."""

from typing import Any

import pytest

from console.board.facts import LinkChanged
from console.history.models import Moment, Watch
from console.history.news import Batch
from console.history.writing import write
from console.links.models import PBX
from console.portasip.messages import LegChanged
from tests.board.office import leg
from tests.history.agreement import open_calls, open_on
from tests.history.office import PBX as NAME
from tests.history.office import Office, calls, everything, leg_of, only, seconds, states

pytestmark = pytest.mark.usefixtures("database")


def batches(office: Office) -> list[Batch]:
    """What waits, taken but not written."""
    taken = []
    waiting = office.historian.recorder.book(NAME).waiting
    while waiting:
        taken.append(waiting.take())
    return taken


def busy() -> Office:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.answered("c2 a", "112", tracking="t2")
    office.leg("c2 b", "ringing", callee="113", tracking="t2")
    office.leg("c1 a", "terminated", tracking="t1", reason="normal clearing")
    office.snapshot(*listed())
    return office


def listed() -> list[LegChanged]:
    return [
        leg("c2 a", "connected", tracking="t2"),
        leg("c2 b", "ringing", tracking="t2"),
        leg("c3 a", "queued", queue="25"),
    ]


# ---- batches ------------------------------------------------------------------------------------


def test_a_batch_written_twice_changes_nothing() -> None:
    taken = batches(busy())
    for batch in taken:
        write(NAME, batch)
    once = everything()
    for batch in taken:
        write(NAME, batch)
    again = everything()
    for table in ("Moment", "Trace", "Leg", "Deed", "Watch"):
        assert again[table] == once[table], table
    assert again["Call"] == once["Call"]
    assert len(once["Moment"]) == 7


def test_a_merge_written_twice_changes_nothing() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.answered("c2 a", "112", tracking="t2")
    office.write()
    office.leg("c2 a", "connected", kind="incoming", tracking="t3", previous="t1")
    [batch] = batches(office)
    write(NAME, batch)
    once = everything()
    write(NAME, batch)
    assert everything() == once
    assert only().legs.count() == 2


def test_what_a_restart_found_and_saw_end_may_be_written_twice() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.write()
    again = office.restarted(epoch=2)
    again.snapshot(leg("c1 a", "connected", kind="incoming", callee="107", tracking="t1"))
    again.leg("c1 a", "terminated", kind="incoming", tracking="t1")
    [batch] = batches(again)
    write(NAME, batch)
    write(NAME, batch)
    assert states("c1 a") == ["ringing", "connected", "terminated"]


def test_a_batch_that_fails_midway_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    [batch] = batches(busy())

    def fails(*args: object, **values: object) -> None:
        raise ValueError("halfway")

    with monkeypatch.context() as patch:
        patch.setattr(Watch, "save", fails)
        with pytest.raises(ValueError, match="halfway"):
            write(NAME, batch)
    assert everything() == before
    write(NAME, batch)
    assert len(calls()) == 3


# ---- restarts -----------------------------------------------------------------------------------


def test_an_open_call_goes_on_in_the_same_row_after_a_restart() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.write()
    row = only()
    again = office.restarted(epoch=2)
    again.snapshot(leg("c1 a", "connected", kind="incoming", callee="107", tracking="t1"))
    again.write()
    assert only().pk == row.pk
    assert (only().is_live, seconds(only().talking_since)) == (True, 1002)
    assert states("c1 a") == ["ringing", "connected"]
    again.leg("c1 a", "terminated", kind="incoming", tracking="t1")
    again.write()
    assert only().pk == row.pk
    assert seconds(only().ended_at) == 1004


def test_what_changed_while_nobody_looked_is_a_moment_of_its_own() -> None:
    office = Office()
    office.leg("c1 a", "queued", callee="200", queue="25", position=1)
    office.write()
    again = office.restarted(epoch=2)
    again.snapshot(leg("c1 a", "connected", connected=1001.5))
    again.write()
    told = [(one.state, seconds(one.at)) for one in leg_of("c1 a").moments.all()]
    assert told == [("queued", 1001), ("connected", 1001.5)]


def test_a_call_that_ended_while_nobody_looked_ended_unseen_between_two_moments() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")  # until 1002
    office.snapshot(leg("c1 a", "connected"))  # 1003
    office.write()
    again = office.restarted(epoch=2)
    again.at = 1050.0
    again.fold(LinkChanged("live", again.tick()))
    again.snapshot()  # 1052
    again.write()
    call = only()
    assert (call.is_live, call.is_unseen, call.ended_at) == (False, True, None)
    assert (seconds(call.ended_after), seconds(call.ended_before)) == (1003, 1052)
    assert states("c1 a") == ["ringing", "connected", "gone"]


def test_a_call_that_no_list_had_shown_ended_after_its_last_fact() -> None:
    office = Office()
    office.snapshot()
    office.answered("c1 a", "107", tracking="t1")  # until 1003
    office.write()
    again = office.restarted(epoch=2)
    again.snapshot()  # 1004
    again.write()
    assert (seconds(only().ended_after), seconds(only().ended_before)) == (1003, 1004)


def test_rows_that_earlier_epochs_wrote_apart_become_one() -> None:
    first = Office()
    first.answered("c1 a", "107", tracking="t1")
    first.write()
    second = first.restarted(epoch=2)
    second.answered("c2 a", "112", tracking="t2")
    second.write()
    assert len(calls()) == 2
    third = second.restarted(epoch=3)
    third.leg("c2 a", "connected", kind="incoming", tracking="t2", previous="t1")
    third.write()
    assert only().legs.count() == 2


# ---- a link that was lost -----------------------------------------------------------------------


def test_calls_that_vanish_while_the_link_is_lost_end_unseen() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.snapshot(leg("c1 a", "connected"))  # 1003
    office.fold(LinkChanged("lost", office.tick()))
    office.snapshot()  # 1005
    office.write()
    assert (seconds(only().ended_after), seconds(only().ended_before)) == (1003, 1005)


def test_a_leg_that_a_list_lacked_by_mistake_lives_on() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.snapshot()
    office.write()
    assert only().is_unseen
    office.leg("c1 a", "connected", kind="incoming", tracking="t1")
    office.write()
    assert only().is_live
    assert only().ended_before is leg_of("c1 a").ended_after is None


def test_a_leg_that_a_list_lacked_while_nothing_could_be_written_keeps_what_was_known() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.snapshot()
    office.leg("c1 a", "terminated")
    office.write()
    assert states("c1 a") == ["ringing", "connected", "gone", "terminated"]
    row = leg_of("c1 a")
    assert (row.extension, row.caller_number, row.is_answered) == ("107", "4420700", True)
    assert (seconds(row.first_seen), seconds(row.talking_since)) == (1001, 1002)
    assert (only().is_answered, seconds(only().first_seen)) == (True, 1001)


# ---- failover -----------------------------------------------------------------------------------


def test_the_successor_continues_what_the_last_holder_wrote() -> None:
    office = busy()
    office.write()
    before = {call.pk for call in calls()}
    moments = Moment.objects.count()
    after = office.mirrored(epoch=2)
    after.snapshot(*listed())
    after.write()
    assert {call.pk for call in calls()} == before
    assert Moment.objects.count() == moments
    assert open_calls(NAME) == open_on(after.board)


def test_the_successor_writes_what_the_last_holder_could_not() -> None:
    office = busy()
    office.leg("c3 a", "terminated", reason="gave up")  # 1008
    office.mirrored(epoch=2).write()
    assert len(calls()) == 3
    [first, _, third] = calls()
    assert (first.is_live, third.is_live) == (False, False)
    assert (seconds(first.ended_at), seconds(third.ended_at)) == (1006, 1008)
    assert states("c1 a") == []
    assert leg_of("c1 a").state == "terminated"


def test_the_successor_knows_of_ends_that_were_not_written() -> None:
    office = busy()
    office.write()
    office.leg("c2 b", "terminated", tracking="t2")
    office.leg("c2 a", "terminated", tracking="t2")  # 1009
    office.mirrored(epoch=2).write()
    [_, second, third] = calls()
    assert (second.is_live, seconds(second.ended_at)) == (False, 1009)
    assert third.is_live
    assert (leg_of("c2 b").ended_at, seconds(leg_of("c2 b").ended_before)) == (None, 1009)


def test_a_call_of_which_only_the_board_of_a_mirror_knows_is_not_lost() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.snapshot()
    office.mirrored(epoch=2).write()
    assert only().is_unseen
    assert seconds(only().ended_before) == 1003


# ---- what a PBX may say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    ["c\0 a", f"{'c' * 5000} a", f"c {'é' * 5000}", "c~1o \U0001f4de"],
    ids=["NUL", "a long id", "a long tag", "a telephone"],
)
def test_whatever_a_pbx_calls_its_calls_they_are_stored(odd: str) -> None:
    office = Office()
    stamps: dict[str, Any] = {"started": 1e30, "connected": float("inf")}
    office.snapshot(leg(odd, "connected", tracking="t\0" * 4000, **stamps))
    office.write()
    office.leg(odd, "terminated", tracking="t\0" * 4000, reason="why\0not")
    office.write()
    assert not only().is_live
    assert only().legs.count() == 1


@pytest.mark.parametrize("position", [-1, 2**31, 2**63 - 1])
def test_a_place_in_a_queue_that_nobody_can_have_costs_no_moment(position: int) -> None:
    office = Office()
    office.leg("c1 a", "queued", callee="200", queue="25", position=position)
    office.write()
    [moment] = leg_of("c1 a").moments.all()
    assert (moment.state, moment.queue, moment.position) == ("queued", "25", None)


def test_a_pbx_that_was_removed_has_no_history() -> None:
    office = busy()
    PBX.objects.all().delete()
    office.write()
    assert calls() == []
