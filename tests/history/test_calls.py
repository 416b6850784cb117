"""What stands in history of a call: its legs, their states and times, waits, and who handled it."""

import pytest

from console.board.facts import (
    CallDialled,
    CallTransferred,
    CommandSent,
    CommandSettled,
    ConsultStarted,
)
from console.history.models import Deed
from console.links.commands import Command
from tests.board.office import Party, leg
from tests.history.office import Office, calls, leg_of, only, seconds, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_call_stands_with_its_legs_states_and_times(office: Office) -> None:
    office.inbound("c1 a", "107", tracking="t1")  # at 1001
    office.leg("c1 a", "connected", kind="incoming", tracking="t1")
    office.leg("c1 a", "holding", kind="incoming", tracking="t1")
    office.leg("c1 a", "connected", kind="incoming", tracking="t1")
    office.leg("c1 a", "terminated", kind="incoming", tracking="t1", reason="normal clearing")
    office.write()
    call, row = only(), leg_of("c1 a")
    assert states("c1 a") == ["ringing", "connected", "holding", "connected", "terminated"]
    assert [seconds(one.at) for one in row.moments.all()] == [1001, 1002, 1003, 1004, 1005]
    assert (call.caller_number, call.caller_name, call.callee_number) == (
        "4420700",
        "Mary Stone",
        "107",
    )
    assert (row.extension, row.is_answered) == ("107", True)
    assert [seconds(one) for one in (call.first_seen, call.talking_since, call.ended_at)] == [
        1001,
        1002,
        1005,
    ]
    assert (call.is_live, call.is_answered, call.reason) == (False, True, "normal clearing")


def test_an_open_call_is_open(office: Office) -> None:
    office.inbound("c1 a", "107")
    office.write()
    call = only()
    assert (call.is_live, call.is_answered) == (True, False)
    assert call.ended_at is call.ended_after is call.ended_before is call.talking_since is None


def test_a_caller_waits_in_one_queue_and_then_in_another(office: Office) -> None:
    office.leg("c1 a", "queued", callee="200", queue="25", position=3)
    office.leg("c1 a", "queued", callee="200", queue="25", position=2)
    office.leg("c1 a", "queued", callee="200", queue="26", position=0)
    office.leg("c1 a", "dequeued", callee="200")
    office.write()
    told = [(one.state, one.queue, one.position, seconds(one.at)) for one in moments("c1 a")]
    assert told == [
        ("queued", "25", 3, 1001),
        ("queued", "26", 0, 1003),
        ("dequeued", "", None, 1004),
    ]


def moments(name: str) -> list:
    return list(leg_of(name).moments.all())


def test_times_that_nobody_knows_are_unknown(office: Office) -> None:
    office.snapshot(leg("c1 a", "connected", kind="incoming", callee="107"))
    office.write()
    call, row = only(), leg_of("c1 a")
    assert call.is_answered
    assert call.talking_since is row.talking_since is row.started is None
    assert [one.at for one in row.moments.all()] == [None]


def test_a_leg_that_was_never_seen_alive_is_a_call_all_the_same(office: Office) -> None:
    caller = Party(number="4420700")
    office.leg("c1 a", "terminated", caller=caller, callee="107", kind="incoming", reason="busy")
    office.write()
    assert (only().caller_number, only().is_live, only().reason) == ("4420700", False, "busy")
    assert leg_of("c1 a").extension == "107"


