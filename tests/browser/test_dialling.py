"""A CRM opens /dial/?to=…: nobody is called before the operator says so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import COLLEAGUE, RUTH, active, link, name_of, press, region

DIALLED = "/dial/?to=%2B44%20(20)%207946-0999"


@pytest.fixture
def ask(office: Demo, enter: Callable[..., Page]) -> Callable[..., Page]:
    def one(path: str = DIALLED) -> Page:
        office.pbx.do("clear")
        page = enter(office, "ruth", path)
        expect(link(page)).to_have_text("live")
        return page

    return one


def now(page: Page) -> Locator:
    """The step that is under way."""
    return region(page, "Call progress").locator("[aria-current=step]")


def test_opening_the_address_dials_nothing(office: Demo, ask: Callable[..., Page]) -> None:
    page = ask()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("20 7946 0999"))
    expect(page.locator("main")).to_contain_text("Line 107")
    page.reload()
    expect(page.get_by_role("button", name="Dial")).to_be_enabled()
    assert office.pbx.commands() == []


def test_enter_dials_once_and_every_step_shows(office: Demo, ask: Callable[..., Page]) -> None:
    page = ask()
    page.keyboard.press("Enter")
    expect(now(page)).to_contain_text("Your phone rings")
    [sent] = office.pbx.heard("originate_advanced_call")
    assert sent["callee_id"].lstrip("+") == "442079460999"
    assert (sent["bill_id"], sent["caller_id"]) == (RUTH, RUTH)
    office.pbx.do("answer", number=RUTH)
    expect(now(page)).to_contain_text("They ring")
    office.pbx.do("answer", number=sent["callee_id"])
    expect(now(page)).to_contain_text("Talking")
    office.pbx.do("hang_up", number=RUTH)
    expect(region(page, "Call progress")).to_contain_text("Ended")
    assert len(office.pbx.heard("originate_advanced_call")) == 1


def test_pressing_twice_or_reloading_the_progress_dials_once(
    office: Demo, ask: Callable[..., Page]
) -> None:
    page = ask()
    page.get_by_role("button", name="Dial").dblclick()
    expect(now(page)).to_contain_text("Your phone rings")
    page.reload()
    expect(now(page)).to_contain_text("Your phone rings")
    page.go_back()
    assert len(office.pbx.heard("originate_advanced_call")) == 1


def test_the_call_stands_on_the_desk_too(
    office: Demo, desk: Page, ask: Callable[..., Page]
) -> None:
    page = ask(f"/dial/?to={COLLEAGUE}")
    name = name_of(desk, COLLEAGUE)
    expect(page.locator("main")).to_contain_text(name)
    press(page, "Dial")
    expect(active(desk)).to_contain_text("Pick up your phone")
    expect(active(desk)).to_contain_text(name)
    press(active(desk), "End")
    expect(region(page, "Call progress")).to_contain_text("Ended")


def test_a_refusal_is_said_on_the_page(office: Demo, ask: Callable[..., Page]) -> None:
    page = ask()
    office.pbx.do("fail_next", method="originate_advanced_call", code="sip.call_control_disabled")
    press(page, "Dial")
    alert = page.get_by_role("alert").filter(has_text="Call control is disabled")
    expect(alert).to_be_visible()


@pytest.mark.parametrize("to", ["nonsense", "", "()", "tel:", "<script>", "9" * 90, "%00"])
def test_nonsense_gets_a_sentence(office: Demo, ask: Callable[..., Page], to: str) -> None:
    page = ask(f"/dial/?to={to}")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_role("button", name="Dial")).to_have_count(0)
    assert office.pbx.commands() == []


def test_without_a_link_dial_is_off(office: Demo, ask: Callable[..., Page]) -> None:
    page = ask()
    office.pbx.do("stop")
    try:
        expect(page.get_by_text("PBX link lost")).to_be_visible()
        expect(page.get_by_role("button", name="Dial")).to_be_disabled()
    finally:
        office.pbx.do("start")
    expect(page.get_by_role("button", name="Dial")).to_be_enabled()
