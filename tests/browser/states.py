"""Every page, and every state it can be in: how to bring it there, and who sees it.

Both the pictures (`python -m docs.screenshots FOLDER`) and the checks of every state
(test_states.py) are made from this list, so a state that is drawn here is seen and judged.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
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
)

MARGUERITE = "123009"
THIRD = "123005"
DESK, NOBODY = "/desk/", ""
KNOWN = "442079460812"
FILE = (
    "name;company;work;mobile\n"
    "Kelvin Ashworth;Ashworth Surveyors;+44 161 496 0155;+44 7700 900155\n"
    "Wrong One;;call me;\n"
    "Ines Kelemen;Hollis & Byrne;+44 20 7946 0243;\n"
)
Step = Callable[[Demo, Page], None]


@dataclass(frozen=True)
class State:
    """A page of one operator (nobody: signed out), brought into a state by `step`."""

    name: str
    path: str
    who: str
    step: Step


STATES: list[State] = []


def state(path: str, who: str = "ruth", name: str = "") -> Callable[[Step], Step]:
    """Adds a state named as its function, `desk_in_a_conference` as desk-in-a-conference."""

    def listed(step: Step) -> Step:
        title = name or step.__name__.replace("_", "-")
        STATES.append(State(title, path, who, step))
        return step

    return listed


def plain(name: str, path: str, who: str = "ruth") -> None:
    """A page as it opens."""

    def opened(place: Demo, page: Page) -> None:
        expect(page.locator("h1, [role=main], main").first).to_be_visible()

    state(path, who, name)(opened)


def live(page: Page) -> None:
    expect(link(page)).to_have_text("live")


# Before the door, and at a door that stays closed.

plain("sign-in", "/accounts/login/", NOBODY)


@state("/accounts/login/", NOBODY)
def sign_in_wrong(place: Demo, page: Page) -> None:
    page.get_by_label("Username").fill("ruth")
    page.get_by_label("Password", exact=True).fill("wrong")
    press(page, "Sign in")
    expect(page.get_by_role("alert").first).to_be_visible()


plain("sign-out", "/accounts/logout/")
plain("password", "/accounts/password/change/")
plain("not-found", "/nothing/")
plain("forbidden", "/supervision/")


# The desk.


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
    rings(place, page, CALLER)
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
    held(page).evaluate("slot => { slot.dataset.limit = '1'; }")
    expect(held(page)).to_have_attribute("data-local-limit", "over")


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
    page.route_web_socket(re.compile("/live/"), unreachable)
    page.reload()
    expect(page.locator(".feed-banner")).to_be_visible()


def unreachable(socket: WebSocketRoute) -> None:
    socket.close(code=1011)


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


# People.

plain("people", "/people/")
plain("people-none-found", "/people/?q=zzz")
plain("contact-new", "/people/demo/contacts/new/")


@state("/people/demo/contacts/new/")
def contact_wrong(place: Demo, page: Page) -> None:
    page.get_by_label("Name").first.fill("Ines Kelemen")
    page.get_by_label("Number").first.fill("call me")
    save(page)
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


def save(page: Page) -> None:
    page.locator("form.directory-form").get_by_role("button", name="Save").click()


plain("extension", f"/people/demo/extensions/{COLLEAGUE}/")
plain("import", "/people/demo/import/")


@state("/people/demo/import/")
def import_preview(place: Demo, page: Page) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    page.locator("form.directory-form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Wrong One")


plain("companies", "/people/companies/", "adam")
plain("companies-forbidden", "/people/companies/")
plain("company-new", "/people/demo/companies/new/", "adam")


@state("/people/demo/companies/new/", "adam")
def company_wrong(place: Demo, page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Aldgate Dental")
    page.get_by_label("Open", exact=False).first.fill("always")
    save(page)
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()


# History, preferences, status.

plain("history", "/history/")
plain("history-wrong-number", "/history/?number=nonsense")
plain("history-none-found", "/history/?number=442079460999")
plain("preferences", "/preferences/")
plain("status", "/shifts/status/")

# A CRM dials.

plain("dial", "/dial/?to=%2B44%20118%20496%200417")
plain("dial-wrong", "/dial/?to=nonsense")


@state("/dial/?to=%2B44%20118%20496%200417")
def dial_under_way(place: Demo, page: Page) -> None:
    live(page)
    press(page, "Dial")
    expect(page).to_have_url(re.compile(r"/dial/[^?]+/"))
    live(page)
    expect(page.locator("[aria-current=step]")).to_contain_text("Your phone rings")


# The supervisor.

plain("supervision-empty", "/supervision/", "omar")
plain("wallboard-empty", "/wallboard/", "omar")


@state("/supervision/", "omar")
def supervision(place: Demo, page: Page) -> None:
    live(page)
    queues(place)
    expect(page.locator("[data-state='queued']").first).to_be_visible()


@state("/supervision/", "omar")
def supervision_link_lost(place: Demo, page: Page) -> None:
    supervision(place, page)
    place.pbx.do("stop")
    expect(page.get_by_text("PBX link lost")).to_be_visible()


@state("/wallboard/", "omar")
def wallboard(place: Demo, page: Page) -> None:
    live(page)
    queues(place)
    expect(page.locator("[data-state='queued']").first).to_be_visible()


def queues(place: Demo) -> None:
    """Some wait, some talk, one is on hold."""
    for queue in (25, 25, 25, 26):
        place.pbx.do("queue_call", queue=queue)
    for number, caller in ((THIRD, "442079460103"), (MARGUERITE, "447700900341")):
        place.pbx.do("incoming_call", to=number, number=caller)
        place.pbx.do("answer", number=number)
    place.pbx.do("hold", number=THIRD)
