"""Consultations and blind transfers of a desk."""

from console.board.facts import CallTransferred, ConsultEnded, ConsultStarted
from console.board.queries import (
    consult_legs,
    consult_ready,
    desk_cards,
    pullback,
    transferring,
)
from tests.board.office import OUTSIDE, Office, leg_id

DESK, COLLEAGUE = "123007", "123003"


def held_caller(office: Office) -> None:
    office.answered("in mine", DESK, tracking="IN")
    office.leg("in mine", "holding")


def start(office: Office, tracking: str = "OUT") -> None:
    office.fold(ConsultStarted(DESK, "key", "1", tracking, COLLEAGUE, office.tick()))


def dial_out(office: Office, mine: str = "connected", theirs: str = "") -> None:
    office.leg("out mine", mine, caller=DESK, kind="outgoing", tracking="OUT")
    if theirs:
        office.leg("out~1o theirs", theirs, callee=COLLEAGUE, kind="incoming", tracking="OUT")


def consulting(office: Office) -> bool:
    desk = office.board.desks.get(DESK)
    return desk is not None and desk.consult is not None


def test_the_consultation_is_resolved_when_its_legs_come(office: Office) -> None:
    held_caller(office)
    start(office)
    dial_out(office, "trying")
    consult = office.board.desks[DESK].consult
    assert consult is not None
    assert (consult.caller, consult.call) == ("1", "2")
    cards = desk_cards(office.board, DESK)
    assert cards.active is not None
    assert (cards.active.consult, cards.active.pickup) == (True, True)
    assert cards.held[0].call == "1"
    assert not office.board.index.awaited


def test_or_at_once_when_they_came_before(office: Office) -> None:
    held_caller(office)
    dial_out(office, "trying")
    start(office)
    consult = office.board.desks[DESK].consult
    assert consult is not None
    assert consult.call == "2"


def test_complete_is_possible_once_both_are_connected(office: Office) -> None:
    held_caller(office)
    start(office)
    assert not consult_ready(office.board, DESK)
    dial_out(office, theirs="ringing")
    assert not consult_ready(office.board, DESK)
    dial_out(office, theirs="connected")
    assert consult_ready(office.board, DESK)
    legs = consult_legs(office.board, DESK)
    assert legs is not None
    assert (legs.caller_own, legs.caller_peer) == (leg_id("in mine"), None)
    assert (legs.consult_own, legs.consult_peer) == (leg_id("out mine"), leg_id("out~1o theirs"))


def test_complete_waits_for_a_caller_who_still_rings_elsewhere(office: Office) -> None:
    held_caller(office)
    office.leg("in hers", "ringing", caller="123002", kind="outgoing", tracking="IN")
    start(office)
    dial_out(office, theirs="connected")
    assert not consult_ready(office.board, DESK)
    office.leg("in hers", "held")
    assert consult_ready(office.board, DESK)


def test_it_ends_with_its_call(office: Office) -> None:
    held_caller(office)
    start(office)
    dial_out(office, theirs="connected")
    office.leg("out~1o theirs", "terminated")
    assert consulting(office)
    touched = office.leg("out mine", "terminated")
    assert not consulting(office)
    assert touched.desks == {DESK}
    assert "1" in touched.calls, "the caller's card shows it no more"


def test_it_ends_with_the_callers_call(office: Office) -> None:
    held_caller(office)
    start(office)
    dial_out(office)
    office.leg("in mine", "terminated")
    assert not consulting(office)


def test_it_ends_when_both_are_joined(office: Office) -> None:
    held_caller(office)
    start(office)
    dial_out(office, theirs="connected")
    office.leg("out~1o theirs", "connected", tracking="NEW", previous="IN")
    assert not consulting(office)
    assert list(office.board.calls) == ["1"]


def test_it_ends_on_command_and_only_once(office: Office) -> None:
    held_caller(office)
    start(office)
    assert office.fold(ConsultEnded(DESK, office.tick())).desks == {DESK}
    assert not office.fold(ConsultEnded(DESK, office.tick()))
    assert not office.board.index.awaited


