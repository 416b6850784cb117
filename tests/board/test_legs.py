"""One leg after the other: states, late and repeated facts."""

import pytest

from console.board.state import Touched
from tests.board.office import Office, leg, leg_id, phone

RING = "30108b5e-b29bdab0@192.168.233.134"
CALLER, CALLEE = f"{RING} ba6783868a4100a8o1", f"{RING} qdkr5cjc9cfyzxyb.o"


def test_an_internal_call_is_one_call_of_two_legs(office: Office) -> None:
    office.leg(CALLER, "trying", caller="123002", callee="123007", kind="outgoing")
    touched = office.leg(CALLEE, "ringing", caller="123002", callee="123007", kind="incoming")
    assert len(office.board.calls) == 1
    assert touched.calls == {"1"}
    assert touched.extensions == {"123002", "123007"}
    assert office.board.legs[leg_id(CALLER)].extension == "123002"
    assert office.board.legs[leg_id(CALLEE)].extension == "123007"


def test_the_answer_is_stamped_with_its_arrival(office: Office) -> None:
    office.leg(CALLEE, "ringing", caller="123002", callee="123007", kind="incoming")
    office.leg(CALLEE, "connected", kind="incoming", connected=5.0)
    answered = office.board.legs[leg_id(CALLEE)]
    assert answered.talking_since == answered.state_since == office.at
    assert answered.callee == phone("123007"), "what a fact leaves out stays"


@pytest.mark.parametrize("late", ["trying", "ringing", "early"])
@pytest.mark.parametrize("now", ["connected", "held", "holding"])
def test_ringing_after_the_answer_is_late(office: Office, now: str, late: str) -> None:
    office.leg(CALLEE, now)
    assert office.leg(CALLEE, late) == Touched()
    assert office.state(CALLEE) == now
    assert office.board.counters == {"late": 1}


@pytest.mark.parametrize("late", ["trying", "connected", "queued", "never heard of"])
def test_a_terminated_leg_stays_dead(office: Office, late: str) -> None:
    office.leg(CALLEE, "connected")
    office.leg(CALLEE, "terminated", reason="Call terminated by API")
    assert office.leg(CALLEE, late, tracking="new") == Touched()
    assert not office.board.legs
    assert office.board.counters["late"] == 1


def test_a_second_end_is_a_duplicate(office: Office) -> None:
    office.leg(CALLEE, "connected")
    assert office.leg(CALLEE, "terminated").ended == ["1"]
    assert office.leg(CALLEE, "terminated") == Touched()
    assert office.board.counters == {"duplicate": 1}


def test_a_repeated_fact_touches_nothing_but_proves_the_leg(office: Office) -> None:
    office.leg(CALLEE, "connected", callee="123007", kind="incoming")
    since = office.board.facts
    again = leg(CALLEE, "connected", office.at, callee="123007", kind="incoming")
    assert not office.fold(again)
    assert office.board.legs[leg_id(CALLEE)].changed > since


def test_a_call_seen_only_by_its_end_is_told_once(office: Office) -> None:
    touched = office.leg(CALLEE, "terminated", caller="123002", callee="123007", kind="incoming")
    assert touched.ended == ["1"]
    assert touched.calls == {"1"}
    assert touched.extensions == {"123007"}
    assert not office.board.calls
    assert office.board.remembered("1") is not None


@pytest.mark.parametrize("state", ["parked", "transferred"])
def test_a_state_of_a_later_release_is_known_and_ends_nothing(office: Office, state: str) -> None:
    office.leg(CALLEE, state, callee="123007", kind="incoming")
    assert office.state(CALLEE) == state
    assert office.board.counters == {}
    office.leg(CALLEE, "terminated")
    assert leg_id(CALLEE) not in office.board.legs


def test_a_state_nobody_knows_is_kept_as_it_is_spelt_and_counted(office: Office) -> None:
    office.leg(CALLEE, "dreaming", callee="123007", kind="incoming")
    assert office.state(CALLEE) == "dreaming"
    assert office.board.counters == {"unknown_state": 1}


def test_a_fact_without_state_or_parties_changes_what_it_names(office: Office) -> None:
    office.leg(CALLEE, "connected")
    office.leg(CALLEE, "", caller="123002")
    assert office.state(CALLEE) == "connected"
    assert office.board.legs[leg_id(CALLEE)].caller == phone("123002")


def test_a_leg_whose_phone_changes_moves_between_lamps(office: Office) -> None:
    office.leg(CALLEE, "ringing", callee="123007", kind="incoming")
    touched = office.leg(CALLEE, "ringing", callee="123003", kind="incoming")
    assert touched.extensions == {"123007", "123003"}
    assert list(office.board.index.extensions) == ["123003"]
