"""Every page: nothing serious for axe, light and dark, and no horizontal scroll bar."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import sign_in
from .demo import Demo
from .screen import (
    COLLEAGUE,
    RUTH,
    active,
    held,
    link,
    press,
    ringing,
    rings,
    search,
    talks,
    waiting,
)

SIZES = [(1440, 900), (1024, 768), (390, 844)]
WATCHED = {"omar": ["/supervision/", "/wallboard/"], "ruth": ["/desk/"]}
SCHEMES = ["light", "dark"]
NOTHING = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def started(office: Demo) -> Iterator[None]:
    office.pbx.do("clear")
    yield
    office.pbx.do("start")


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    bad = [each for each in found if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in bad]


def every_state(office: Demo, page: Page) -> None:
    """Calls in every state that a desk shows."""
    talks(office, page, "442079460101")
    office.pbx.do("hold", number=RUTH)
    expect(held(page)).to_have_count(1)
    talks(office, page, "442079460102")
    for number in ("442079460103", "442079460104"):
        rings(office, page, number)
    for queue in (25, 25, 25, 25, 26):
        office.pbx.do("queue_call", queue=queue)
    office.pbx.do("dial", caller="123005", callee="123006")
    office.pbx.do("answer", number="123006")
    office.pbx.do("hold", number="123005")
    office.pbx.do("incoming_call", to="123008")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_desk_with_calls_in_every_state(
    office: Demo, enter: Callable[..., Page], scheme: str
) -> None:
    page = enter(office, color_scheme=scheme)
    expect(link(page)).to_have_text("live")
    every_state(office, page)
    office.pbx.do("fail_next", method="hold_call", code="sip.call_control_disabled")
    press(active(page), "Hold")
    expect(page.get_by_role("alert").filter(has_text="Hold failed.")).to_be_visible()
    search(page).fill("a")
    expect(page.locator("[data-found-count]")).to_have_text(re.compile("found"))
    assert serious(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_desk_in_a_consultation(office: Demo, enter: Callable[..., Page], scheme: str) -> None:
    page = enter(office, color_scheme=scheme)
    talks(office, page)
    search(page).fill(COLLEAGUE)
    press(active(page), "Consult")
    expect(active(page)).to_contain_text("Pick up your phone")
    assert serious(page) == []
    press(active(page), "Answer")
    expect(active(page)).to_contain_text("Calling")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(active(page)).to_contain_text("Consulting")
    assert serious(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_desk_without_calls_and_its_list_of_keys(
    office: Demo, enter: Callable[..., Page], scheme: str
) -> None:
    page = enter(office, color_scheme=scheme)
    expect(link(page)).to_have_text("live")
    expect(ringing(page)).to_have_count(0)
    assert serious(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_that_lost_the_link(office: Demo, enter: Callable[..., Page], scheme: str) -> None:
    pages = [
        enter(office, name, path, color_scheme=scheme)
        for name, paths in WATCHED.items()
        for path in paths
    ]
    every_state(office, pages[-1])
    office.pbx.do("stop")
    for page in pages:
        expect(page.get_by_text("PBX link lost")).to_be_visible()
        assert (page.url, serious(page)) == (page.url, [])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", WATCHED["omar"])
def test_what_a_supervisor_watches(
    office: Demo, enter: Callable[..., Page], path: str, scheme: str
) -> None:
    page = enter(office, "omar", path, color_scheme=scheme)
    desk = enter(office)
    every_state(office, desk)
    expect(page.locator("[data-state='queued']").first).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_dialling(office: Demo, enter: Callable[..., Page], scheme: str) -> None:
    page = enter(office, "ruth", "/dial/?to=nonsense", color_scheme=scheme)
    expect(page.get_by_role("alert").first).to_be_visible()
    assert serious(page) == []
    page.goto(f"{office.url}/dial/?to=%2B44+20+7946+0999")
    expect(link(page)).to_have_text("live")
    assert serious(page) == []
    press(page, "Dial")
    expect(page).to_have_url(re.compile(r"/dial/[^?]+/"))
    expect(link(page)).to_have_text("live")
    assert serious(page) == []
    assert len(office.pbx.heard("originate_advanced_call")) == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_before_and_around_the_desk(
    office: Demo, contexts: Callable[..., BrowserContext], scheme: str
) -> None:
    page = contexts(color_scheme=scheme).new_page()
    page.goto(f"{office.url}/accounts/login/")
    assert serious(page) == []
    page.get_by_label("Username").fill("ruth")
    page.get_by_label("Password", exact=True).fill("wrong")
    press(page, "Sign in")
    expect(page.get_by_role("alert").first).to_be_visible()
    assert serious(page) == []
    page = sign_in(contexts(color_scheme=scheme), office, "ruth")
    for path in (
        "/supervision/",
        "/nothing/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/history/",
        "/history/?number=nonsense",
        "/preferences/",
        "/shifts/status/",
    ):
        page.goto(office.url + path)
        assert (path, serious(page)) == (path, [])


@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways(
    office: Demo, enter: Callable[..., Page], size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    desk = enter(office, viewport=viewport)
    every_state(office, desk)
    pages = [desk]
    pages += [enter(office, "omar", path, viewport=viewport) for path in WATCHED["omar"]]
    pages += [
        enter(office, "ruth", path, viewport=viewport)
        for path in (
            "/dial/?to=%2B442079460999",
            "/dial/?to=nonsense",
            "/accounts/password/change/",
            "/history/",
            "/preferences/",
            "/shifts/status/",
        )
    ]
    for page in pages:
        assert (page.url, page.evaluate(NOTHING)) == (page.url, True)
    office.pbx.do("stop")
    for page in pages[:3]:
        expect(page.get_by_text("PBX link lost")).to_be_visible()
        assert (page.url, page.evaluate(NOTHING)) == (page.url, True)


@pytest.mark.parametrize("size", SIZES)
def test_the_way_in_does_not_scroll_sideways_either(
    office: Demo, contexts: Callable[..., BrowserContext], size: tuple[int, int]
) -> None:
    page = contexts(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(f"{office.url}/accounts/login/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.evaluate(NOTHING)


def test_on_a_phone_every_part_of_the_desk_is_one_tab_away(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, viewport={"width": 390, "height": 844})
    every_state(office, page)
    press(page, "Queues")
    expect(waiting(page, "Reception").first).to_be_visible()
    press(page, "People")
    expect(search(page)).to_be_visible()
    press(page, "Calls")
    expect(active(page)).to_be_visible()
