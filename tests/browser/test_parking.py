"""Parking: what every desk sees of it, and retrieving with one key."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import CALLER, RUTH, active, confirmed, held, key, name_of, press, region, talks


def parked(page: Page) -> Locator:
    return region(page, "Parked").locator("[data-call]")


def parks(office: Demo, page: Page, *numbers: str) -> None:
    for number in numbers:
        talks(office, page, number)
        press(active(page), "Park")
        expect(active(page)).to_have_count(0)
    expect(parked(page)).to_have_count(len(numbers))


def test_a_parked_caller_is_shown_on_every_desk(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    talks(office, desk)
    desk.keyboard.press("p")
    expect(active(desk)).to_have_count(0)
    confirmed(desk, "Park")
    other = enter(office, "omar")
    for page in (desk, other):
        expect(parked(page)).to_have_attribute("data-number", CALLER)
        expect(parked(page)).to_contain_text("701")
        expect(parked(page)).to_contain_text(f"by {name_of(desk, RUTH)}")
        expect(parked(page)).to_contain_text("of 3:00")
    assert office.pbx.do("truth")["parked"] == {"701": CALLER}
    # Whoever takes her, she is gone from both.
    press(parked(other), "Take")
    expect(active(other)).to_contain_text("Pick up your phone")
    press(active(other), "Answer")
    expect(active(other)).to_have_attribute("data-number", CALLER)
    for page in (desk, other):
        expect(parked(page)).to_have_count(0)


def test_k_and_a_digit_retrieve(office: Demo, desk: Page) -> None:
    parks(office, desk, "442079460970", CALLER)
    desk.keyboard.press("k")
    expect(key(parked(desk).first, "Take")).to_be_focused()
    desk.keyboard.press("2")
    confirmed(desk, "Take")
    assert office.pbx.heard("originate_advanced_call")[0]["callee_id"] == "*69702"


def test_a_caller_who_hangs_up_leaves_the_slot(office: Demo, desk: Page) -> None:
    parks(office, desk, CALLER)
    office.pbx.do("hang_up", number=CALLER)
    expect(parked(desk)).to_have_count(0)
    expect(held(desk)).to_have_count(0)


def test_a_slot_that_was_left_too_late_is_no_longer_over_the_limit(
    office: Demo, desk: Page
) -> None:
    parks(office, desk, CALLER, "442079460970", "442079460971")
    slot = region(desk, "Parked").get_by_role("listitem").first
    slot.evaluate("slot => { slot.dataset.limit = '0.1'; }")
    expect(slot).to_have_attribute("data-local-limit", "over")
    office.pbx.do("hang_up", number=CALLER)
    expect(slot).to_contain_text("Free slot")
    expect(slot).not_to_have_attribute("data-local-limit", re.compile("."))
