"""`python -m docs.screenshots`: the README's pictures, taken from a running demo.

Starts `manage.py demo` with its busy morning, signs in as each of the two operators, and works the
desk until there is something to see. Pictures land in docs/screenshots/.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import programs
from tests.browser.conftest import CHROMIUM_OPTIONS, sign_in
from tests.browser.demo import Demo, demo
from tests.browser.screen import RUTH, active, key, link, ringing, search

FOLDER = Path(__file__).resolve().parent / "screenshots"
SIZES = {"": (1440, 900), "-narrow": (1024, 768), "-phone": (390, 844)}


def desk_at_work(page: Page, place: Demo) -> None:
    """A caller on the line, another ringing, and a colleague half found."""
    place.pbx.do("incoming_call", to=RUTH, number="442079460812", name="Helen Marsh")
    hers = ringing(page).filter(has_text="Helen Marsh")
    key(hers, "Answer").click()
    expect(active(page)).to_contain_text("Helen Marsh")
    place.pbx.do("incoming_call", to=RUTH, number="447700900341")
    expect(ringing(page).filter(has_text="7700 900341")).to_be_visible()
    search(page).fill("ma")
    expect(page.locator("#results")).to_contain_text("Marguerite")
    expect(page.locator("#results")).not_to_contain_text("Imogen")
    expect(active(page)).to_contain_text("0:04")


def desks(browser: Browser, place: Demo) -> None:
    context = browser.new_context(viewport=size(""), color_scheme="light")
    page = sign_in(context, place, "ruth", "/desk/")
    expect(link(page)).to_have_text("live")
    desk_at_work(page, place)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for suffix in SIZES:
            page.set_viewport_size(size(suffix))
            shoot(page, f"desk-{theme}{suffix}")
    page.set_viewport_size(size(""))
    page.emulate_media(color_scheme="light")
    place.pbx.do("stop")
    expect(link(page)).to_contain_text("lost since")
    shoot(page, "link-lost")
    place.pbx.do("start")
    expect(link(page)).to_have_text("live")
    page.goto(f"{place.url}/dial/?to=%2B44%20118%20496%200417")
    page.set_viewport_size({"width": 520, "height": 640})
    shoot(page, "dial")
    context.close()


def queues(browser: Browser, place: Demo) -> None:
    context = browser.new_context(viewport=size(""), color_scheme="light")
    page = context.new_page()
    page.goto(f"{place.url}/accounts/login/")
    shoot(page, "sign-in")
    page.close()
    page = sign_in(context, place, "omar", "/supervision/")
    expect(link(page)).to_have_text("live")
    shoot(page, "supervision")
    page.goto(f"{place.url}/wallboard/")
    page.set_viewport_size({"width": 1920, "height": 1080})
    shoot(page, "wallboard")
    context.close()


def size(suffix: str) -> dict[str, int]:
    width, height = SIZES[suffix]
    return {"width": width, "height": height}


def shoot(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    sys.stdout.write(f"docs/screenshots/{name}.png\n")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with demo("busy-morning") as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=programs.headless_chromium(), args=CHROMIUM_OPTIONS
        )
        queues(browser, place)
        desks(browser, place)
        browser.close()


if __name__ == "__main__":
    main()
