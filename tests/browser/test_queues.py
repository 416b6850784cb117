"""Waiting callers: who stands where, and Take."""

import pytest
from playwright.sync_api import Page, expect

from .demo import Demo
from .screen import RUTH, digits, key, press, ringing, waiting

CALLERS = [f"4420794601{number}" for number in (11, 22, 33, 44, 55)]


@pytest.fixture
def queue(office: Demo, desk: Page) -> Page:
    """Five callers wait at Reception, in order."""
    for number in CALLERS:
        office.pbx.do("queue_call", queue=25, number=number)
    expect(waiting(desk, "Reception")).to_have_count(5)
    return desk


def test_every_waiting_caller_stands_in_order_with_number_and_place(queue: Page) -> None:
    rows = waiting(queue, "Reception")
    assert digits(rows) == CALLERS
    for place, row in enumerate(rows.all(), start=1):
        expect(row).to_contain_text(str(place))
        expect(row).to_contain_text(f"20 7946 01{CALLERS[place - 1][-2:]}")
        expect(key(row, "Take")).to_be_enabled()
    expect(waiting(queue, "Sales")).to_have_count(0)


def test_take_brings_the_chosen_caller_and_the_others_move_up(office: Demo, queue: Page) -> None:
    [third] = [leg for leg in office.pbx.do("truth")["legs"] if leg["caller"] == CALLERS[2]]
    press(waiting(queue, "Reception").nth(2), "Take")
    expect(ringing(queue)).to_have_attribute("data-number", CALLERS[2])
    expect(waiting(queue, "Reception")).to_have_count(4)
    assert digits(waiting(queue, "Reception")) == office.pbx.waiting(25)
    assert digits(waiting(queue, "Reception")) == [*CALLERS[:2], *CALLERS[3:]]
    leg = {"id": third["id"], "tag": third["tag"]}
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": RUTH}]


def test_a_caller_who_gives_up_leaves_the_others_in_order(office: Demo, queue: Page) -> None:
    office.pbx.do("hang_up", number=CALLERS[0])
    expect(waiting(queue, "Reception")).to_have_count(4)
    expect(waiting(queue, "Reception").first).to_have_attribute("data-number", CALLERS[1])
    assert digits(waiting(queue, "Reception")) == office.pbx.waiting(25)


def test_an_offered_caller_who_is_declined_is_first_again(office: Demo, queue: Page) -> None:
    office.pbx.do("offer", queue=25, operator=RUTH)
    expect(ringing(queue)).to_have_attribute("data-number", CALLERS[0])
    expect(waiting(queue, "Reception")).to_have_count(4)
    office.pbx.do("refuse", number=RUTH)
    expect(ringing(queue)).to_have_count(0)
    expect(waiting(queue, "Reception")).to_have_count(5)
    assert digits(waiting(queue, "Reception")) == CALLERS


def test_two_queues_are_kept_apart(office: Demo, queue: Page) -> None:
    office.pbx.do("queue_call", queue=26, number="442079460199")
    expect(waiting(queue, "Sales")).to_have_attribute("data-number", "442079460199")
    expect(waiting(queue, "Reception")).to_have_count(5)


def test_taking_a_caller_who_was_just_answered_elsewhere_says_so(office: Demo, queue: Page) -> None:
    """The screen hears nothing for a while, as on a slow network."""
    office.pbx.do("disturb_notifications", drop=1.0)
    office.pbx.do("hang_up", number=CALLERS[1])
    press(waiting(queue, "Reception").nth(1), "Take")
    expect(queue.get_by_role("alert")).to_contain_text("This call has already ended.")
    assert len(office.pbx.heard("transfer_call")) == 1
