"""What stands on the desk's screen, by its accessible names."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.servers import until

from .demo import Demo

RUTH = "123007"
OMAR = "123001"
COLLEAGUE = "123003"  # Zoe, to whom tests transfer
CALLER = "442079460123"
SHOWN = re.compile(r"20 7946 0123")
# Time enough for the rest of a page to open its socket, hear from it and be painted, if it would.
HELD_UP = "new Promise(done => setTimeout(done, 400))"


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def ringing(page: Page) -> Locator:
    return region(page, "Ringing").get_by_role("listitem")


def held(page: Page) -> Locator:
    return region(page, "Held").get_by_role("listitem")


def active(page: Page) -> Locator:
    return region(page, "Active call").get_by_role("article")


def key(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def press(place: Page | Locator, name: str) -> None:
    key(place, name).click()


def search(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search people")


def finds(page: Page, name: str) -> None:
    """Search for one person by the whole name. Until the answer is there, rows still move."""
    search(page).fill(name)
    expect(page.locator("#results .person")).to_have_count(1)


def link(page: Page) -> Locator:
    return page.get_by_role("status", name="PBX link")


def quiet(page: Page) -> None:
    """It is live, and shows no call."""
    expect(link(page)).to_have_text("live")
    expect(page.locator("main [data-number]:not(.person)")).to_have_count(0)


def with_a_clock(page: Page) -> Page:
    """The same page, whose time a test may move.

    It is loaded anew: in a page that is there already, the clock reads 1970 for a moment.
    """
    page.clock.install()
    page.reload()
    expect(link(page)).to_have_text("live")
    return page


def confirmed(page: Page, what: str) -> None:
    """The polite status says that the PBX accepted this, pressed since the page was opened.

    A desk keeps its last command, so that of the test before would do as well.
    """
    opened = page.evaluate("Math.floor(performance.timeOrigin / 1000) * 1000")
    said = page.get_by_role("status").filter(has_text=what).filter(has_text="confirmed")
    moments = "times => times.map((time) => Date.parse(time.dateTime))"  # whole seconds
    assert until(lambda: any(at >= opened for at in said.locator("time").evaluate_all(moments))), (
        f"{what} was not confirmed"
    )


def becomes(page: Page, expression: str) -> None:
    """It is true in the page, sooner or later. (The page's policy forbids that it asks itself.)"""
    assert until(lambda: bool(page.evaluate(expression))), expression


def waiting(page: Page, queue: str) -> Locator:
    return region(page, queue).get_by_role("listitem")


def digits(rows: Locator) -> list[str]:
    """The PBX's digits of each row, in the order of the screen."""
    return [str(row.get_attribute("data-number")) for row in rows.all()]


def own_leg(office: Demo, extension: str = RUTH) -> dict[str, Any]:
    """The newest leg of a phone as commands name it."""
    leg = office.pbx.legs_of(extension)[-1]
    return {"id": leg["id"], "tag": leg["tag"]}


def rings(office: Demo, page: Page, number: str = CALLER) -> None:
    """Somebody from outside calls Ruth, and the screen shows it."""
    office.pbx.do("incoming_call", to=RUTH, number=number)
    expect(ringing(page).locator(f"xpath=self::*[@data-number='{number}']")).to_be_visible()


def talks(office: Demo, page: Page, number: str = CALLER) -> dict[str, Any]:
    """Ruth talks to somebody from outside; returns her leg."""
    office.pbx.do("incoming_call", to=RUTH, number=number)
    office.pbx.do("answer", number=RUTH)
    expect(active(page)).to_have_attribute("data-number", number)
    return own_leg(office)


def name_of(page: Page, extension: str) -> str:
    """As the lamp of the extension has it."""
    return str(page.locator(f"[data-lamp][data-target='{extension}']").get_attribute("data-name"))
