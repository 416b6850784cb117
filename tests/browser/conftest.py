"""A demo and a Chromium for all modules, and operators who sit down at their desks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests import programs

from .browsers import WITHIN, Seat, launched, opened, sign_in
from .demo import Demo, demo
from .screen import quiet

expect.set_options(timeout=WITHIN)


@pytest.fixture(scope="session")
def office() -> Iterator[Demo]:
    with demo() as place:
        yield place


# Not for the whole session: while its loop runs, no asynchronous test of another slice could.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright, programs.headless_chromium()) as browser:
        yield browser


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers with nothing in common; a script that fails in one fails the test."""
    made: list[BrowserContext] = []
    failures: list[str] = []

    def one(**options: Any) -> BrowserContext:
        made.append(opened(chromium, failures, **options))
        return made[-1]

    yield one
    for context in made:
        context.close()
    assert not failures


@pytest.fixture
def known(contexts: Callable[..., BrowserContext]) -> Callable[[Demo, str], Any]:
    """The cookies of an operator, who signs in where she has not before."""

    def one(place: Demo, name: str) -> Any:
        if name not in place.sessions:
            context = contexts()
            sign_in(context, place, name)
            place.sessions[name] = context.storage_state()
            context.close()
        return place.sessions[name]

    return one


@pytest.fixture
def enter(
    contexts: Callable[..., BrowserContext], known: Callable[[Demo, str], Any]
) -> Callable[..., Page]:
    """A page of an operator who has signed in before, in a browser of its own."""

    def one(place: Demo, name: str = "ruth", path: str = "/desk/", **options: Any) -> Page:
        page = contexts(storage_state=known(place, name), **options).new_page()
        page.goto(f"{place.url}{path}")
        return page

    return one


@pytest.fixture(scope="package")
def seats(chromium: Browser) -> Iterator[dict[tuple[Demo, str], Seat]]:
    """Those that nobody uses now, by the console and the operator."""
    free: dict[tuple[Demo, str], Seat] = {}
    yield free
    for seat in free.values():
        seat.close()


@pytest.fixture
def sit(
    chromium: Browser, seats: dict[tuple[Demo, str], Seat], known: Callable[[Demo, str], Any]
) -> Iterator[Callable[..., Page]]:
    """A page as `enter` opens it, but where other tests have been before, who left no trace."""
    taken: list[tuple[tuple[Demo, str], Seat]] = []

    def one(place: Demo, name: str = "ruth", path: str = "/desk/") -> Page:
        whose = (place, name)
        seat = seats.pop(whose, None) or Seat(chromium, place, known(place, name))
        taken.append((whose, seat))
        seat.page.goto(f"{place.url}{path}")
        return seat.page

    yield one
    for whose, seat in taken:
        seat.tidy()
        seats[whose] = seat
    failures = [failure for _, seat in taken for failure in seat.failures]
    for _, seat in taken:
        seat.failures.clear()
    assert not failures


@pytest.fixture
def desk(office: Demo, sit: Callable[..., Page]) -> Page:
    """Ruth at her desk, live, in an office without calls."""
    office.pbx.do("clear")
    page = sit(office)
    quiet(page)
    return page


@pytest.fixture
def new_desk(office: Demo, enter: Callable[..., Page]) -> Page:
    """The same in a browser of its own, for tests that do what a page cannot forget."""
    office.pbx.do("clear")
    page = enter(office)
    quiet(page)
    return page
