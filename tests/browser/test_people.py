"""Whom a receptionist looks for: found, ranked, reached, marked; and whom she imports."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.servers import until

from .axe import violations
from .demo import Demo, demo
from .screen import RUTH, active, digits, key, ringing, rings, search, talks

MARGUERITE, QUENTIN, OMAR = "123009", "123020", "123001"
NEWCOMER = "441614960155"
FILE = (
    "name;company;work;mobile\n"
    "Kelvin Ashworth;Ashworth Surveyors;+44 161 496 0155;+44 7700 900155\n"
    "Wrong One;;call me;\n"
)


@pytest.fixture(scope="module")
def office() -> Iterator[Demo]:
    """A demo of its own: contacts would name callers of other tests, too."""
    with demo() as place:
        yield place


def rows(page: Page) -> list[str]:
    return digits(page.locator("#results .person"))


def finds(page: Page, text: str) -> list[str]:
    """Whom a search finds, once its answer is there."""
    with page.expect_response(lambda answer: "/desk/people/" in answer.url):
        search(page).fill(text)
    expect(page.locator("#results")).to_have_attribute("data-q", text)
    return rows(page)


def test_whom_she_reaches_most_is_found_first_and_transferred_to_by_enter(
    office: Demo, desk: Page
) -> None:
    talks(office, desk)
    assert finds(desk, "ma") == [MARGUERITE, QUENTIN, OMAR]
    expect(desk.locator("#results .person u")).to_have_text(["Ma", "Ma", "ma"])
    assert finds(desk, "qm") == [QUENTIN]
    desk.keyboard.press("Enter")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call")[-1]["cld"] == QUENTIN
    assert until(lambda: finds(desk, "") and finds(desk, "ma") == [QUENTIN, MARGUERITE, OMAR])
    talks(office, desk)
    search(desk).press("Enter")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call")[-1]["cld"] == QUENTIN


def test_a_favourite_is_made_in_its_row_and_its_state_is_pushed_into_it(
    office: Demo, desk: Page
) -> None:
    assert finds(desk, "marguerite") == [MARGUERITE]
    star = desk.get_by_role("button", name="Favourite: Marguerite Doyle")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    finds(desk, "")
    desk.get_by_role("radio", name="Favourites").check()
    expect(desk.locator("#results")).to_have_attribute("data-tab", "favourites")
    assert rows(desk) == [MARGUERITE]
    expect(desk.locator("[data-people-count=favourites]")).to_have_text("1")
    row = desk.locator("#results .person")
    before = row.bounding_box()
    office.pbx.do("incoming_call", to=MARGUERITE, number=NEWCOMER)
    expect(row).to_contain_text("Ringing")
    expect(row).to_contain_text("Being called by")
    assert row.bounding_box() == before
    assert finds(desk, "zz") == []
    expect(desk.get_by_role("radio", name="Favourites")).to_be_checked()


def test_an_imported_contact_names_her_call_at_once_and_is_reached_by_each_number(
    office: Demo, desk: Page, enter: Callable[..., Page]
) -> None:
    rings(office, desk, NEWCOMER)
    expect(ringing(desk)).not_to_contain_text("Kelvin")
    page = enter(office, path="/people/demo/import/")
    page.get_by_label("CSV or vCard file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    key(page, "Show what it would change").click()
    refused = page.get_by_role("region", name="Not possible")
    expect(refused).to_contain_text("Line 3 Wrong One “call me” is no telephone number.")
    expect(page.get_by_role("region", name="Added")).to_contain_text("Kelvin Ashworth")
    assert violations(page) == []
    key(page, "Import").click()
    expect(page.get_by_role("status")).to_contain_text("1 added")
    expect(ringing(desk)).to_contain_text("Kelvin Ashworth")
    page.goto(f"{office.url}/people/?tab=contacts")
    assert violations(page) == []
    page.get_by_role("link", name="Kelvin Ashworth").click()
    assert violations(page) == []
    office.pbx.do("answer", number=RUTH)
    finds(desk, "kelvin")
    key(desk, "Mobile +44 7700 900155").click()
    expect(active(desk)).to_contain_text("To Kelvin Ashworth +44 7700 900155")
    key(active(desk), "Transfer").click()
    expect(active(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call")[-1]["cld"] == "+447700900155"
