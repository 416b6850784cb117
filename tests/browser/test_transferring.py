"""Safe transfers, pulling back, voicemail, and what Enter does."""

import pytest
from playwright.sync_api import Page, expect

from tests.servers import until

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    confirmed,
    finds,
    key,
    name_of,
    press,
    ringing,
    search,
    talks,
)


def chosen(page: Page, extension: str = COLLEAGUE) -> None:
    """A colleague is found and chosen: the line of the card names her."""
    finds(page, name_of(page, extension))
    line = active(page).locator("[data-target-line]")
    expect(line).to_contain_text(name_of(page, extension))


def test_a_safe_transfer_comes_back_by_itself_with_the_browser_closed(
    office: Demo, desk: Page
) -> None:
    """The key sends the PBX's seconds; the page names fewer, as an operator's setting does."""
    talks(office, desk)
    chosen(desk)
    desk.locator("#seconds").evaluate("field => { field.value = '5'; }")
    press(active(desk), "Safe")
    expect(desk.locator(".toast")).to_contain_text("comes back in")
    address = desk.url
    desk.goto("about:blank")
    assert until(lambda: len(office.pbx.heard("transfer_call")) == 2, 15)
    desk.goto(address)
    expect(ringing(desk).locator(f"xpath=self::*[@data-number='{CALLER}']")).to_be_visible()
    expect(ringing(desk).first).to_contain_text(f"Back from {name_of(desk, COLLEAGUE)}, no answer")
    assert [each["cld"] for each in office.pbx.heard("transfer_call")] == [COLLEAGUE, RUTH]


def test_a_blind_transfer_is_pulled_back_by_one_key_while_it_rings(
    office: Demo, desk: Page
) -> None:
    talks(office, desk)
    chosen(desk)
    press(active(desk), "Transfer")
    expect(desk.locator(".toast")).to_contain_text(f"Blind transfer to {name_of(desk, COLLEAGUE)}")
    expect(desk.locator(".toast")).to_contain_text("left")
    search(desk).blur()
    desk.keyboard.press("u")
    expect(ringing(desk).locator(f"xpath=self::*[@data-number='{CALLER}']")).to_be_visible()
    expect(desk.locator(".toast")).to_have_count(0)


def test_whoever_a_caller_was_sent_to_is_not_chosen_for_the_next_one(
    office: Demo, desk: Page
) -> None:
    talks(office, desk)
    chosen(desk)
    press(active(desk), "Transfer")
    expect(active(desk)).to_have_count(0)
    expect(desk.locator(".calls-active [data-target-line]")).to_contain_text("choose who")
    talks(office, desk, "442079460970")
    expect(active(desk).locator("[data-target-line]")).to_contain_text("choose who")
    search(desk).press("Enter")
    desk.keyboard.press("Alt+Shift+T")
    expect(active(desk)).to_have_attribute("data-number", "442079460970")
    assert office.pbx.commands() == ["transfer_call"]


def test_afterwards_the_toast_says_answered_and_goes(office: Demo, desk: Page) -> None:
    talks(office, desk)
    chosen(desk)
    press(active(desk), "Transfer")
    expect(key(desk, "Pull back")).to_be_visible()
    office.pbx.do("answer", number=COLLEAGUE)
    expect(desk.locator(".toast")).to_contain_text("answered")
    expect(key(desk, "Pull back")).to_have_count(0)
    expect(desk.locator(".toast")).to_have_count(0, timeout=12_000)


def test_voicemail_is_one_key_of_the_row_or_of_the_card(office: Demo, desk: Page) -> None:
    talks(office, desk)
    chosen(desk)
    press(desk, f"Voicemail of {name_of(desk, COLLEAGUE)}")
    expect(active(desk)).to_have_count(0)
    confirmed(desk, "Voicemail")
    assert [each["cld"] for each in office.pbx.heard("transfer_call")] == [f"*86{COLLEAGUE}"]


@pytest.mark.parametrize(("setting", "sent"), [("consult", "hold_call"), ("", "transfer_call")])
def test_enter_does_what_the_operator_chose(
    office: Demo, desk: Page, setting: str, sent: str
) -> None:
    talks(office, desk)
    if setting:
        desk.locator("#live").evaluate("(root, does) => { root.dataset.enter = does; }", setting)
    chosen(desk)
    word = "Consult" if setting else "Transfer"
    expect(desk.locator("[data-enter-line]")).to_have_text(f"↵Enter {word}")
    desk.keyboard.press("Enter")
    confirmed(desk, word)
    assert office.pbx.commands()[0] == sent


def test_an_emergency_number_is_one_row_and_nobodys(office: Demo, desk: Page) -> None:
    """112 is somebody's short number, too."""
    search(desk).fill("112")
    row = desk.locator("#results .person")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Emergency number")
    desk.keyboard.press("Enter")
    confirmed(desk, "Dial")
    assert office.pbx.heard("originate_advanced_call")[0]["callee_id"] == "112"
