"""The desk: empty, at work, in a consultation or a conference, refused, cut off."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.demo import Demo
from tests.browser.screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    held,
    key,
    press,
    region,
    ringing,
    rings,
    search,
    talks,
)

from .state import live, state

MARGUERITE = "123009"
THIRD = "123005"
DESK = "/desk/"
KNOWN = "442079460812"
# The next word that the page says ends its socket, and no other is let in.
CUT_OFF = """() => {
  const Reached = WebSocket;
  Reached.prototype.send = function () { this.close(); };
  window.WebSocket = class extends Reached { constructor() { super("/live/desk/nowhere/"); } };
}"""


@state(DESK)
def desk_empty(place: Demo, page: Page) -> None:
    live(page)
    expect(ringing(page)).to_have_count(0)


@state(DESK)
def desk_link_lost_from_the_start(place: Demo, page: Page) -> None:
    place.pbx.do("stop")
    expect(page.get_by_text("PBX link lost")).to_be_visible()
    page.reload()
    expect(page.get_by_text("PBX link lost")).to_be_visible()


@state(DESK)
def desk_ringing(place: Demo, page: Page) -> None:
    live(page)
    place.pbx.do("incoming_call", to=RUTH, number=CALLER, name="Blackwood Joinery")
    rings(place, page, "447700900341")
    for queue in (25, 25, 26):
        place.pbx.do("queue_call", queue=queue)
    place.pbx.do("offer", queue=25, operator=RUTH)
    expect(ringing(page)).to_have_count(3)


@state(DESK)
def desk_talking(place: Demo, page: Page) -> None:
    live(page)
    place.pbx.do("incoming_call", to=RUTH, number=KNOWN, name="Helen Marsh")
    place.pbx.do("answer", number=RUTH)
    expect(active(page)).to_contain_text("Helen Marsh")
    expect(key(active(page), "Hold")).to_be_enabled()


@state(DESK)
def desk_searching(place: Demo, page: Page) -> None:
    desk_talking(place, page)
    search(page).fill("ma")
    expect(page.locator("#results .person")).to_have_count(3)
    expect(active(page)).to_contain_text("To Marguerite Doyle")


@state(DESK)
def desk_nobody_found(place: Demo, page: Page) -> None:
    live(page)
    search(page).fill("zzz")
    expect(page.locator("#results .person")).to_have_count(0)


@state(DESK)
def desk_typed_number(place: Demo, page: Page) -> None:
    live(page)
    search(page).fill("+44 118 496 0417")
    expect(page.locator("#results [data-typed]")).to_be_visible()


@state(DESK)
def desk_blind_transfer_under_way(place: Demo, page: Page) -> None:
    desk_searching(place, page)
    press(active(page), "Transfer")
    expect(key(page, "Pull back")).to_be_visible()


@state(DESK)
def desk_pick_up_your_phone(place: Demo, page: Page) -> None:
    desk_talking(place, page)
    search(page).fill(COLLEAGUE)
    press(active(page), "Consult")
    expect(active(page)).to_contain_text("Pick up your phone")


@state(DESK)
def desk_consulting(place: Demo, page: Page) -> None:
    desk_pick_up_your_phone(place, page)
    press(active(page), "Answer")
    expect(active(page)).to_contain_text("Calling")
    place.pbx.do("answer", number=COLLEAGUE)
    expect(active(page)).to_contain_text("Consulting")


@state(DESK)
def desk_colleague_declined(place: Demo, page: Page) -> None:
    desk_pick_up_your_phone(place, page)
    press(active(page), "Answer")
    expect(active(page)).to_contain_text("Calling")
    place.pbx.do("refuse", number=COLLEAGUE)
    expect(page.get_by_text("declined").first).to_be_visible()


@state(DESK)
def desk_in_a_conference(place: Demo, page: Page) -> None:
    desk_searching(place, page)
    press(active(page), "Conference")
    expect(joining(page)).to_contain_text("Joining")
    place.pbx.do("answer", number=MARGUERITE)
    expect(active(page).get_by_role("heading")).to_have_text("Conference, 3 people")


def joining(page: Page) -> Locator:
    return region(page, "People in the conference").locator(f"li[data-number='{MARGUERITE}']")


@state(DESK)
def desk_held_over_limit_and_parked(place: Demo, page: Page) -> None:
    desk_talking(place, page)
    press(active(page), "Park")
    expect(active(page)).to_have_count(0)
    talks(place, page, "447700900341")
    press(active(page), "Hold")
    expect(held(page)).to_have_count(1)
    parked = region(page, "Parked").get_by_role("listitem").filter(has_text="Helen Marsh")
    for slot in (held(page), parked):
        slot.evaluate("slot => { slot.dataset.limit = '1'; }")
        expect(slot).to_have_attribute("data-local-limit", "over")


@state(DESK)
def desk_command_sent(place: Demo, page: Page) -> None:
    desk_talking(place, page)
    place.pbx.do("ignore_next", method="hold_call")
    place.pbx.do("delay_replies", seconds=8, method="hold_call")
    press(active(page), "Hold")
    expect(page.get_by_text("sent, waiting for PBX")).to_be_visible()


@state(DESK)
def desk_command_refused(place: Demo, page: Page) -> None:
    desk_talking(place, page)
    place.pbx.do("fail_next", method="hold_call", code="sip.call_control_disabled")
    press(active(page), "Hold")
    expect(page.get_by_role("alert").filter(has_text="Hold failed.")).to_be_visible()


@state(DESK)
def desk_link_lost(place: Demo, page: Page) -> None:
    busy(place, page)
    place.pbx.do("stop")
    expect(page.get_by_text("PBX link lost")).to_be_visible()


@state(DESK)
def desk_feed_lost(place: Demo, page: Page) -> None:
    """The console itself cannot be reached from this browser."""
    busy(place, page)
    page.evaluate(CUT_OFF)
    place.pbx.do("queue_call", queue=26)  # which the page would acknowledge
    expect(page.locator(".feed-banner")).to_be_visible()


@state(DESK)
def desk_busy(place: Demo, page: Page) -> None:
    busy(place, page)


def busy(place: Demo, page: Page) -> None:
    """Calls in every state that a desk shows."""
    live(page)
    talks(place, page, "442079460101")
    place.pbx.do("hold", number=RUTH)
    expect(held(page)).to_have_count(1)
    talks(place, page, "442079460102")
    for number in ("442079460103", "442079460104"):
        rings(place, page, number)
    for queue in (25, 25, 25, 25, 26):
        place.pbx.do("queue_call", queue=queue)
    place.pbx.do("dial", caller=THIRD, callee="123006")
    place.pbx.do("answer", number="123006")
    place.pbx.do("hold", number=THIRD)
    place.pbx.do("incoming_call", to="123008")


@state(DESK)
def desk_keys(place: Demo, page: Page) -> None:
    live(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


@state(DESK)
def desk_menu(place: Demo, page: Page) -> None:
    live(page)
    menu(page).click()
    expect(page.get_by_role("radio", name="Break")).to_be_visible()


def menu(page: Page) -> Locator:
    return page.locator("details[data-menu] summary")


@state(DESK)
def desk_message(place: Demo, page: Page) -> None:
    desk_searching(place, page)
    press(active(page), "Message for…")
    expect(page.get_by_role("dialog", name="Message")).to_be_visible()


@state(DESK)
def desk_history(place: Demo, page: Page) -> None:
    live(page)
    side(page, "History")


@state(DESK)
def desk_messages(place: Demo, page: Page) -> None:
    live(page)
    side(page, "Messages")


def side(page: Page, name: str) -> None:
    """A narrow screen keeps the tabs beside the queues."""
    tab = page.get_by_role("tab", name=name)
    if not tab.is_visible():
        press(page, "Queues")
    tab.click()
    expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
