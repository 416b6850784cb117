"""What a snapshot decides, and what it must leave alone."""

from console.board.queries import desk_cards
from console.portasip.messages import CallsListed
from tests.board.office import OUTSIDE, Office, leg, leg_id


def test_the_first_list_makes_the_picture(office: Office) -> None:
    touched = office.snapshot(
        leg("x 1", "ringing", caller="123002", callee="123007", kind="outgoing", started=900.0),
        leg("x 2", "ringing", caller="123002", callee="123007", kind="incoming", started=900.0),
    )
    assert touched.everything
    assert office.board.listed_at == office.at
    assert office.board.calls["1"].legs == [leg_id("x 1"), leg_id("x 2")]
    card = desk_cards(office.board, "123007").ringing[0]
    assert (card.slot, card.since, card.first_seen) == (1, 900.0, office.at)


def test_without_stamps_the_times_are_unknown_and_never_zero(office: Office) -> None:
    office.snapshot(leg("x 1", "connected", callee="123007", kind="incoming"))
    listed = office.board.legs[leg_id("x 1")]
    assert (listed.started, listed.state_since, listed.talking_since) == (None, None, None)
    assert office.board.calls["1"].answered
    assert office.board.calls["1"].talking_since is None


def test_stamps_of_a_wrong_clock_never_lie_in_the_future(office: Office) -> None:
    future = leg("x 1", "connected", started=1e12, connected=1e12)
    waiting = leg("y 1", "queued", queue="25", position=0, connected=1e12)
    office.snapshot(future, waiting)
    for listed in office.board.legs.values():
        stamps = (listed.started, listed.state_since, listed.talking_since, listed.queued_since)
        assert all(stamp is None or stamp <= office.at for stamp in stamps)


def test_legs_absent_and_unchanged_end(office: Office) -> None:
    office.answered("x 1", "123007")
    touched = office.snapshot()
    assert touched.ended == ["1"]
    assert touched.corrected == [leg_id("x 1")]
    assert "123007" in touched.extensions
    assert not office.board.legs
    assert office.board.counters == {"ghosts": 1}


def test_a_leg_changed_since_the_list_was_asked_for_wins(office: Office) -> None:
    asked = office.board.facts
    office.answered("x 1", "123007")
    touched = office.snapshot(leg("y 1", "ringing"), since=asked)
    assert office.state("x 1") == "connected"
    assert touched.corrected == [leg_id("y 1")]
    office.snapshot(leg("x 1", "ringing"), since=asked)
    assert office.state("x 1") == "connected"


def test_a_leg_that_died_since_stays_dead(office: Office) -> None:
    office.answered("x 1", "123007")
    asked = office.board.facts
    office.leg("x 1", "terminated")
    touched = office.snapshot(leg("x 1", "connected"), since=asked)
    assert not office.board.legs
    assert not touched.calls
    assert office.board.counters == {"lingering": 1}


def test_a_list_that_agrees_touches_nothing(office: Office) -> None:
    office.snapshot()
    office.answered("x 1", "123007", tracking="T")
    touched = office.snapshot(
        leg("x 1", "connected", caller=OUTSIDE, callee="123007", kind="incoming", connected=9.0)
    )
    assert not touched


def test_a_list_corrects_the_state_and_keeps_what_only_facts_told(office: Office) -> None:
    office.answered("x 1", "123007", tracking="T")
    talking = office.at
    office.leg("y 1", "connected", tracking="U", previous="T")
    first_seen = office.board.legs[leg_id("x 1")].first_seen
    office.snapshot(leg("x 1", "holding", connected=1001.0), leg("y 1", "held"))
    held = office.board.legs[leg_id("x 1")]
    assert (held.state, held.held_since) == ("holding", 1001.0)
    assert (held.first_seen, held.talking_since) == (first_seen, talking)
    assert office.board.calls["1"].tracking_ids == ["T", "U"]
    assert office.board.desks["123007"].slots == {"1": 4}
    assert office.board.counters == {"corrected": 2}


def test_the_list_may_take_a_leg_back_to_ringing(office: Office) -> None:
    office.answered("x 1", "123007")
    office.snapshot(leg("x 1", "ringing"))
    assert office.state("x 1") == "ringing"


def test_a_waiting_caller_keeps_her_place_and_time(office: Office) -> None:
    office.leg("a 1", "queued", queue="25", position=0)
    since = office.at
    office.leg("b 1", "queued", queue="25", position=1)
    office.snapshot(
        leg("b 1", "queued", queue="25", position=1, connected=5.0),
        leg("a 1", "queued", queue="25", position=0, connected=5.0),
    )
    assert office.waiting() == ["a 1", "b 1"]
    assert office.board.legs[leg_id("a 1")].queued_since == since


def test_an_older_caller_of_the_list_stands_before_a_younger(office: Office) -> None:
    office.leg("b 1", "queued", queue="25")
    office.snapshot(
        leg("b 1", "queued", queue="25"), leg("a 1", "queued", queue="25", connected=500.0)
    )
    assert office.waiting() == ["a 1", "b 1"]


def test_a_leg_ended_by_a_list_comes_back_with_its_next_fact(office: Office) -> None:
    """Lists lag; only the PBX's own word `terminated` is final."""
    office.answered("x 1", "123007", tracking="T")
    office.snapshot()
    office.leg("x 1", "connected", tracking="T")
    assert list(office.board.calls) == ["1"]


def test_a_leg_listed_as_terminated_is_dead(office: Office) -> None:
    office.answered("x 1", "123007")
    office.snapshot(leg("x 1", "terminated"), leg("never seen", "terminated"))
    assert not office.board.legs
    office.leg("x 1", "connected")
    assert not office.board.legs


def test_a_leg_listed_twice_is_one_leg(office: Office) -> None:
    office.snapshot(leg("x 1", "ringing"), leg("x 1", "connected"))
    assert [one.state for one in office.board.legs.values()] == ["connected"]


def test_a_list_asked_for_after_another_corrects_what_that_one_said(office: Office) -> None:
    first, second = office.board.facts, office.board.facts
    office.fold(CallsListed((leg("x 1", "ringing"),), first, office.tick()))
    office.fold(CallsListed((leg("x 1", "connected"),), second, office.tick()))
    assert office.state("x 1") == "connected"


def test_calls_replaced_in_the_list_by_new_legs_do_not_end(office: Office) -> None:
    office.answered("x 1", "123007")
    touched = office.snapshot(leg("x 2", "connected", callee="123007", kind="incoming"))
    assert touched.ended == []
    assert list(office.board.calls) == ["1"]


def test_a_list_asked_for_by_the_counter_of_another_board_counts_as_newest(office: Office) -> None:
    office.snapshot(leg("x 1", "ringing"), since=500)
    assert office.board.legs[leg_id("x 1")].changed < office.board.facts
    office.snapshot()
    assert not office.board.legs
