"""The console as an app, and a page that slept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from .demo import Demo
from .screen import link

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
    now = datetime.now(UTC)
    # Without a time it begins in 1970, and a slow machine lets the page see it.
    new_desk.clock.install(time=now)
    new_desk.clock.pause_at(now + timedelta(seconds=20))
    new_desk.clock.fast_forward(SLEPT)
    new_desk.clock.resume()
    expect(link(new_desk)).to_have_text("live")
    expect(new_desk.locator("#said")).to_have_text(
        "This page slept for 12 min. It is up to date again."
    )
