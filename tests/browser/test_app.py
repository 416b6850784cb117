"""The console as an app, and a page that slept."""

from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from .demo import Demo
from .line import Line
from .screen import RUTH, active, becomes, link, rings, with_a_clock

SLEPT = 12 * 60_000  # ms
A_DAY = 86_400_000  # ms
LISTEN = """() => { window.told = []; const place = document.getElementById("said");
    new MutationObserver(() => place.textContent && told.push(place.textContent))
        .observe(place, { childList: true, characterData: true, subtree: true }); }"""


def test_it_can_be_installed_and_keeps_nothing(office: Demo, enter: Callable[..., Page]) -> None:
    desk = enter(office, service_workers="allow")
    assert desk.evaluate("navigator.serviceWorker.ready.then(({ active }) => Boolean(active))")
    scope = desk.evaluate("navigator.serviceWorker.ready.then(({ scope }) => scope)")
    assert scope == f"{office.url}/"
    assert desk.evaluate("caches.keys()") == []
    address = desk.locator("link[rel=manifest]").get_attribute("href")
    manifest = desk.evaluate("address => fetch(address).then((answer) => answer.json())", address)
    assert manifest["display"] == "standalone"
    installing = desk.context.new_cdp_session(desk)
    errors = installing.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each["errorId"] for each in errors] in ([], ["in-incognito"])


@pytest.fixture
def line(office: Demo, new_desk: Page) -> Line:
    line = Line(new_desk)
    rings(office, with_a_clock(new_desk))  # so it has heard from its feed
    new_desk.evaluate(LISTEN)
    return line


def sleep(page: Page, line: Line) -> None:
    """The time goes on, and the page does not notice until it wakes up."""
    line.falls_silent()
    line.ahead += SLEPT / 1000
    page.clock.fast_forward(SLEPT)


def said(page: Page) -> list[str]:
    """What it has said until it said how long it slept."""
    becomes(page, "told.length > 0")
    return cast(list[str], page.evaluate("told"))


def test_a_page_that_slept_says_so_once_it_is_up_to_date(line: Line, new_desk: Page) -> None:
    sleep(new_desk, line)
    assert said(new_desk) == ["This page slept for 12 min. It is up to date again."]
    expect(link(new_desk)).to_have_text("live")


def test_a_machine_whose_clock_was_set_did_not_sleep(
    office: Demo, line: Line, new_desk: Page
) -> None:
    new_desk.clock.fast_forward(A_DAY)
    office.pbx.do("answer", number=RUTH)
    expect(active(new_desk)).to_be_visible()
    sleep(new_desk, line)
    assert said(new_desk) == ["This page slept for 12 min. It is up to date again."]
