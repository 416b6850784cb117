"""Every state of every page: no violation for axe, nothing cut off or scrolled sideways."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from .demo import Demo
from .states import NOBODY, STATES, State

SIZES = ((1440, 900), (1024, 768), (390, 844))
ZOOMED = (720, 450)  # 1440 × 900 at 200 %
SCHEMES = ("light", "dark")
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def calm(office: Demo) -> Iterator[None]:
    office.pbx.do("clear")
    yield
    office.pbx.do("start")


def opened(
    office: Demo, enter: Callable[..., Page], contexts: Callable[..., BrowserContext], state: State
) -> Page:
    if state.who != NOBODY:
        return enter(office, state.who, state.path)
    page = contexts().new_page()
    page.goto(f"{office.url}{state.path}")
    return page


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_state_can_be_read_by_everybody_on_every_screen(
    office: Demo, enter: Callable[..., Page], contexts: Callable[..., BrowserContext], state: State
) -> None:
    page = opened(office, enter, contexts, state)
    state.step(office, page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert (scheme, violations(page)) == (scheme, [])
    for width, height in (*SIZES, ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        assert (width, page.evaluate(FITS)) == (width, True)
