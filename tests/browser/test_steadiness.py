"""Nothing moves, nothing is lost: keys, focus, typed text and time stand through every push."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bench.input_delay import WATCH
from tests.servers import until

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    HELD_UP,
    RUTH,
    active,
    held,
    key,
    link,
    press,
    region,
    ringing,
    rings,
    search,
    talks,
    waiting,
)

LATE = "/static/js/theme.js?late"  # where the parser waits, half of the page behind it
FIRST_FRAME = """requestAnimationFrame(() => {
    window.isWhole = document.getElementById("whole") !== null;
})"""
KEYS = ("Hold", "Transfer", "Consult", "Conference", "End")
OTHERS = ["442079460111", "442079460122", "442079460133", "442079460144"]
SIZES = [(1440, 900), (1024, 768), (390, 844)]


def boxes(page: Page) -> dict[str, object]:
    return {name: key(active(page), name).bounding_box() for name in KEYS}


@pytest.mark.parametrize("size", SIZES)
def test_keys_stay_where_they_are(
    office: Demo, enter: Callable[..., Page], size: tuple[int, int]
) -> None:
    office.pbx.do("clear")
    page = enter(office, viewport=screen(size))
    expect(link(page)).to_have_text("live")
    talks(office, page)
    before = boxes(page)
    assert all(before.values())
    rings(office, page, OTHERS[0])
    assert boxes(page) == before
    rings(office, page, OTHERS[1])
    office.pbx.do("queue_call", queue=25)
    press(active(page), "Hold")
    expect(held(page)).to_have_count(1)
    press(held(page), "Resume")
    expect(active(page)).to_be_visible()
    assert boxes(page) == before
    office.pbx.do("hang_up", number=OTHERS[0])
    expect(ringing(page)).to_have_count(1)
    assert boxes(page) == before


@pytest.mark.parametrize("size", SIZES)
def test_whatever_comes_and_goes_no_control_moves(
    office: Demo, enter: Callable[..., Page], size: tuple[int, int]
) -> None:
    """More ring, wait and are held than there are places; a command fails, a colleague is asked."""
    office.pbx.do("clear")
    page = enter(office, "ruth", "/accounts/password/change/", viewport=screen(size))
    page.add_init_script(WATCH)
    page.goto(f"{office.url}/desk/")
    expect(link(page)).to_have_text("live")
    page.mouse.move(1200, 200)  # on a wide screen among the callers of Reception
    page.evaluate("document.fonts.ready.then(() => window.moved.length = 0)")
    talks(office, page)
    for number in OTHERS:
        rings(office, page, number)
    for number in range(7):
        office.pbx.do("queue_call", queue=25, number=f"44207946018{number}")
    for number in range(1, 4):
        page.keyboard.press("h")
        expect(held(page)).to_have_count(number)
        page.keyboard.press("Enter")
        expect(active(page)).to_have_count(1)
    office.pbx.do("fail_next", method="hold_call", code="sip.call_control_disabled")
    page.keyboard.press("h")
    expect(page.get_by_role("alert").filter(has_text="Hold failed.")).to_be_visible()
    page.mouse.move(1204, 204)
    office.pbx.do("hang_up", number="442079460180")
    page.wait_for_timeout(100)  # what was painted last is told
    assert page.evaluate("window.moved") == []


# Resolves once the age of what is shown has changed so many times.
TICKS = """(count) => new Promise((resolve) => {
    new MutationObserver(() => --count || resolve()).observe(
        document.querySelector(".link [data-age]"),
        { childList: true, characterData: true, subtree: true });
})"""


def test_what_ticks_has_nothing_else_styled_anew(desk: Page) -> None:
    """A desk stands open all day: a tenth of a second must not cost what a call costs."""
    browser = desk.context.browser
    assert browser is not None
    desk.evaluate(TICKS, 1)
    browser.start_tracing(categories=["devtools.timeline"])
    desk.evaluate(TICKS, 3)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    frames = [each for each in events if each["name"] == "Paint"]
    styled = [each["args"] for each in events if each["name"] == "UpdateLayoutTree"]
    assert len(frames) >= 3
    assert sum(each.get("elementCount", 0) for each in styled) < 100


def screen(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


def test_rows_stay_under_the_pointer_and_close_up_behind_it(office: Demo, desk: Page) -> None:
    for number in OTHERS:
        office.pbx.do("queue_call", queue=25, number=number)
    expect(waiting(desk, "Reception")).to_have_count(4)
    second = desk.locator(f".waiter[data-number='{OTHERS[1]}']")
    second.hover()
    before = second.bounding_box()
    office.pbx.do("hang_up", number=OTHERS[0])
    expect(waiting(desk, "Reception")).to_have_count(3)
    expect(second.locator(".place")).to_have_text("1")
    assert second.bounding_box() == before
    second.hover(position={"x": 9, "y": 9})
    office.pbx.do("queue_call", queue=25, number=OTHERS[0])
    expect(waiting(desk, "Reception")).to_have_count(4)
    assert second.bounding_box() == before
    desk.mouse.move(2, 400)
    expect(second).not_to_have_attribute("style", re.compile("grid-row"))
    assert second.bounding_box() != before


def test_slots_are_in_order_again_once_the_pointer_only_lies_there(
    office: Demo, desk: Page
) -> None:
    first, second, third = OTHERS[:3]
    rings(office, desk, first)
    rings(office, desk, second)
    ringing(desk).first.hover()
    office.pbx.do("hang_up", number=first)
    expect(ringing(desk)).to_have_count(1)
    rings(office, desk, third)
    assert top(desk, third) > top(desk, second), "it came under the hand"
    assert until(lambda: top(desk, third) < top(desk, second)), "slot 1 stays below slot 2"


def top(page: Page, number: str) -> float:
    box = ringing(page).locator(f"xpath=self::*[@data-number='{number}']").bounding_box()
    assert box is not None
    return box["y"]


def test_a_queue_card_keeps_the_number_of_rows_that_was_chosen(office: Demo, desk: Page) -> None:
    card = region(desk, "Reception")
    desk.get_by_label("Rows of each queue").select_option("2")
    before = card.bounding_box()
    for number in OTHERS:
        office.pbx.do("queue_call", queue=25, number=number)
    expect(waiting(desk, "Reception")).to_have_count(4)
    assert card.bounding_box() == before
    desk.reload()
    expect(waiting(desk, "Reception")).to_have_count(4)
    expect(desk.get_by_label("Rows of each queue")).to_have_value("2")
    assert card.bounding_box() == before


def test_the_consultations_keys_take_the_places_of_the_calls(office: Demo, desk: Page) -> None:
    talks(office, desk)
    before = boxes(desk)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    expect(active(desk)).to_contain_text("Pick up your phone")
    for name, place in (("Complete transfer", "Transfer"), ("Back to caller", "Consult")):
        assert key(active(desk), name).bounding_box() == before[place]
    for name in ("Conference", "End"):
        assert key(active(desk), name).bounding_box() == before[name]


def test_a_slot_stays_where_it_is_while_others_come_and_go(office: Demo, desk: Page) -> None:
    for number in OTHERS:
        rings(office, desk, number)
    third = desk.locator(f".slot[data-number='{OTHERS[2]}']")
    before = third.bounding_box()
    office.pbx.do("hang_up", number=OTHERS[0])
    expect(ringing(desk)).to_have_count(3)
    assert third.bounding_box() == before
    expect(desk.locator(f".slot[data-number='{OTHERS[3]}']")).to_have_attribute("data-slot", "1")


def test_focus_and_typed_text_survive_pushes(office: Demo, desk: Page) -> None:
    search(desk).focus()
    desk.keyboard.type("sil", delay=20)
    talks(office, desk)
    for number in OTHERS:
        rings(office, desk, number)
        desk.keyboard.type("x")
    office.pbx.do("hold", number=RUTH)
    expect(held(desk)).to_have_count(1)
    expect(search(desk)).to_be_focused()
    expect(search(desk)).to_have_value("silxxxx")


def test_an_incoming_call_moves_no_focus(office: Demo, desk: Page) -> None:
    for focused in (key(desk, "Dial"), search(desk), desk.locator("[data-lamps]")):
        focused.focus()
        office.pbx.do("incoming_call", to=RUTH, number=CALLER)
        expect(ringing(desk)).to_have_count(1)
        expect(focused).to_be_focused()
        office.pbx.do("hang_up", number=CALLER)
        expect(ringing(desk)).to_have_count(0)
        expect(focused).to_be_focused()
    expect(desk.locator("body")).not_to_be_focused()


def test_a_focused_key_keeps_its_focus_when_its_region_is_redrawn(office: Demo, desk: Page) -> None:
    talks(office, desk)
    rings(office, desk, OTHERS[0])
    answer = key(ringing(desk).first, "Answer")
    answer.focus()
    for number in OTHERS[1:]:
        rings(office, desk, number)
    expect(answer).to_be_focused()
    key(active(desk), "End").focus()
    office.pbx.do("hang_up", number=OTHERS[0])
    expect(ringing(desk)).to_have_count(3)
    expect(key(active(desk), "End")).to_be_focused()


def test_the_chosen_target_survives_pushes(office: Demo, desk: Page) -> None:
    talks(office, desk)
    search(desk).fill(COLLEAGUE)
    expect(active(desk)).to_contain_text("selected")
    rings(office, desk, OTHERS[0])
    office.pbx.do("incoming_call", to=COLLEAGUE, number=OTHERS[1])
    expect(desk.locator(f"[data-lamp][data-target='{COLLEAGUE}']")).to_contain_text("Ringing")
    expect(active(desk)).to_contain_text("selected")
    press(active(desk), "Transfer")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call")[0]["cld"] == COLLEAGUE


@pytest.mark.parametrize("skew", [-3_600_000, 3_600_000], ids=["behind", "ahead"])
def test_times_tick_and_are_right_whatever_the_browsers_clock_says(
    office: Demo, enter: Callable[..., Page], skew: int
) -> None:
    office.pbx.do("clear")
    page = enter(office, path="/accounts/password/change/")
    page.add_init_script(f"const now = Date.now; Date.now = () => now() + ({skew});")
    page.goto(f"{office.url}/desk/")
    expect(link(page)).to_have_text("live")
    rings(office, page, OTHERS[0])
    talked = answered(page)
    office.pbx.do("queue_call", queue=25)
    expect(waiting(page, "Reception")).to_have_count(1)
    times = page.locator("main time[data-since]")
    for text in times.all_text_contents():
        assert re.fullmatch(r"(≥ )?0:0\d", text), text
    expect(talked).to_have_text(re.compile("^0:0[2-9]$"))
    assert not re.search(r"NaN|undefined|-\d+:", page.locator("body").inner_text())


def answered(page: Page) -> Locator:
    """The time of the call that rang."""
    press(ringing(page), "Answer")
    expect(active(page)).to_be_visible()
    return active(page).locator("time[data-since]").first


def test_the_call_zone_comes_before_people_for_the_tab_key(office: Demo, desk: Page) -> None:
    talks(office, desk)
    rings(office, desk, OTHERS[0])
    office.pbx.do("queue_call", queue=25)
    expect(waiting(desk, "Reception")).to_have_count(1)
    reached = []
    for _ in range(40):
        desk.keyboard.press("Tab")
        reached.append(desk.evaluate(ZONE))
    zones = list(dict.fromkeys(zone for zone in reached if zone))
    assert zones.index("Ringing") < zones.index("Active call") < zones.index("People")
    assert desk.evaluate(
        '!document.querySelector(\'[tabindex]:not([tabindex="0"], [tabindex="-1"])\')'
    )


ZONE = """() => {
    const zones = ['Ringing', 'Active call', 'Held', 'People', 'Queues'];
    const place = document.activeElement.closest('[aria-label]');
    for (let each = place; each; each = each.parentElement?.closest('[aria-label]'))
        if (zones.includes(each.getAttribute('aria-label'))) return each.getAttribute('aria-label');
    return '';
}"""


def test_every_text_field_is_reached_by_keyboard(office: Demo, desk: Page) -> None:
    fields = desk.locator("input[type=search], input[type=text], textarea, select")
    for field in [each for each in fields.all() if each.is_visible()]:
        assert field.evaluate("field => field.tabIndex") >= 0
    desk.keyboard.press("s")
    expect(search(desk)).to_be_focused()
    labels = {field.get_attribute("aria-label") for field in fields.all()} - {None}
    assert labels >= {"Search people", "Rows of each queue"}


def test_regions_keep_their_order_and_names(desk: Page) -> None:
    for name in ("Ringing", "Active call", "Held", "People", "Queues", "Parked", "Reception"):
        expect(region(desk, name)).to_have_count(1)


def test_no_part_of_a_page_is_painted_before_its_end_is_there(
    office: Demo, enter: Callable[..., Page]
) -> None:
    page = enter(office, "ruth", "/accounts/password/change/")
    page.add_init_script(FIRST_FRAME)
    late: list[Route] = []

    def halved(route: Route) -> None:
        answer = route.fetch()
        script = f'<script src="{LATE}"></script>'
        route.fulfill(response=answer, body=answer.text().replace("<main", f"{script}<main", 1))

    page.route("**/desk/", halved)
    page.route(f"**{LATE}", lambda route: late.append(route))
    with page.expect_request(f"**{LATE}"):
        page.goto(f"{office.url}/desk/", wait_until="commit")
    page.evaluate(HELD_UP)
    assert page.evaluate("window.isWhole") is None
    late[0].continue_()
    expect(link(page)).to_have_text("live")
    assert page.evaluate("window.isWhole") is True


def test_nothing_but_rows_moves_while_the_desk_opens_and_somebody_is_looked_for(
    office: Demo, enter: Callable[..., Page]
) -> None:
    office.pbx.do("clear")
    page = enter(office, "ruth", "/accounts/password/change/")
    page.add_init_script(WATCH)
    page.goto(f"{office.url}/desk/")
    expect(link(page)).to_have_text("live")
    search(page).fill("ma")
    expect(page.locator("#results .person")).to_have_count(3)
    page.get_by_role("radio", name="Company").check()
    expect(page.locator("#results")).to_have_attribute("data-tab", "company")
    moved = page.evaluate("window.moved")
    assert [one for one in moved if not one.startswith("person: ")] == []
