"""The PBX goes away in the middle of calls, and comes back to another picture."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    active,
    digits,
    held,
    key,
    link,
    press,
    ringing,
    rings,
    search,
    talks,
    waiting,
)

QUEUE = [f"4420794601{number}" for number in (11, 22, 33)]
LATE = ["442079460144", "442079460155"]


@pytest.fixture(autouse=True)
def started(office: Demo) -> Iterator[None]:
    yield
    office.pbx.do("start")


@pytest.fixture
def busy(office: Demo, desk: Page) -> Page:
    """One talks, one rings, one is held, three wait."""
    talks(office, desk, "442079460199")
    office.pbx.do("hold", number="123007")
    expect(held(desk)).to_have_count(1)
    talks(office, desk)
    rings(office, desk, LATE[0])
    for number in QUEUE:
        office.pbx.do("queue_call", queue=25, number=number)
    expect(waiting(desk, "Reception")).to_have_count(3)
    return desk


def banner(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"PBX link lost [\d.:]+( s)? ago"))


def test_the_banner_stands_with_the_age_and_the_keys_say_why_they_are_off(
    office: Demo, busy: Page
) -> None:
    office.pbx.do("stop")
    expect(banner(busy)).to_be_visible()
    expect(link(busy)).to_have_text(re.compile(r"^lost since \d\d:\d\d:\d\d$"))
    for name in ("Hold", "Transfer", "End"):
        expect(key(active(busy), name)).to_be_disabled()
    for row in (*ringing(busy).all(), *held(busy).all(), *waiting(busy, "Reception").all()):
        expect(row.get_by_role("button")).to_be_disabled()
    expect(key(busy, "Dial")).to_be_disabled()
    expect(active(busy)).to_contain_text("Keys are off: no connection.")
    expect(busy.get_by_text("Take is off, no link")).to_be_visible()
    # What was seen last stands, and no lamp is known.
    expect(active(busy)).to_have_attribute("data-number", CALLER)
    assert digits(waiting(busy, "Reception")) == QUEUE
    expect(busy.locator("[data-lamp][data-target='123003']")).to_contain_text("No data")


def test_what_is_pressed_without_a_link_is_sent_to_nobody(office: Demo, busy: Page) -> None:
    office.pbx.do("stop")
    expect(banner(busy)).to_be_visible()
    for letter in ("Enter", "h", "Alt+Shift+E", "1", "4"):
        busy.keyboard.press(letter)
    key(active(busy), "End").click(force=True)
    search(busy).fill(COLLEAGUE)
    search(busy).press("Enter")
    office.pbx.do("start")
    expect(link(busy)).to_have_text("live")
    expect(active(busy)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands() == []


def test_after_its_return_the_board_equals_the_pbxs_truth(office: Demo, busy: Page) -> None:
    office.pbx.do("stop")
    expect(banner(busy)).to_be_visible()
    office.pbx.do("hang_up", number=CALLER)
    office.pbx.do("hang_up", number=QUEUE[0])
    office.pbx.do("queue_call", queue=25, number=LATE[1])
    office.pbx.do("queue_call", queue=26, number="442079460177")
    office.pbx.do("dial", caller="123005", callee="123006")
    office.pbx.do("answer", number="123006")
    office.pbx.do("start")
    expect(banner(busy)).to_have_count(0)
    expect(link(busy)).to_have_text("live")
    expect(active(busy)).to_have_count(0)
    assert digits(held(busy)) == ["442079460199"]
    assert digits(ringing(busy)) == [LATE[0]]
    assert digits(waiting(busy, "Reception")) == [*QUEUE[1:], LATE[1]] == office.pbx.waiting(25)
    assert digits(waiting(busy, "Sales")) == office.pbx.waiting(26)
    expect(busy.locator("[data-lamp][data-target='123006']")).to_contain_text("Talking")
    expect(busy.locator("[data-lamp][data-state='unknown']")).to_have_count(0)
    press(ringing(busy), "Answer")
    expect(active(busy)).to_have_attribute("data-number", LATE[0])


def test_a_connection_cut_for_a_moment_brings_everything_back(office: Demo, busy: Page) -> None:
    office.pbx.do("drop_connections")
    office.pbx.do("hang_up", number=LATE[0])
    expect(ringing(busy)).to_have_count(0)
    expect(link(busy)).to_have_text("live")
    press(active(busy), "Hold")
    expect(held(busy)).to_have_count(2)


def test_a_page_opened_meanwhile_shows_the_banner_and_comes_alive(
    office: Demo, busy: Page, enter: Callable[..., Page]
) -> None:
    office.pbx.do("stop")
    expect(banner(busy)).to_be_visible()
    late = enter(office)
    expect(banner(late)).to_be_visible()
    expect(key(active(late), "End")).to_be_disabled()
    office.pbx.do("start")
    expect(link(late)).to_have_text("live")
    expect(key(active(late), "End")).to_be_enabled()
    assert digits(waiting(late, "Reception")) == QUEUE


def test_a_session_that_expired_silently_is_renewed(office: Demo, desk: Page) -> None:
    """The socket stays open and nothing comes: the next list finds out."""
    talks(office, desk)
    office.pbx.do("expire_sessions")
    press(active(desk), "Hold")
    expect(desk.get_by_role("alert").filter(has_text="Hold failed.")).to_be_visible()
    press(active(desk), "Hold")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    expect(link(desk)).to_have_text("live")


def test_a_pbx_that_falls_silent_is_lost_too(office: Demo, desk: Page) -> None:
    """A half-open link: no frame, no pong, no end."""
    office.pbx.do("silence")
    expect(banner(desk)).to_be_visible(timeout=15_000)
    office.pbx.do("silence", silent=False)
    expect(link(desk)).to_have_text("live", timeout=10_000)
    rings(office, desk)