def test_a_blind_transfer_keeps_who_was_called_first(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    office.leg("c1 a", "terminated", tracking="t1", reason="blind transfer")
    office.leg("c1 b", "ringing", callee="112", kind="incoming", tracking="t1")
    office.leg("c1 b", "connected", callee="112", kind="incoming", tracking="t1")
    office.write()
    assert only().callee_number == "107"
    answered = only().legs.filter(is_answered=True).order_by("pk")
    assert [row.extension for row in answered] == ["107", "112"]
    assert only().is_live


def test_an_originated_call_talks_when_both_phones_have_answered(office: Office) -> None:
    office.leg("c1 a", "connected", caller="107", callee=Party(number="112"), kind="outgoing")
    office.leg("c1~1o b", "ringing", caller="107", callee="112", kind="incoming")
    office.write()
    assert (only().is_answered, only().talking_since) == (False, None)
    office.leg("c1~1o b", "connected", caller="107", callee="112", kind="incoming")
    office.write()
    assert only().is_answered
    assert seconds(only().talking_since) == 1003


def test_calls_that_turn_out_to_be_one_become_one(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    office.answered("c2 a", "112", tracking="t2")
    office.write()
    assert len(calls()) == 2
    office.leg("c2 a", "connected", kind="incoming", tracking="t3", previous="t1")
    office.write()
    assert seconds(only().first_seen) == 1001
    assert only().legs.count() == 2
    office.leg("c9 a", "ringing", callee="113", tracking="t2")
    office.write()
    assert only().legs.count() == 3


def test_an_id_that_changes_nothing_to_the_eye_is_remembered(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    office.leg("c1 a", "connected", kind="incoming", tracking="t1", previous="t0")
    office.write()
    office.answered("c2 a", "112", tracking="t0")
    office.write()
    assert only().legs.count() == 2


def test_a_call_that_ended_comes_back_with_a_late_leg(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    office.leg("c1 a", "terminated", tracking="t1")
    office.write()
    office.leg("c3 a", "ringing", callee="112", tracking="t1")
    office.write()
    assert only().is_live
    assert only().ended_at is None


def press(office: Office, verb: str, call: str = "", key: str = "", **told: str) -> Command:
    key = key or f"1.{verb}"
    office.fold(CommandSent(desk="107", key=key, verb=verb, at=office.tick(), call=call))
    return Command("main", "107", verb, key, office.at + 10, call=call, operator="ruth", **told)


def settle(office: Office, command: Command, outcome: str, sentence: str = "") -> None:
    fact = CommandSettled(command.desk, command.key, outcome, office.tick(), sentence)
    office.fold(fact)
    office.historian.recorder.settled(command, outcome, sentence, 0.1)


def test_what_the_console_was_asked_stands_beside_the_call(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    call = office.call_of("c1 a")
    held = press(office, "hold", call)
    office.write()
    [deed] = only().deeds()
    assert (deed.verb, deed.desk, deed.outcome, deed.operator) == ("hold", "107", "sent", "")
    settle(office, held, "refused", "This call has already ended.")
    office.write()
    [deed] = only().deeds()
    assert (deed.outcome, deed.operator) == ("refused", "ruth")
    assert deed.sentence == "This call has already ended."
    assert (seconds(deed.at), seconds(deed.settled_at)) == (1003, 1004)


def test_a_transfer_says_where_to(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    call = office.call_of("c1 a")
    command = press(office, "transfer", call, target="112")
    office.fold(CallTransferred("107", call, "112", office.tick()))
    settle(office, command, "accepted")
    office.write()
    [deed] = only().deeds()
    assert (deed.target, deed.outcome) == ("112", "accepted")


def test_a_dialled_call_knows_who_dialled_it(office: Office) -> None:
    command = press(office, "dial", target="112")
    office.fold(CallDialled("107", command.key, "112", "t7", office.tick()))
    settle(office, command, "accepted")
    office.write()
    assert calls() == []
    office.leg("c1 a", "trying", caller="107", kind="outgoing", tracking="t7")
    office.write()
    [deed] = only().deeds()
    assert (deed.verb, deed.operator) == ("dial", "ruth")


def test_a_consultation_belongs_to_the_caller_and_to_the_call_it_made(office: Office) -> None:
    office.answered("c1 a", "107", tracking="t1")
    call = office.call_of("c1 a")
    command = press(office, "consult", call, target="112")
    office.fold(ConsultStarted("107", command.key, call, "t7", "112", office.tick()))
    settle(office, command, "accepted")
    office.leg("c2 a", "trying", caller="107", kind="outgoing", tracking="t7")
    office.write()
    assert [[deed.verb for deed in one.deeds()] for one in calls()] == [["consult"], ["consult"]]
    assert Deed.objects.count() == 1
