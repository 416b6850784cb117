"""The console itself goes away and comes back: the pages find their way alone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .apart import Apart, apart
from .screen import CALLER, active, digits, held, key, link, press, talks, waiting

SIGN_EVERYBODY_OUT = """
from django.contrib.sessions.models import Session
Session.objects.all().delete()
"""


@pytest.fixture(scope="module")
def office() -> Iterator[Apart]:
    with apart() as place:
        yield place


@pytest.fixture
def desk(new_desk: Page) -> Page:
    """Its console may be gone when a test ends."""
    return new_desk


@pytest.fixture(autouse=True)
def served(office: Apart) -> Iterator[None]:
    yield
    if office.serving is None:
        office.serve()


def banner(page: Page) -> Locator:
    return page.get_by_text("Connection to the console lost")


def test_a_page_comes_back_by_itself_after_the_console_was_killed(
    office: Apart, desk: Page
) -> None:
    talks(office, desk)
    office.pbx.do("queue_call", queue=25, number="442079460111")
    expect(waiting(desk, "Reception")).to_have_count(1)
    office.kill()
    expect(banner(desk)).to_be_visible()
    for name in ("Hold", "End"):
        expect(key(active(desk), name)).to_be_disabled()
    expect(active(desk)).to_contain_text("Keys are off: no connection.")  # nobody knows of the PBX
    office.pbx.do("queue_call", queue=25, number="442079460122")
    office.pbx.do("hold", number="123007")
    office.serve()
    expect(banner(desk)).to_be_hidden()
    expect(link(desk)).to_have_text("live")
    expect(active(desk)).to_have_count(0)
    assert digits(held(desk)) == [CALLER]
    assert digits(waiting(desk, "Reception")) == office.pbx.waiting(25)
    press(held(desk), "Resume")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands() == ["unhold_call"]


def test_a_key_of_the_time_before_sends_nothing(office: Apart, desk: Page) -> None:
    """Call 7 of the console before may be another one's now."""
    talks(office, desk)
    request = key(active(desk), "End").evaluate(
        "key => [key.getAttribute('hx-post'), key.getAttribute('hx-vals'),"
        " JSON.parse(document.body.getAttribute('hx-headers:inherited'))]"
    )
    office.kill()
    office.serve()
    expect(link(desk)).to_have_text("live")
    desk.evaluate(
        """([path, values, headers]) => fetch(path, {
            method: 'POST', headers, body: new URLSearchParams(JSON.parse(values)),
        })""",
        request,
    )
    alert = desk.get_by_role("alert").filter(has_text="The screen was out of date")
    expect(alert).to_be_visible()
    assert office.pbx.commands() == []


def test_who_was_signed_out_meanwhile_is_asked_to_sign_in(
    office: Apart, desk: Page, enter: Callable[..., Page]
) -> None:
    office.kill()
    expect(banner(desk)).to_be_visible()
    office.sessions.clear()
    office.manage("shell", "-c", SIGN_EVERYBODY_OUT)
    office.serve()
    expect(desk.get_by_label("Username")).to_be_visible(timeout=10_000)
