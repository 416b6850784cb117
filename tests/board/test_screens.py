"""What the screens are told: names, numbers, lamps and calls in progress."""

import pytest

from console.board.queries import card, desk_cards, lamp, live_calls
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    Forwarder,
    Party,
    QueueListed,
    QueuesListed,
)
from tests.board.office import OUTSIDE, Office, leg, leg_id, phone

DESK = "123007"


@pytest.fixture
def office() -> Office:
    made = Office()
    people = (Extension(DESK, "107", "Ann Field", True), Extension("123002", "102", "Bob Hill"))
    made.fold(ExtensionsListed(people, made.tick()))
    made.fold(QueuesListed((QueueListed("25", "Sales"),), made.tick()))
    return made


def test_lamps_are_unknown_before_the_first_list_and_idle_after(office: Office) -> None:
    assert lamp(office.board, DESK).state == "unknown"
    office.snapshot()
    found = lamp(office.board, DESK)
    assert (found.state, found.short, found.name, found.registered) == (
        "idle", "107", "Ann Field", True
    )  # fmt: skip


def test_a_lamp_shows_the_talk_before_the_second_call_that_rings(office: Office) -> None:
    office.answered("a 1", DESK)
    talking = office.at
    office.inbound("b 1", DESK)
    found = lamp(office.board, DESK)
    assert (found.state, found.since) == ("talking", talking)
    office.leg("a 1", "holding")
    assert lamp(office.board, DESK).state == "ringing"


def test_our_name_goes_before_the_pbxs_and_a_number_is_no_name(office: Office) -> None:
    bob = Party(number="123002", account_id="123002", display_name="B. H.")
    office.inbound("a 1", DESK, caller=bob)
    office.inbound("b 1", DESK, caller=OUTSIDE)
    office.inbound("c 1", DESK, caller=Party(number="111", display_name="111"))
    office.inbound("d 1", DESK, caller=Party())
    cards = desk_cards(office.board, DESK).ringing
    assert [(one.number, one.name) for one in cards] == [
        ("123002", "Bob Hill"), ("4420700", "Mary Stone"), ("111", ""), ("", "")
    ]  # fmt: skip


def test_the_company_called_is_the_first_forwarder(office: Office) -> None:
    forwarded = Party(
        number=DESK, account_id=DESK, forwarders=(Forwarder("44207", display_name="Dental"),)
    )
    office.leg("a 1", "ringing", caller=OUTSIDE, callee=forwarded, kind="incoming")
    assert desk_cards(office.board, DESK).ringing[0].company_called == "Dental"


def test_a_call_out_of_a_queue_tells_queue_wait_and_company(office: Office) -> None:
    menu = Party(number="123010", account_id="123010", display_name="Main line")
    office.leg(
        "a 1", "queued", caller=OUTSIDE, callee=menu, kind="incoming", queue="25", tracking="T"
    )
    waited = office.at
    office.leg("a 1", "dequeued", queue="25")
    office.inbound("a 2", DESK, tracking="T")
    ringing = desk_cards(office.board, DESK).ringing[0]
    assert (ringing.queue, ringing.waited_since) == ("25", waited)
    assert ringing.company_called == "Main line"
    assert ringing.peers == (leg_id("a 1"),)


def test_the_desk_talks_in_one_call_and_the_rest_are_others(office: Office) -> None:
    office.answered("a 1", DESK)
    office.answered("b 1", DESK)
    cards = desk_cards(office.board, DESK)
    assert cards.active is not None
    assert cards.active.call == "2"
    assert [one.call for one in cards.others] == ["1"]


def test_one_card_is_found_by_an_alias_too(office: Office) -> None:
    office.answered("a 1", DESK, tracking="A")
    office.answered("b 1", "123002", tracking="B")
    office.leg("b 1", "connected", tracking="B", previous="A")
    found = card(office.board, DESK, "2")
    assert found is not None
    assert found.call == "1"
    assert card(office.board, "123003", "1") is None
    assert card(office.board, DESK, "99") is None


def test_two_legs_of_one_desk_in_one_call_make_one_card(office: Office) -> None:
    office.answered("a 1", DESK, tracking="A")
    office.leg("a 1", "holding")
    office.leg("b 1", "connected", caller=DESK, kind="outgoing", tracking="B", previous="A")
    cards = desk_cards(office.board, DESK)
    assert cards.active is not None
    assert (cards.active.own, cards.held) == (leg_id("b 1"), ())


def test_calls_in_progress_name_the_caller_who_has_no_leg(office: Office) -> None:
    office.answered("a 1", DESK)
    (call,) = live_calls(office.board)
    assert (call.state, call.since) == ("talking", office.at)
    outside, ann = call.parties
    assert (outside.number, outside.name, outside.state, outside.leg) == (
        "4420700", "Mary Stone", "", None
    )  # fmt: skip
    assert (ann.extension, ann.short, ann.name, ann.state) == (
        DESK, "107", "Ann Field", "connected"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("ringing", "ringing"),
        ("connected", "talking"),
        ("held", "held"),
        ("queued", "waiting"),
    ],
)
def test_a_call_in_progress_has_a_state_of_the_trade(
    office: Office, state: str, shown: str
) -> None:
    office.fold(leg("a 1", state, 5.0, caller=OUTSIDE, callee=phone(DESK), kind="incoming"))
    assert live_calls(office.board)[0].state == shown