def test_a_consultation_that_is_over_before_its_reply_never_starts(office: Office) -> None:
    held_caller(office)
    dial_out(office)
    office.leg("out mine", "terminated", tracking="OUT")
    start(office)
    assert not consulting(office)


def test_without_its_caller_it_is_a_call_like_any_other(office: Office) -> None:
    start(office)
    assert not consulting(office)
    assert office.board.counters == {"late": 1}


def test_a_second_consultation_replaces_the_first(office: Office) -> None:
    held_caller(office)
    start(office, "FIRST")
    start(office, "OUT")
    assert list(office.board.index.awaited) == ["OUT"]


def transfer(office: Office, target: str = COLLEAGUE) -> None:
    office.fold(CallTransferred(DESK, "1", target, office.tick()))


def ring_target(office: Office, state: str = "trying", callee: str = COLLEAGUE) -> None:
    office.leg("in theirs", state, caller=OUTSIDE, callee=callee, kind="incoming", tracking="IN")


def test_a_blind_transfer_can_be_pulled_back_while_its_target_rings(office: Office) -> None:
    office.answered("in mine", DESK, tracking="IN")
    transfer(office)
    assert pullback(office.board, DESK) is None
    office.leg("in mine", "terminated", reason="blind transfer", tracking="IN")
    ring_target(office)
    found = pullback(office.board, DESK)
    assert found is not None
    assert (found.call, found.target, found.leg) == ("1", COLLEAGUE, leg_id("in theirs"))
    touched = office.leg("in theirs", "connected")
    assert pullback(office.board, DESK) is None
    assert touched.desks >= {DESK}


def test_a_caller_who_was_pulled_back_is_not_told_of_as_ended(office: Office) -> None:
    """Between the two phones the PBX shows no leg."""
    office.answered("in mine", DESK, tracking="IN")
    transfer(office)
    office.leg("in mine", "terminated", reason="blind transfer", tracking="IN")
    ring_target(office)
    office.leg("in theirs", "terminated", reason="blind transfer")
    office.leg("in back", "ringing", caller=OUTSIDE, callee=DESK, kind="incoming", tracking="IN")
    assert transferring(office.board, DESK) is None


def test_the_target_may_ring_before_the_transfer_is_accepted(office: Office) -> None:
    office.answered("in mine", DESK, tracking="IN")
    ring_target(office)
    transfer(office)
    assert pullback(office.board, DESK) is not None


def test_a_target_that_had_answered_before_cannot_be_pulled_back(office: Office) -> None:
    office.answered("in mine", DESK, tracking="IN")
    ring_target(office, "connected")
    transfer(office)
    assert not office.board.desks[DESK].transfers
    office.leg("in later", "ringing", callee="123004", kind="incoming", tracking="IN")
    assert pullback(office.board, DESK) is None


def test_nothing_is_left_to_pull_back_when_the_caller_hangs_up(office: Office) -> None:
    office.answered("in mine", DESK, tracking="IN")
    transfer(office)
    office.leg("in mine", "terminated", tracking="IN")
    ring_target(office)
    office.leg("in theirs", "terminated")
    assert pullback(office.board, DESK) is None


def test_the_callers_own_ringing_leg_is_never_pulled(office: Office) -> None:
    """Transferring it would drop her."""
    office.leg("in hers", "ringing", caller="123002", callee=DESK, kind="outgoing")
    office.inbound("in mine", DESK, caller="123002")
    transfer(office, "123002")
    assert pullback(office.board, DESK) is None


def test_a_number_written_otherwise_is_known_by_its_late_leg(office: Office) -> None:
    office.answered("in mine", DESK, tracking="IN")
    transfer(office, "0207123456")
    ring_target(office, callee="44207123456")
    found = pullback(office.board, DESK)
    assert found is not None
    assert found.target == "0207123456"


def test_a_transfer_of_an_unknown_call_is_counted(office: Office) -> None:
    transfer(office)
    assert office.board.counters == {"late": 1}
