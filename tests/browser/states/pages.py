"""The pages around the desk, the supervisor's, and those before the door."""

import re

from playwright.sync_api import Page, expect

from tests.browser.demo import Demo
from tests.browser.screen import (
    COLLEAGUE,
    press,
)

from .state import NOBODY, live, plain, state

MARGUERITE, THIRD = "123009", "123005"
FILE = (
    "name;company;work;mobile\n"
    "Kelvin Ashworth;Ashworth Surveyors;+44 161 496 0155;+44 7700 900155\n"
    "Wrong One;;call me;\n"
    "Ines Kelemen;Hollis & Byrne;+44 20 7946 0243;\n"
)

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

plain("desk-of-a-supervisor", "/desk/", "omar")
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
