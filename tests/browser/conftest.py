"""A demo for all modules, a Chromium for each, and operators who sit down at their desks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import programs

from .demo import Demo, demo

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WITHIN = 20_000  # ms: tests judge what happens; a machine that runs four at a time may be slow
DESKTOP = {"width": 1440, "height": 900}

expect.set_options(timeout=WITHIN)


@pytest.fixture(scope="session")
def office() -> Iterator[Demo]:
    with demo() as place:
        yield place


# Not for the whole session: while its loop runs, no asynchronous test of another slice could.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched(programs.headless_chromium()) as browser:
        yield browser


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers with nothing in common; a script that fails in one fails the test."""
    opened: list[BrowserContext] = []
    failures: list[str] = []

    def one(**options: Any) -> BrowserContext:
        # Requests that pass a service worker cannot be stopped by a test.
        usual = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block"}
        context = chromium.new_context(**usual | options)
        context.set_default_timeout(WITHIN)
        context.on("weberror", lambda error: failures.append(str(error.error)))
        context.on("console", lambda said: failures.append(said.text) if is_fault(said) else None)
        opened.append(context)
        return context

    yield one
    for context in opened:
        context.close()
    assert not failures


def is_fault(said: Any) -> bool:
    return said.type == "error" and "Content Security Policy" in said.text


def sign_in(context: BrowserContext, place: Demo, name: str, path: str = "/") -> Page:
    """Fill in the form that stands before the page at `path`."""
    page = context.new_page()
    page.goto(f"{place.url}{path}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(place.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


@pytest.fixture
def enter(contexts: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page of an operator who has signed in before, in a browser of its own."""

    def one(place: Demo, name: str = "ruth", path: str = "/desk/", **options: Any) -> Page:
        if name not in place.sessions:
            context = contexts()
            sign_in(context, place, name)
            place.sessions[name] = context.storage_state()
            context.close()
        page = contexts(storage_state=place.sessions[name], **options).new_page()
        page.goto(f"{place.url}{path}")
        return page

    return one


@pytest.fixture
def desk(office: Demo, enter: Callable[..., Page]) -> Page:
    """Ruth at her desk, live, in an office without calls."""
    office.pbx.do("clear")
    page = enter(office)
    expect(page.get_by_role("status", name="PBX link")).to_have_text("live")
    expect(page.locator("main [data-number]:not(.person)")).to_have_count(0)
    return page
