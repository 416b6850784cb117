"""One desk answers for two companies: which was called, what to say, whom to find, day or night."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from .demo import Demo, demo
from .screen import CALLER, active, digits, name_of, press, ringing, search

HOLLIS, ALDGATE = "441632960300", "441632960800"
COLLEAGUE, ELSEWHERE = "123003", "123002"


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A demo of its own, whose companies change."""
    with demo() as place:
        yield place


def calls(office: Demo, company: str, number: str = CALLER) -> None:
    office.pbx.do("incoming_call", to=company, number=number)


def greets(office: Demo, greeting: str) -> None:
    """As an administrator has it from now on; told by another process."""
    office.manage("addcompany", "Aldgate Dental", "--pbx", "demo", "--greeting", greeting)


def test_the_card_says_which_company_was_called_and_what_to_say(office: Demo, desk: Page) -> None:
    greets(office, "Aldgate Dental, how can I help?")
    calls(office, ALDGATE)
    calls(office, HOLLIS, "442079460177")
    expect(ringing(desk).first).to_contain_text("Aldgate Dental")
    expect(ringing(desk).last).to_contain_text("Hollis & Byrne")
    press(ringing(desk).first, "Answer")
    expect(active(desk)).to_contain_text("Say Aldgate Dental, how can I help?")
    expect(active(desk)).to_contain_text("Aldgate Dental, +44 1632 960800")
    search(desk).fill(name_of(desk, COLLEAGUE))
    expect(active(desk)).to_contain_text(f"To {name_of(desk, COLLEAGUE)}")
    search(desk).fill("")
    search(desk).press("Escape")


def test_people_of_the_company_called_are_found_first(office: Demo, desk: Page) -> None:
    calls(office, ALDGATE)
    press(ringing(desk), "Answer")
    expect(active(desk)).to_contain_text("Aldgate")
    company = active(desk).get_attribute("data-company")
    with desk.expect_request(lambda asked: "/desk/people/" in asked.url) as asked:
        search(desk).fill("a")
    assert f"called={company}" in asked.value.url
    office.pbx.do("hang_up", number=CALLER)
    expect(active(desk)).to_have_count(0)
    desk.get_by_label("Company to search").select_option("Aldgate Dental")
    expect(desk.locator("#results")).to_contain_text("No one found")
    assert digits(desk.locator("#results .person")) == []
    desk.get_by_label("Company to search").select_option("All companies")
    expect(desk.locator("#results .person").first).to_be_visible()


def test_a_new_greeting_comes_to_the_desk_by_itself(office: Demo, desk: Page) -> None:
    calls(office, ALDGATE)
    press(ringing(desk), "Answer")
    for greeting in ("Welcome", "Welcome back"):
        greets(office, greeting)
        expect(active(desk)).to_contain_text(f"Say {greeting}")


def hour(number: int) -> str:
    return f"{number % 12 or 12}{'am' if number % 24 < 12 else 'pm'}"


def test_day_and_night_are_told_and_turn_without_reload(office: Demo, desk: Page) -> None:
    now = datetime.now(UTC).hour
    told = desk.locator(".daynight")
    for begins, says in ((now + 6, "Night"), (now, "Day")):
        hours = f"hr {{{hour(begins)}-{hour(begins + 2)}}}"
        office.manage(
            "addcompany", "Hollis & Byrne", "--pbx", "demo", "--hours", hours, "--zone", "UTC"
        )
        expect(told).to_contain_text(f"{says} until")


def test_a_call_at_her_other_desk_is_told_aside_and_one_press_away(
    office: Demo, desk: Page
) -> None:
    with closing(sqlite3.connect(office.database)) as rows:
        [[address]] = rows.execute("SELECT url FROM links_pbx")
    login = ("--login", "demo", "--scope", "i_customer=30", "--password-env", "WEST_PASSWORD")
    office.manage("addpbx", "west", "--url", address, *login, WEST_PASSWORD="demo-password")
    place = ("--pbx", "west", "--extension", ELSEWHERE, "--role", "receptionist")
    office.manage("addoperator", "ruth", *place)
    desk.goto(f"{office.url}/desk/?pbx=demo")
    others = desk.get_by_role("navigation", name="Other desks")
    expect(others).to_contain_text("west quiet")
    office.pbx.do("incoming_call", to=ELSEWHERE, number=CALLER)
    expect(others).to_contain_text("west 1 ringing")
    expect(others.get_by_role("status")).to_have_text("Ringing at west.")
    # It is counted and heard here, where no tab with that desk is open.
    expect(desk).to_have_title(re.compile(r"^\(1\)"))
    expect(ringing(desk)).to_have_count(0)
    others.get_by_role("link").click()
    expect(ringing(desk)).to_have_attribute("data-number", CALLER)
    expect(others).to_contain_text("demo")
    press(ringing(desk), "Answer")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    assert [leg["state"] for leg in office.pbx.legs_of(ELSEWHERE)] == ["connected"]
    desk.get_by_role("link", name="Desk", exact=True).click()
    expect(active(desk)).to_have_attribute("data-number", CALLER)  # still the desk of the west
