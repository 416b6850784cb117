"""Every command by mouse: what the screen shows, and the frame that reached the PBX."""

from playwright.sync_api import Page, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    SHOWN,
    active,
    confirmed,
    finds,
    held,
    key,
    name_of,
    own_leg,
    press,
    ringing,
    rings,
    search,
    talks,
)


def test_answer_takes_the_ringing_call(office: Demo, desk: Page) -> None:
    rings(office, desk)
    leg = own_leg(office)
    expect(ringing(desk)).to_contain_text(SHOWN)
    press(ringing(desk), "Answer")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(active(desk)).to_contain_text(SHOWN)
    expect(ringing(desk)).to_have_count(0)
    confirmed(desk, "Answer")
    assert [each["call"] for each in office.pbx.heard("answer_call")] == [leg]


def test_hold_puts_the_caller_into_a_held_slot(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    press(active(desk), "Hold")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    expect(active(desk)).to_have_count(0)
    confirmed(desk, "Hold")
    assert [each["call"] for each in office.pbx.heard("hold_call")] == [leg]


def test_resume_brings_the_caller_back(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    office.pbx.do("hold", number=RUTH)
    press(held(desk), "Resume")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(held(desk)).to_have_count(0)
    confirmed(desk, "Resume")
    assert [each["call"] for each in office.pbx.heard("unhold_call")] == [leg]


def test_end_ends_the_call(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    press(active(desk), "End")
    expect(active(desk)).to_have_count(0)
    confirmed(desk, "End")
    assert [each["call"] for each in office.pbx.heard("terminate_call")] == [leg]
    assert office.pbx.do("truth")["legs"] == []


def test_transfer_sends_the_caller_to_a_person_found_by_name(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    name = name_of(desk, COLLEAGUE)
    finds(desk, name)
    press(desk, f"Transfer to {name}")
    expect(active(desk)).to_have_count(0)
    confirmed(desk, "Transfer")
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": COLLEAGUE}]
    assert office.pbx.legs_of(COLLEAGUE)[0]["caller"] == CALLER


def test_transfer_sends_the_caller_to_a_typed_outside_number(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    search(desk).fill("+44 (20) 7946-0999")
    expect(active(desk)).to_contain_text("To +44 (20) 7946-0999")
    press(active(desk), "Transfer")
    expect(active(desk)).to_have_count(0)
    [sent] = office.pbx.heard("transfer_call")
    assert sent["call"] == leg
    assert sent["cld"] == "+442079460999"
    assert office.pbx.legs_of("442079460999")[0]["caller"] == CALLER
    expect(key(desk, "Pull back")).to_be_visible()


def test_transfer_without_a_target_asks_for_one_and_sends_nothing(office: Demo, desk: Page) -> None:
    talks(office, desk)
    press(active(desk), "Transfer")
    expect(desk.get_by_role("status").filter(has_text="Choose who")).to_have_count(1)
    expect(search(desk)).to_be_focused()
    assert office.pbx.commands() == []


def test_pull_back_takes_the_ringing_leg_of_the_target(office: Demo, desk: Page) -> None:
    talks(office, desk)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Transfer")
    expect(key(desk, "Pull back")).to_be_visible()
    theirs = own_leg(office, COLLEAGUE)
    press(desk, "Pull back")
    expect(ringing(desk)).to_have_attribute("data-number", CALLER)
    expect(key(desk, "Pull back")).to_have_count(0)
    assert office.pbx.heard("transfer_call")[-1] == {"call": theirs, "cld": RUTH}


def test_pull_back_is_gone_once_the_target_has_answered(office: Demo, desk: Page) -> None:
    talks(office, desk)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Transfer")
    expect(key(desk, "Pull back")).to_be_visible()
    office.pbx.do("answer", number=COLLEAGUE)
    expect(key(desk, "Pull back")).to_have_count(0)


def test_dial_rings_the_own_phone_first_and_then_the_other(office: Demo, desk: Page) -> None:
    name = name_of(desk, COLLEAGUE)
    finds(desk, name)
    press(desk, f"Dial {name}")
    expect(active(desk)).to_contain_text("Pick up your phone")
    [sent] = office.pbx.heard("originate_advanced_call")
    assert sent == {"bill_id": RUTH, "caller_id": RUTH, "callee_id": COLLEAGUE}
    press(active(desk), "Answer")
    expect(active(desk)).to_contain_text("Calling")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(active(desk)).to_contain_text("Talking")
    expect(active(desk)).to_contain_text(name)
