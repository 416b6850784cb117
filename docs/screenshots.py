"""`python -m docs.screenshots [FOLDER]`: pictures of the console, taken from a running demo.

Without a folder: the README's pictures, into docs/screenshots/, from a busy morning. With one:
every state of every page (tests/browser/states.py), light and dark, at three sizes, to be compared
by eye with what was drawn; `--only NAME` for some of them.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import input_delay
from tests import programs
from tests.browser.browsers import WITHIN, launched, sign_in
from tests.browser.demo import Demo, demo
from tests.browser.screen import RUTH, active, key, link, ringing, search
from tests.browser.states import NOBODY, STATES, State

FOLDER = Path(__file__).resolve().parent / "screenshots"
SIZES = {"": (1440, 900), "-narrow": (1024, 768), "-phone": (390, 844)}
THEMES = ("light", "dark")
LARGE = "desk-of-a-thousand"


class Camera:
    """Takes pictures of a page into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def shoot(self, page: Page, name: str) -> None:
        page.evaluate("document.fonts.ready")
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
        sys.stdout.write(f"{name}.png\n")

    def shoot_all(self, page: Page, name: str) -> None:
        """Both themes, all sizes."""
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for suffix in SIZES:
                page.set_viewport_size(size(suffix))
                self.shoot(page, f"{name}-{theme}{suffix}")


def size(suffix: str) -> dict[str, int]:
    width, height = SIZES[suffix]
    return {"width": width, "height": height}


def desk_at_work(page: Page, place: Demo) -> None:
    """A caller on the line, another ringing, and a colleague half found."""
    place.pbx.do("incoming_call", to=RUTH, number="442079460812", name="Helen Marsh")
    hers = ringing(page).filter(has_text="Helen Marsh")
    key(hers, "Answer").click()
    expect(active(page)).to_contain_text("Helen Marsh")
    page.mouse.move(720, 890)  # rows stay in their places under a pointer
    place.pbx.do("incoming_call", to=RUTH, number="447700900341")
    expect(ringing(page).filter(has_text="7700 900341")).to_be_visible()
    search(page).fill("ma")
    expect(page.locator("#results")).to_contain_text("Marguerite")
    expect(page.locator("#results")).not_to_contain_text("Priya")
    expect(active(page)).to_contain_text("0:04")


def desks(browser: Browser, place: Demo, camera: Camera) -> None:
    context = browser.new_context(viewport=size(""), color_scheme="light")
    page = sign_in(context, place, "ruth", "/desk/")
    expect(link(page)).to_have_text("live")
    desk_at_work(page, place)
    camera.shoot_all(page, "desk")
    page.set_viewport_size(size(""))
    page.emulate_media(color_scheme="light")
    place.pbx.do("stop")
    expect(link(page)).to_contain_text("lost since")
    camera.shoot(page, "link-lost")
    place.pbx.do("start")
    expect(link(page)).to_have_text("live")
    page.goto(f"{place.url}/dial/?to=%2B44%20118%20496%200417")
    page.set_viewport_size({"width": 520, "height": 640})
    camera.shoot(page, "dial")
    context.close()


def queues(browser: Browser, place: Demo, camera: Camera) -> None:
    context = browser.new_context(viewport=size(""), color_scheme="light")
    page = context.new_page()
    page.goto(f"{place.url}/accounts/login/")
    camera.shoot(page, "sign-in")
    page.close()
    page = sign_in(context, place, "omar", "/supervision/")
    expect(link(page)).to_have_text("live")
    camera.shoot(page, "supervision")
    page.goto(f"{place.url}/wallboard/")
    page.set_viewport_size({"width": 1920, "height": 1080})
    camera.shoot(page, "wallboard")
    context.close()


def every_state(browser: Browser, place: Demo, camera: Camera, states: list[State]) -> None:
    signed_in = {
        who: sign_in(browser.new_context(), place, who).context.storage_state()
        for who in sorted({state.who for state in states} - {NOBODY})
    }
    for state in states:
        place.pbx.do("clear")
        # A desk keeps its last command; a state begins without one of the state before.
        context = browser.new_context(
            viewport=size(""), storage_state=signed_in.get(state.who), reduced_motion="reduce"
        )
        context.set_default_timeout(WITHIN)
        page = context.new_page()
        page.goto(f"{place.url}{state.path}")
        state.step(place, page)
        camera.shoot_all(page, state.name)
        context.close()
        place.pbx.do("start")


def thousand(camera: Camera) -> None:
    """A desk of a thousand lamps, calls in progress."""
    with (
        input_delay.large(input_delay.EXTENSIONS) as (_, served, _),
        input_delay.seated(served, reduced_motion="reduce") as page,
    ):
        camera.shoot_all(page, LARGE)


@contextmanager
def chromium() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        launched(playwright, programs.headless_chromium()) as browser,
    ):
        yield browser


def readme() -> None:
    with demo("busy-morning") as place, chromium() as browser:
        camera = Camera(FOLDER)
        queues(browser, place, camera)
        desks(browser, place, camera)


def everything(folder: Path, only: list[str]) -> None:
    known = {state.name: state for state in STATES}
    if unknown := set(only) - {*known, LARGE}:
        sys.exit(f"{', '.join(sorted(unknown))}: choose from {', '.join([*known, LARGE])}")
    camera = Camera(folder)
    with demo() as place, chromium() as browser:
        every_state(
            browser, place, camera, [known[name] for name in only or known if name in known]
        )
    if not only or LARGE in only:
        thousand(camera)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures of all states go")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="some states alone")
    arguments = parser.parse_args()
    expect.set_options(timeout=WITHIN)
    if arguments.folder is None:
        readme()
    else:
        everything(arguments.folder, arguments.only)


if __name__ == "__main__":
    main()
