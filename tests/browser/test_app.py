"""The console as an app, and a page that slept."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .demo import Demo
from .screen import link, with_a_clock

SLEPT = 12 * 60_000  # ms


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


def test_a_page_that_slept_says_so_once_it_is_up_to_date(office: Demo, new_desk: Page) -> None:
    desk = with_a_clock(new_desk)
    desk.clock.fast_forward(SLEPT)
    expect(link(desk)).to_have_text("live")
    expect(desk.locator("#said")).to_have_text(
        "This page slept for 12 min. It is up to date again."
    )
