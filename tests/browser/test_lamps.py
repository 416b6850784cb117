"""The lamps: narrowed, counted, and a telephone that is not there."""

import re

from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import RUTH


def lamps(page: Page) -> Locator:
    return page.locator("[data-lamp]:visible")


def test_busy_lamps_are_shown_kept_and_let_go_behind_the_pointer(office: Demo, desk: Page) -> None:
    office.pbx.do("dial", caller="123005", callee="123006")
    office.pbx.do("answer", number="123006")
    expect(desk.locator("[data-legend]")).to_contain_text("2 talking")
    expect(desk.locator("[data-legend]")).to_contain_text("38 free")
    desk.get_by_role("radio", name="Busy").check(force=True)
    expect(lamps(desk)).to_have_count(2)
    desk.reload()
    expect(lamps(desk)).to_have_count(2)
    desk.locator("[data-lamp][data-target='123005']").hover()
    office.pbx.do("hang_up", number="123005")
    expect(desk.locator("[data-legend]")).to_contain_text("40 free")
    expect(lamps(desk)).to_have_count(2)
    desk.mouse.move(2, 400)
    expect(lamps(desk)).to_have_count(0)
    expect(desk.get_by_text("No lamp to show now")).to_be_visible()
    desk.get_by_role("radio", name="All").check(force=True)
    expect(lamps(desk)).to_have_count(40)


def test_arrows_go_by_what_is_seen_and_enter_chooses(desk: Page) -> None:
    desk.keyboard.press("l")
    expect(desk.locator("[data-lamps]")).to_be_focused()
    desk.keyboard.press("ArrowRight")
    first = desk.locator("[data-lamp]").first
    expect(first).to_be_focused()
    desk.keyboard.press("ArrowDown")
    below = desk.locator("[data-lamp]:focus")
    assert below.evaluate("lamp => lamp.offsetLeft") == first.evaluate("lamp => lamp.offsetLeft")
    assert below.evaluate("lamp => lamp.offsetTop") > first.evaluate("lamp => lamp.offsetTop")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-target-line]")).to_contain_text(
        str(below.get_attribute("data-name"))
    )


def test_a_phone_tells_below_how_many_ring_and_wait(office: Demo, desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    office.pbx.do("incoming_call", to=RUTH)
    for queue in (25, 25, 26):
        office.pbx.do("queue_call", queue=queue)
    tabs = desk.get_by_role("navigation", name="Parts of the desk")
    expect(tabs.get_by_role("button", name="Calls")).to_have_text(re.compile(r"Calls\s*1"))
    expect(tabs.get_by_role("button", name="Queues")).to_have_text(re.compile(r"Queues\s*3"))
    expect(tabs.get_by_role("button", name="Parked")).to_have_text(re.compile(r"Parked\s*$"))
