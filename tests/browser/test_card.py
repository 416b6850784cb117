"""The call card: who called before, the note that saves by itself, limits, the desk's own calls."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests.servers import until

from .demo import Demo
from .ear import LISTENING, urgent
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    becomes,
    held,
    key,
    press,
    region,
    rings,
    search,
    talks,
)

WITHIN = 20_000  # ms: what the page asks for every few seconds, on a busy machine

PLACES = """() => [...document.querySelectorAll('.active-card .grid .key, .zone-calls h2')]
  .map((key) => JSON.stringify(key.getBoundingClientRect()))"""


def note(page: Page) -> Locator:
    return active(page).get_by_role("textbox", name="Note")


def writes(page: Page, text: str) -> None:
    note(page).fill(text)
    expect(active(page).locator("[data-note-state]")).to_have_text("saved")


def found(page: Page, office: Demo, words: str) -> Locator:
    """In history, in a page of its own."""
    other = page.context.new_page()
    other.goto(f"{office.url}/history/?number={words}")
    return other.get_by_role("listitem").filter(has_text=words)


def test_a_note_saves_by_itself_and_stands_there_at_the_next_call(office: Demo, desk: Page) -> None:
    number = "442079460311"
    talks(office, desk, number)
    expect(active(desk)).to_contain_text("First call with this number")
    writes(desk, "wants the March letter")
    office.pbx.do("hang_up", number=RUTH)
    expect(active(desk)).to_have_count(0)
    expect(found(desk, office, "March letter")).to_contain_text("ruth")
    talks(office, desk, number)
    expect(note(desk)).to_have_value("")
    active(desk).get_by_role("button", name=re.compile("to ")).click()
    earlier = desk.get_by_role("dialog", name="Earlier calls")
    expect(earlier).to_contain_text("wants the March letter")
    desk.keyboard.press("Escape")
    expect(earlier).to_be_hidden()


def test_what_is_typed_survives_pushes_hold_and_the_end_of_the_call(
    office: Demo, desk: Page
) -> None:
    talks(office, desk, "442079460312")
    note(desk).press_sequentially("half a")
    rings(office, desk, "442079460313")
    expect(note(desk)).to_be_focused()
    note(desk).press_sequentially(" sentence")
    office.pbx.do("hold", number=RUTH)
    expect(held(desk)).to_have_count(1)
    press(held(desk), "Resume")
    expect(note(desk)).to_have_value("half a sentence")
    note(desk).press_sequentially(", and more")
    office.pbx.do("hang_up", number=RUTH)
    expect(active(desk)).to_have_count(0)
    found(desk, office, "half a sentence, and more").wait_for()


def test_a_note_goes_with_the_caller_into_a_consultation(office: Demo, desk: Page) -> None:
    talks(office, desk, "442079460314")
    writes(desk, "boundary dispute")
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    expect(active(desk)).to_contain_text("Pick up your phone")
    expect(note(desk)).to_have_value("boundary dispute")


def test_a_note_that_cannot_be_saved_says_so_and_is_saved_later(office: Demo, desk: Page) -> None:
    talks(office, desk, "442079460315")
    note(desk).wait_for()
    desk.route("**/note/", lambda route: route.abort())
    note(desk).fill("kept through the outage")
    expect(active(desk).locator("[data-note-state]")).to_have_text("not saved")
    expect(active(desk)).to_contain_text("not saved yet; the console tries again")
    desk.unroute("**/note/")
    expect(active(desk).locator("[data-note-state]")).to_have_text("saved")
    found(desk, office, "kept through the outage").wait_for()


def test_a_note_is_saved_when_the_page_is_left_in_the_middle_of_a_word(
    office: Demo, desk: Page
) -> None:
    talks(office, desk, "442079460316")
    note(desk).fill("left in the mid")
    desk.reload()
    expect(note(desk)).to_have_value("left in the mid")


def test_the_sheet_moves_no_key_and_no_zone(office: Demo, desk: Page) -> None:
    before: list[str] = []

    def late(route: Route) -> None:
        before.extend(desk.evaluate(PLACES))
        route.continue_()

    desk.route("**/sheet/**", late)
    talks(office, desk)
    note(desk).wait_for()
    assert len(before) > 5
    assert desk.evaluate(PLACES) == before


def test_who_is_on_hold_too_long_alarms_once_and_is_said_at_once(office: Demo, desk: Page) -> None:
    desk.evaluate(
        """() => { window.limits = [];
        document.addEventListener('limit:reached', ({ detail }) => window.limits.push(detail)); }"""
    )
    desk.evaluate(LISTENING)
    talks(office, desk)
    office.pbx.do("hold", number=RUTH)
    expect(held(desk)).to_contain_text("of 1:30")
    held(desk).evaluate("slot => { slot.dataset.limit = '2'; }")  # the PBX's own is too long here
    expect(held(desk)).to_contain_text("of 0:02")
    expect(held(desk)).to_contain_text("over 0:02")
    expect(held(desk)).to_have_attribute("data-local-limit", "over")
    assert until(lambda: "On hold too long" in urgent(desk))
    rings(office, desk, "442079460317")
    becomes(desk, "() => window.limits.length")
    assert desk.evaluate("() => window.limits.length") == 1
    expect(region(desk, "Held")).to_contain_text("limit 1:30")


def test_the_history_tab_lists_the_desks_calls_and_dials_back(office: Demo, desk: Page) -> None:
    number = "442079460318"
    talks(office, desk, number)
    writes(desk, "ring her back")
    office.pbx.do("hang_up", number=RUTH)
    expect(active(desk)).to_have_count(0)
    panel = desk.get_by_role("tabpanel", name="History")
    row = panel.locator(f"[data-number='{number}']")
    desk.get_by_role("tab", name="Live").focus()
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("tab", name="History")).to_have_attribute("aria-selected", "true")
    expect(row).to_contain_text("Answered")
    expect(row).to_contain_text("ring her back")
    expect(region(desk, "Queues")).to_be_hidden()
    office.pbx.do("incoming_call", to=RUTH, number="442079460319")
    expect(key(desk, "Show 1 new")).to_be_visible(timeout=WITHIN)
    press(desk, "Show 1 new")
    expect(panel.locator("[data-number='442079460319']")).to_be_visible()
    office.pbx.do("hang_up", number="442079460319")
    row.get_by_role("button", name=re.compile("^Dial")).click()
    expect(active(desk)).to_contain_text("Pick up your phone")
    assert office.pbx.heard("originate_advanced_call")[-1]["callee_id"] == number


def test_two_operators_see_each_others_notes_and_overwrite_none(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    talks(office, desk, CALLER)
    writes(desk, "asked for Zoe")
    other = enter(office)  # the same desk in another window
    expect(note(other)).to_have_value("asked for Zoe")
    writes(desk, "asked for Zoe, urgent")
    note(other).fill("will call back at four")
    expect(active(other)).to_contain_text("Both texts are kept")
    listed = found(desk, office, "asked for Zoe, urgent")
    expect(listed).to_contain_text("will call back at four")
