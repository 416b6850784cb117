"""A second press at the same place, a moment later, must not reach somebody else."""

from playwright.sync_api import Page, expect

from .demo import Demo
from .screen import CALLER, COLLEAGUE, RUTH, active, press, region, ringing, search


def talking(office: Demo, page: Page) -> None:
    office.pbx.do("incoming_call", to=RUTH, number=CALLER)
    press(ringing(page), "Answer")
    expect(active(page)).to_be_visible()


def choose(page: Page) -> None:
    search(page).fill(COLLEAGUE)
    expect(page.locator(f'#results .person[data-target="{COLLEAGUE}"]')).to_be_visible()


def test_enter_twice_transfers_and_dials_nobody(office: Demo, desk: Page) -> None:
    talking(office, desk)
    choose(desk)
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(active(desk)).to_have_count(0)
    expect(region(desk, "Ringing").get_by_role("listitem")).to_have_count(0)
    assert office.pbx.commands() == ["answer_call", "transfer_call"]


def test_enter_in_a_consultation_calls_nobody_else(office: Demo, desk: Page) -> None:
    office.pbx.do("phone", number=RUTH, picks_up=True)
    office.pbx.do("phone", number=COLLEAGUE, answers=True)
    talking(office, desk)
    choose(desk)
    press(active(desk), "Consult")
    expect(active(desk).get_by_role("button", name="Complete transfer")).to_be_enabled()
    expect(desk.locator("[data-enter-does]")).to_have_text("Finish consult first")
    search(desk).press("Enter")
    expect(desk.get_by_role("alert").filter(has_text="Finish the consultation")).to_be_visible()
    assert office.pbx.commands().count("originate_advanced_call") == 1


def test_the_target_line_follows_the_lamp(office: Demo, desk: Page) -> None:
    talking(office, desk)
    choose(desk)
    line = active(desk).locator("[data-target-line]")
    expect(line).to_contain_text("free")
    office.pbx.do("incoming_call", to=COLLEAGUE, number="441184960299")
    expect(line).to_contain_text("ringing")


def test_her_own_phone_is_nobody_to_dial(office: Demo, desk: Page) -> None:
    search(desk).fill("107")
    press(desk.locator(".dial-place"), "Dial")
    expect(desk.get_by_role("alert").filter(has_text="This is your own phone")).to_be_visible()
    assert office.pbx.commands() == []
