"""The console as an app, and a page that slept."""

import json
from collections.abc import Callable
from typing import cast

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from .demo import Demo
from .screen import becomes, link, rings, with_a_clock

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


class Server:
    """The console as a page hears it, by a clock that a test may put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0  # seconds

    def route(self, page: WebSocketRoute) -> None:
        def pass_on(text: str | bytes) -> None:
            message = json.loads(text)
            if "beat" in message:
                message["beat"]["now"] += self.ahead
                message["beat"]["proved"] += self.ahead
            page.send(json.dumps(message))

        page.connect_to_server().on_message(pass_on)


@pytest.fixture
def server(new_desk: Page) -> Server:
    server = Server()
    new_desk.route_web_socket("**/live/**", server.route)
    with_a_clock(new_desk).evaluate(LISTEN)
    return server


def said(page: Page) -> list[str]:
    """What it has said until it said how long it slept."""
    becomes(page, "told.length > 0")
    return cast(list[str], page.evaluate("told"))


def test_a_page_that_slept_says_so_once_it_is_up_to_date(server: Server, new_desk: Page) -> None:
    server.ahead = SLEPT / 1000
    new_desk.clock.fast_forward(SLEPT)
    assert said(new_desk) == ["This page slept for 12 min. It is up to date again."]
    expect(link(new_desk)).to_have_text("live")


def test_a_machine_whose_clock_was_set_did_not_sleep(
    office: Demo, server: Server, new_desk: Page
) -> None:
    new_desk.clock.fast_forward(A_DAY)
    rings(office, new_desk)
    server.ahead = SLEPT / 1000
    new_desk.clock.fast_forward(SLEPT)
    assert said(new_desk) == ["This page slept for 12 min. It is up to date again."]
