"""Consulting a colleague about a caller, by mouse, and what may come of it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    confirmed,
    finds,
    held,
    key,
    name_of,
    own_leg,
    press,
    search,
    talks,
)


@pytest.fixture
def caller_leg(office: Demo, desk: Page) -> dict[str, str]:
    """Ruth's leg of the caller's call; she consults the colleague, whose phone rings."""
    leg = talks(office, desk)
    finds(desk, name_of(desk, COLLEAGUE))
    press(desk, f"Consult {name_of(desk, COLLEAGUE)}")
    expect(active(desk)).to_contain_text("Pick up your phone")
    press(active(desk), "Answer")
    expect(active(desk)).to_contain_text("Calling")
    return leg


def answers(office: Demo, desk: Page) -> None:
    office.pbx.do("answer", number=COLLEAGUE)
    expect(active(desk)).to_contain_text("Consulting")


def strip(page: Page) -> Locator:
    """The caller on hold inside the active card."""
    return active(page).locator(f"[data-number='{CALLER}']")


def test_consult_holds_the_caller_and_then_calls_from_the_desk(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    expect(active(desk)).to_contain_text("Pick up your phone")
    expect(key(active(desk), "Answer")).to_be_enabled()
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    expect(strip(desk)).to_be_visible()
    assert office.pbx.commands() == ["hold_call", "originate_advanced_call"]
    assert office.pbx.heard("hold_call") == [{"call": leg}]
    assert office.pbx.heard("originate_advanced_call") == [
        {"bill_id": RUTH, "caller_id": RUTH, "callee_id": COLLEAGUE}
    ]


def test_the_desks_phone_may_be_picked_up_by_hand(office: Demo, desk: Page) -> None:
    talks(office, desk)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    expect(active(desk)).to_contain_text("Pick up your phone")
    office.pbx.do("answer", number=RUTH)
    expect(active(desk)).not_to_contain_text("Pick up your phone")
    assert office.pbx.heard("answer_call") == []


def test_complete_and_conference_wait_until_the_colleague_answers(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    for name in ("Complete transfer", "Conference"):
        expect(key(active(desk), name)).to_be_disabled()
    answers(office, desk)
    for name in ("Complete transfer", "Conference"):
        expect(key(active(desk), name)).to_be_enabled()


def test_complete_joins_the_two_and_frees_the_desk(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    legs = [caller_leg, own_leg(office)]
    press(active(desk), "Complete transfer")
    expect(active(desk)).to_have_count(0)
    expect(held(desk)).to_have_count(0)
    confirmed(desk, "Complete transfer")
    # The caller from outside has no leg: the desk's own two are joined.
    assert office.pbx.heard("join_calls") == [{"call": legs[0], "to_call": legs[1]}]
    assert [leg["device"] for leg in office.pbx.do("truth")["legs"]] == [COLLEAGUE]


def test_complete_joins_the_remaining_legs_of_two_colleagues(office: Demo, desk: Page) -> None:
    office.pbx.do("dial", caller="123005", callee=RUTH)
    office.pbx.do("answer", number=RUTH)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    press(active(desk), "Answer")
    expect(active(desk)).to_contain_text("Calling")
    answers(office, desk)
    remaining = [own_leg(office, "123005"), own_leg(office, COLLEAGUE)]
    press(active(desk), "Complete transfer")
    expect(active(desk)).to_have_count(0)
    [sent] = office.pbx.heard("join_calls")
    assert [sent["call"], sent["to_call"]] == remaining


def test_back_to_caller_ends_the_consultation_and_resumes(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    consultation = own_leg(office)
    press(active(desk), "Back to caller")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(held(desk)).to_have_count(0)
    confirmed(desk, "Back to caller")
    assert office.pbx.commands()[-2:] == ["terminate_call", "unhold_call"]
    assert office.pbx.heard("terminate_call") == [{"call": consultation}]
    assert office.pbx.heard("unhold_call") == [{"call": caller_leg}]


def test_back_to_caller_works_while_the_colleague_still_rings(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    press(active(desk), "Back to caller")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.legs_of(COLLEAGUE) == []


def test_end_in_a_consultation_leaves_the_caller_held(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    consultation = own_leg(office)
    press(active(desk), "End")
    expect(active(desk)).to_have_count(0)
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.heard("terminate_call") == [{"call": consultation}]


def test_conference_of_three_out_of_a_consultation(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    press(active(desk), "Conference")
    expect(active(desk)).to_contain_text("In conference")
    confirmed(desk, "Conference")
    assert office.pbx.heard("convert_to_on_spot_conference")[0]["call_info"] == caller_leg
    assert office.pbx.heard("join_on_spot_conference")[0]["call_info"]["callee_id"] == COLLEAGUE
    office.pbx.do("answer", number=COLLEAGUE)
    [room] = office.pbx.do("truth")["conferences"]
    assert {each["number"] for each in room["participants"]} == {CALLER, RUTH, COLLEAGUE}


def test_conference_adds_a_chosen_person_to_a_call(office: Demo, desk: Page) -> None:
    leg = talks(office, desk)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Conference")
    expect(active(desk)).to_contain_text("In conference")
    commands = ["convert_to_on_spot_conference", "join_on_spot_conference"]
    assert office.pbx.commands() == commands
    assert office.pbx.heard(commands[0])[0]["call_info"] == leg
    assert office.pbx.heard(commands[1])[0]["call_info"]["callee_id"] == COLLEAGUE


def test_a_caller_who_hangs_up_meanwhile_leaves_an_ordinary_call(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    office.pbx.do("hang_up", number=CALLER)
    expect(held(desk)).to_have_count(0)
    expect(active(desk)).to_have_attribute("data-number", COLLEAGUE)
    expect(key(active(desk), "Complete transfer")).to_have_count(0)
    expect(key(active(desk), "Hold")).to_be_enabled()


def test_swap_talks_to_the_caller_and_keeps_the_colleague(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    press(active(desk), "Swap")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(active(desk).locator(f"[data-number='{COLLEAGUE}']")).to_contain_text("On hold")
    expect(key(active(desk), "Complete transfer")).to_be_enabled()
    press(active(desk), "Back to caller")
    confirmed(desk, "Back to caller")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(held(desk)).to_have_count(0)


def test_resuming_the_held_caller_leaves_one_talking(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    answers(office, desk)
    press(held(desk), "Resume")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    states = [leg["state"] for leg in office.pbx.legs_of(RUTH)]
    assert sorted(states) == ["connected", "holding"]


def test_a_colleague_who_declines_leaves_a_choice_and_the_focus(
    office: Demo, desk: Page, caller_leg: dict[str, str]
) -> None:
    search(desk).focus()
    office.pbx.do("refuse", number=COLLEAGUE)
    name = name_of(desk, COLLEAGUE)
    expect(active(desk)).to_contain_text(f"{name} declined.")
    expect(active(desk).locator(f"[data-number='{CALLER}']")).to_contain_text("On hold")
    expect(search(desk)).to_be_focused()
    for choice in ("Try again", "Voicemail", "Back to caller"):
        expect(key(active(desk), choice)).to_be_enabled()
    press(active(desk), "Back to caller")
    confirmed(desk, "Back to caller")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.heard("unhold_call") == [{"call": caller_leg}]
