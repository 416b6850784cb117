"""Every state of every page: no violation for axe, nothing cut off or scrolled sideways."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .axe import COLOURS, violations
from .demo import Demo
from .screen import active, becomes, press, rings, search, waiting
from .states import NOBODY, STATES, State, busy

SIZES = ((1440, 900), (1024, 768), (390, 844))
ZOOMED = (720, 450)  # 1440 × 900 at 200 %
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# Words that run into what stands beside them. A page of one form draws its lines from edge to edge.
RUNS_OVER = """() => [...document.querySelectorAll("main *:not(.progress)")].filter((each) =>
    each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1 && each.checkVisibility()
    && (getComputedStyle(each).overflowX === "visible" || each.matches(".slot-number, .is-number"))
    ).map((each) => each.outerHTML)"""
# The line of every tab that is not chosen, and the page below it.
LINES = """() => [...document.querySelectorAll("[role=tab][aria-selected=false]")].map((tab) =>
    getComputedStyle(tab).borderBlockEndColor)"""
MOVING = "document.getAnimations().map(({ animationName }) => animationName)"
TELL = "(place, text) => place.textContent = text"
LATE = "until Wed 10:30"  # the longest that stands beside Day or Night
PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(autouse=True)
def calm(office: Demo) -> Iterator[None]:
    office.pbx.do("clear")
    yield
    office.pbx.do("start")


@pytest.fixture
def bring(
    office: Demo, sit: Callable[..., Page], contexts: Callable[..., BrowserContext]
) -> Callable[[State], Page]:
    """A page in this state."""

    def one(state: State) -> Page:
        if state.who == NOBODY:
            page = contexts().new_page()
            page.goto(f"{office.url}{state.path}")
        else:
            page = sit(office, state.who, state.path)
        state.step(office, page)
        return page

    return one


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_can_be_read_in_any_light_and_on_any_screen(
    bring: Callable[[State], Page], state: State
) -> None:
    page = bring(state)
    assert page.evaluate(MOVING) == []  # the system asks for reduced motion
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    for width, height in (*SIZES, ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        assert (width, page.evaluate(FITS)) == (width, True)
        assert (width, page.evaluate(RUNS_OVER)) == (width, [])


def test_who_rings_pulses_while_the_link_lives(office: Demo, enter: Callable[..., Page]) -> None:
    page = enter(office, reduced_motion="no-preference")
    rings(office, page)
    pulsing = f"new Set({MOVING}).has('pulse')"
    becomes(page, pulsing)
    office.pbx.do("stop")
    expect(page.get_by_text("PBX link lost")).to_be_visible()
    becomes(page, f"!{pulsing}")


def test_with_forced_colours_a_chosen_tab_differs_from_the_others(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, forced_colors="active")
    expect(page.get_by_role("tab", name="Live")).to_have_attribute("aria-selected", "true")
    assert page.evaluate(LINES) == [page.evaluate(PAPER)] * 2


def test_at_twice_the_size_every_key_of_a_call_can_be_brought_into_sight(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, viewport={"width": 720, "height": 450})
    busy(office, page)
    keys = active(page).get_by_role("button").filter(visible=True)
    assert keys.count() >= 7
    for key in keys.all():
        key.scroll_into_view_if_needed()
        expect(key).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1440, 1280, 1024])
def test_the_bar_of_an_operator_with_all_five_pages_has_one_line(
    office: Demo, enter: Callable[..., Page], width: int
) -> None:
    page = enter(office, "omar", viewport={"width": width, "height": 768})
    page.locator(".daynight .quiet").evaluate(TELL, LATE)
    pages = page.get_by_role("navigation", name="Pages").get_by_role("link")
    expect(pages).to_have_count(5 if width >= 1280 else 3)
    for part in (
        *pages.all(),
        page.locator(".line-words"),
        page.locator(".link"),
        page.locator(".menu > summary"),
    ):
        box = part.bounding_box()
        assert box is not None
        assert box["height"] < 40
        assert box["x"] + box["width"] <= width


def test_on_a_phone_every_part_of_the_desk_is_one_tab_away(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, viewport={"width": 390, "height": 844})
    busy(office, page)
    press(page, "Queues")
    expect(waiting(page, "Reception").first).to_be_visible()
    press(page, "People")
    expect(search(page)).to_be_visible()
    press(page, "Calls")
    expect(active(page)).to_be_visible()
