"""Numbered slots of a desk: lowest free, kept, never moved while the call stays in its list."""

from console.board.queries import desk_cards
from console.board.state import decode, encode
from tests.board.office import Office, leg

DESK = "123007"


def slots(office: Office) -> dict[str, int]:
    desk = office.board.desks.get(DESK)
    return desk.slots if desk else {}


def ring(office: Office, *names: str) -> None:
    for name in names:
        office.inbound(f"{name} 1", DESK)


def test_ringing_calls_take_the_lowest_free_number_and_keep_it(office: Office) -> None:
    ring(office, "a", "b", "c")
    office.leg("a 1", "terminated")
    assert slots(office) == {"2": 2, "3": 3}
    ring(office, "d")
    assert slots(office) == {"2": 2, "3": 3, "4": 1}


def test_a_fourth_is_listed_unnumbered_and_moves_up_only_into_a_free_slot(office: Office) -> None:
    ring(office, "a", "b", "c", "d", "e")
    cards = desk_cards(office.board, DESK).ringing
    assert [(card.call, card.slot) for card in cards] == [
        ("1", 1), ("2", 2), ("3", 3), ("4", None), ("5", None)
    ]  # fmt: skip
    office.leg("b 1", "connected")
    assert slots(office) == {"1": 1, "3": 3, "4": 2}
    assert list(office.board.desks[DESK].unnumbered) == ["5"]


def test_an_unnumbered_call_that_ends_leaves_no_trace(office: Office) -> None:
    ring(office, "a", "b", "c", "d")
    office.leg("d 1", "terminated")
    assert not office.board.desks[DESK].unnumbered


def test_held_calls_stand_from_four_to_six(office: Office) -> None:
    ring(office, "a", "b")
    office.leg("b 1", "connected")
    office.leg("b 1", "holding")
    assert slots(office) == {"1": 1, "2": 4}
    office.leg("b 1", "connected")
    assert slots(office) == {"1": 1}


def test_a_list_frees_the_slots_of_ended_calls_before_it_gives_new_ones(office: Office) -> None:
    ring(office, "a", "b", "c", "d")
    office.snapshot(
        leg("c 1", "ringing"),
        leg("d 1", "ringing"),
        leg("e 1", "ringing", callee=DESK, kind="incoming"),
    )
    assert slots(office) == {"3": 3, "4": 1, "5": 2}


def test_a_merged_call_keeps_the_older_place_or_takes_the_younger(office: Office) -> None:
    ring(office, "a", "b", "c")
    office.leg("c 1", "ringing", tracking="C", callee=DESK)
    office.leg("x 1", "connected", tracking="A")
    office.leg("a 1", "ringing", tracking="A")
    assert slots(office) == {"1": 1, "2": 2, "3": 3}
    office.leg("c 1", "ringing", tracking="A")
    assert slots(office) == {"1": 1, "2": 2}


def test_a_place_of_the_younger_passes_to_the_older(office: Office) -> None:
    office.leg("old 1", "connected", tracking="T")
    ring(office, "a")
    office.leg("a 1", "ringing", tracking="T")
    assert slots(office) == {"1": 1}


def test_slots_are_touched_only_when_they_change(office: Office) -> None:
    ring(office, "a")
    assert office.leg("a 1", "early").desks == set()
    assert office.leg("a 1", "connected").desks == {DESK}


def test_a_desk_with_nothing_left_is_forgotten(office: Office) -> None:
    ring(office, "a")
    office.leg("a 1", "terminated")
    assert not office.board.desks


def test_slots_travel(office: Office) -> None:
    ring(office, "a", "b", "c", "d")
    office.leg("a 1", "terminated")
    assert decode(encode(office.board)).desks == office.board.desks
