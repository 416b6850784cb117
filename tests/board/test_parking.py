"""Who is parked: from our command until the caller's leg says otherwise."""

from console.board.facts import CallParked
from console.board.state import Touched
from tests.board.office import OUTSIDE, Office, phone

DESK = "123007"


def park(office: Office, slot: str = "701") -> str:
    """The PBX has accepted to park; the leg in the slot is still to come."""
    office.answered("in mine", DESK, tracking="IN")
    call, arrival = office.call_of("in mine"), office.board.next_arrival
    office.fold(CallParked(DESK, call, slot, office.tick(), arrival))
    return call


def stands(office: Office) -> Touched:
    return office.leg("in slot", "connected", caller=OUTSIDE, kind="incoming", tracking="IN")


def test_a_caller_is_parked_before_and_after_her_leg_shows(office: Office) -> None:
    call = park(office)
    office.leg("in mine", "terminated", tracking="IN")
    assert list(office.board.parked) == ["701"]
    stands(office)
    assert office.board.parked["701"].call == call


def test_the_end_of_the_leg_in_the_slot_ends_it(office: Office) -> None:
    park(office)
    office.leg("in mine", "terminated", tracking="IN")
    stands(office)
    touched = office.leg("in slot", "terminated", tracking="IN")
    assert touched.parked
    assert office.board.parked == {}


def test_whoever_answers_or_rings_at_a_phone_later_has_retrieved_her(office: Office) -> None:
    park(office)
    office.leg("in mine", "terminated", tracking="IN")
    stands(office)
    office.leg(
        "out theirs", "connected", caller=phone("123012"), callee=OUTSIDE, kind="outgoing",
        tracking="OUT", previous="IN",
    )  # fmt: skip
    assert office.board.parked == {}


def test_a_colleagues_own_leg_keeps_her_parked_where_no_slot_shows(office: Office) -> None:
    office.leg("in hers", "connected", caller="123002", callee=DESK, kind="outgoing", tracking="IN")
    office.answered("in mine", DESK, tracking="IN")
    call, arrival = office.call_of("in mine"), office.board.next_arrival
    office.fold(CallParked(DESK, call, "701", office.tick(), arrival))
    office.leg("in mine", "terminated", tracking="IN")
    assert list(office.board.parked) == ["701"]
    office.leg("in hers", "terminated", tracking="IN")
    assert office.board.parked == {}


def test_a_list_without_her_empties_the_slot_but_not_one_asked_for_before(office: Office) -> None:
    before = office.board.facts
    park(office)
    office.leg("in mine", "terminated", tracking="IN")
    office.snapshot(since=before)
    assert list(office.board.parked) == ["701"]
    assert office.snapshot().parked
    assert office.board.parked == {}


def test_two_calls_that_turn_out_to_be_one_keep_the_slot(office: Office) -> None:
    call = park(office)
    office.leg("in mine", "terminated", tracking="IN")
    office.leg("older x", "connected", caller=OUTSIDE, kind="incoming", tracking="OLD")
    stands(office)
    office.leg("in slot", "connected", kind="incoming", tracking="IN", previous="OLD")
    (one,) = office.board.parked.values()
    assert one.call in office.board.calls
    assert office.board.root(call) == one.call


def test_an_unknown_call_is_not_parked(office: Office) -> None:
    assert not office.fold(CallParked(DESK, "9", "701", office.tick(), 1))
    assert office.board.counters == {"late": 1}
