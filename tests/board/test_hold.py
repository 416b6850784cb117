"""Hold, resume, and phones that refuse NOTIFY."""

from console.board.queries import desk_cards, lamp
from tests.board.office import Office, leg_id

OWN, PEER = "402a8bb@h 3481849322414871o1", "402a8bb@h 6zje7kwsqio4htum.o"
DESK, OTHER = "123002", "123007"


def talk(office: Office) -> None:
    office.leg(OWN, "connected", caller=DESK, callee=OTHER, kind="outgoing")
    office.leg(PEER, "connected", caller=DESK, callee=OTHER, kind="incoming")


def test_who_holds_finds_the_call_under_held_and_the_other_under_active(office: Office) -> None:
    talk(office)
    office.leg(OWN, "holding")
    held_at = office.at
    office.leg(PEER, "held")
    (held,) = desk_cards(office.board, DESK).held
    assert (held.slot, held.own, held.held_since) == (4, leg_id(OWN), held_at)
    theirs = desk_cards(office.board, OTHER).active
    assert theirs is not None
    assert theirs.held_by_them
    assert lamp(office.board, DESK).state == "holding"
    assert lamp(office.board, OTHER).state == "held"


def test_the_first_talk_time_outlives_the_resume(office: Office) -> None:
    talk(office)
    first = office.board.legs[leg_id(OWN)].talking_since
    office.leg(OWN, "holding")
    office.leg(OWN, "connected", connected=office.at)
    own = office.board.legs[leg_id(OWN)]
    assert own.talking_since == first
    assert own.held_since is None
    assert not desk_cards(office.board, DESK).held
    assert not office.board.desks


def test_a_leg_first_seen_on_hold_has_an_unknown_talk_time_for_good(office: Office) -> None:
    office.leg(OWN, "holding", caller=DESK, kind="outgoing")
    office.leg(OWN, "connected")
    assert office.board.legs[leg_id(OWN)].talking_since is None


def test_phones_that_refuse_notify_leave_both_held_and_both_may_resume(office: Office) -> None:
    talk(office)
    office.leg(OWN, "held")
    office.leg(PEER, "held")
    assert desk_cards(office.board, DESK).held[0].own == leg_id(OWN)
    assert desk_cards(office.board, OTHER).held[0].own == leg_id(PEER)


def test_held_moves_to_active_when_the_peer_turns_out_to_hold(office: Office) -> None:
    talk(office)
    office.leg(PEER, "held")
    assert office.board.desks[OTHER].slots == {"1": 4}
    touched = office.leg(OWN, "holding")
    assert OTHER not in office.board.desks
    assert touched.desks == {DESK, OTHER}


def test_a_held_call_that_is_put_on_hold_again_keeps_its_age(office: Office) -> None:
    talk(office)
    office.leg(OWN, "held")
    since = office.at
    office.leg(OWN, "holding")
    assert office.board.legs[leg_id(OWN)].held_since == since
