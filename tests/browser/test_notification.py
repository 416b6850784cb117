"""A notification of the system: with consent, while nobody looks, and gone with the call."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests import programs

from .browsers import launched
from .demo import Demo
from .screen import CALLER, becomes, key, link, press, ringing, rings

# The page is not looked at, and what it shows is written down.
WATCHING = """
document.hasFocus = () => false;
window.shown = [];
window.Notification = class extends Notification {
  constructor(title, options) { super(title, options); shown.push(this); }
  close() { this.isWithdrawn = true; super.close(); }
};
"""


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """With notifications, which the quickest has not."""
    with launched(playwright, programs.chromium()) as browser:
        yield browser


@pytest.fixture
def desk(new_desk: Page) -> Page:
    """Each gets its scripts before those of the page."""
    return new_desk


@pytest.fixture
def away(office: Demo, desk: Page, enter: Callable[..., Page]) -> Iterator[Page]:
    """Ruth's desk behind another window; she wants notifications, and the browser lets her."""
    prefer(desk, office, True)
    desk.context.grant_permissions(["notifications"], origin=office.url)
    desk.add_init_script(WATCHING)
    desk.goto(f"{office.url}/desk/")
    expect(link(desk)).to_have_text("live")
    yield desk
    prefer(enter(office), office, False)


def prefer(page: Page, place: Demo, wanted: bool) -> None:
    page.goto(f"{place.url}/preferences/")
    page.get_by_label("Show a notification while somebody rings").set_checked(wanted)
    press(page, "Save")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_it_names_the_caller_and_goes_when_somebody_else_answers(office: Demo, away: Page) -> None:
    rings(office, away)
    becomes(away, "shown.length === 1")
    assert "20 7946 0123" in away.evaluate("shown[0].title")
    assert "Ringing" in away.evaluate("shown[0].body")
    office.pbx.do("hang_up", number=CALLER)
    expect(ringing(away)).to_have_count(0)
    becomes(away, "shown[0].isWithdrawn")
    assert away.evaluate("shown.length") == 1


def test_a_click_brings_the_page_to_the_front(office: Demo, away: Page) -> None:
    rings(office, away)
    becomes(away, "shown.length === 1")
    away.evaluate("window.focus = () => { window.isInFront = true; }; shown[0].onclick()")
    assert away.evaluate("window.isInFront && shown[0].isWithdrawn")


def test_nobody_is_asked_before_she_presses(office: Demo, desk: Page) -> None:
    desk.add_init_script(
        "window.asked = 0;"
        "Notification.requestPermission = async () => { asked += 1; return 'denied'; };"
    )
    desk.goto(f"{office.url}/desk/")
    rings(office, desk)
    assert desk.evaluate("asked") == 0
    desk.goto(f"{office.url}/preferences/")
    assert desk.evaluate("asked") == 0
    ask = key(desk, "Allow in this browser")
    if desk.evaluate("Notification.permission") == "default":
        ask.click()
        assert desk.evaluate("asked") == 1
    else:
        expect(ask).to_be_hidden()
