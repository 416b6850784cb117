"""The main path by keyboard alone, and letters that must never end a call."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    RUTH,
    active,
    confirmed,
    digits,
    held,
    key,
    name_of,
    own_leg,
    ringing,
    rings,
    search,
    talks,
    with_a_clock,
)

FAST = 30  # ms between keys: somebody who types a name
SEARCHED_AFTER = 200  # ms after the last letter, and somewhat more
# Later than a busy machine gets there. The page hears a beat every 5 s and is stale after 15.
AHEAD = timedelta(seconds=5)
TYPING = 180  # ms within which letters that follow each other are typing
OTHERS = ["442079460111", "442079460122", "442079460133"]


def test_a_caller_is_answered_held_resumed_and_ended_by_single_keys(
    office: Demo, desk: Page
) -> None:
    rings(office, desk)
    desk.keyboard.press("Enter")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    desk.keyboard.press("h")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    desk.keyboard.press("h")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    desk.keyboard.press("e")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.commands() == ["answer_call", "hold_call", "unhold_call", "terminate_call"]


def test_a_caller_is_transferred_to_a_person_typed_into_the_search(
    office: Demo, desk: Page
) -> None:
    leg = talks(office, desk)
    desk.keyboard.press("/")
    expect(search(desk)).to_be_focused()
    desk.keyboard.type(name_of(desk, COLLEAGUE), delay=FAST)
    expect(active(desk)).to_contain_text(f"To {name_of(desk, COLLEAGUE)}")
    desk.keyboard.press("Enter")
    expect(active(desk)).to_have_count(0)
    assert office.pbx.heard("transfer_call") == [{"call": leg, "cld": COLLEAGUE}]


def test_t_transfers_to_the_chosen_person_once_the_field_is_left(office: Demo, desk: Page) -> None:
    talks(office, desk)
    desk.keyboard.press("s")
    expect(search(desk)).to_be_focused()
    desk.keyboard.type(COLLEAGUE, delay=FAST)
    desk.keyboard.press("Alt+Shift+X")
    expect(active(desk)).to_have_count(0)
    desk.keyboard.press("Escape")
    expect(search(desk)).to_have_value("")
    desk.keyboard.press("Escape")
    expect(search(desk)).not_to_be_focused()
    expect(key(desk, "Pull back")).to_be_visible()
    desk.keyboard.press("u")
    expect(ringing(desk)).to_have_attribute("data-number", CALLER)
    assert [each["cld"] for each in office.pbx.heard("transfer_call")] == [COLLEAGUE, RUTH]


def test_a_colleague_is_consulted_and_the_call_completed(office: Demo, desk: Page) -> None:
    talks(office, desk)
    desk.keyboard.press("/")
    desk.keyboard.type(COLLEAGUE, delay=FAST)
    desk.keyboard.press("Alt+Shift+C")
    expect(active(desk)).to_contain_text("Pick up your phone")
    office.pbx.do("answer", number=RUTH)
    expect(active(desk)).to_contain_text("Calling")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(key(active(desk), "Complete transfer")).to_be_enabled()
    desk.keyboard.press("Alt+Shift+X")
    expect(active(desk)).to_have_count(0)
    confirmed(desk, "Complete transfer")
    assert len(office.pbx.heard("join_calls")) == 1


@pytest.mark.parametrize(
    ("letter", "verb", "last"),
    [("b", "Back to caller", "unhold_call"), ("f", "Conference", "join_on_spot_conference")],
)
def test_a_consultation_goes_back_or_becomes_a_conference(
    office: Demo, desk: Page, letter: str, verb: str, last: str
) -> None:
    talks(office, desk)
    desk.locator(f"[data-lamp][data-target='{COLLEAGUE}']").click()
    desk.keyboard.press("c")
    expect(active(desk)).to_contain_text("Pick up your phone")
    office.pbx.do("answer", number=RUTH)
    expect(active(desk)).to_contain_text("Calling")
    office.pbx.do("answer", number=COLLEAGUE)
    expect(key(active(desk), "Complete transfer")).to_be_enabled()
    desk.keyboard.press(letter)
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(held(desk)).to_have_count(0)
    confirmed(desk, verb)
    assert office.pbx.commands()[-1] == last


def test_d_dials_the_typed_number(office: Demo, desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("020 7946 0999", delay=FAST)
    desk.keyboard.press("Alt+Shift+D")
    expect(active(desk)).to_contain_text("Pick up your phone")
    assert office.pbx.heard("originate_advanced_call")[0]["callee_id"] == "02079460999"


def test_numbers_answer_and_resume_their_slots(office: Demo, desk: Page) -> None:
    for number in OTHERS:
        rings(office, desk, number)
    assert digits(ringing(desk)) == OTHERS
    desk.keyboard.press("2")
    expect(active(desk)).to_have_attribute("data-number", OTHERS[1])
    desk.keyboard.press("h")
    expect(held(desk)).to_have_attribute("data-number", OTHERS[1])
    desk.keyboard.press("3")
    expect(active(desk)).to_have_attribute("data-number", OTHERS[2])
    desk.keyboard.press("h")
    expect(held(desk)).to_have_count(2)
    desk.keyboard.press("5")
    expect(active(desk)).to_have_attribute("data-number", OTHERS[2])
    assert digits(held(desk)) == [OTHERS[1]]
    assert digits(ringing(desk)) == [OTHERS[0]]


def test_enter_answers_the_longest_wait_wherever_its_slot_is(office: Demo, desk: Page) -> None:
    for number in OTHERS:
        rings(office, desk, number)
    office.pbx.do("hang_up", number=OTHERS[0])
    expect(ringing(desk)).to_have_count(2)
    rings(office, desk)  # takes the free first slot
    desk.keyboard.press("Alt+Shift+Enter")
    expect(active(desk)).to_have_attribute("data-number", OTHERS[1])
    assert len(office.pbx.heard("answer_call")) == 1


@pytest.fixture
def still(new_desk: Page) -> Page:
    """The desk with its clock stopped, so that no busy machine stretches a pause between keys."""
    desk = with_a_clock(new_desk)
    desk.clock.pause_at(datetime.now(UTC) + AHEAD)
    return desk


def test_a_name_typed_in_the_wrong_place_goes_to_the_search(office: Demo, still: Page) -> None:
    talks(office, still)
    for letter in "ehbeth":
        still.keyboard.press(letter)
        still.clock.run_for(FAST)
    expect(search(still)).to_have_value("ehbeth")
    expect(search(still)).to_be_focused()
    expect(active(still)).to_be_visible()
    assert office.pbx.commands() == []


@pytest.mark.parametrize("pause", [0, 90, TYPING - 1])
def test_two_command_letters_in_a_row_are_typing(office: Demo, still: Page, pause: int) -> None:
    talks(office, still)
    still.keyboard.press("e")
    still.clock.run_for(pause)
    still.keyboard.press("e")
    still.clock.run_for(2 * TYPING)
    expect(search(still)).to_have_value("ee")
    assert office.pbx.commands() == []


def test_a_letter_alone_is_a_command_once_no_other_follows(office: Demo, still: Page) -> None:
    talks(office, still)
    still.keyboard.press("e")
    still.clock.run_for(TYPING + 1)
    still.clock.resume()
    expect(active(still)).to_have_count(0)
    assert office.pbx.commands() == ["terminate_call"]


def test_results_of_what_was_typed_before_choose_nobody(office: Demo, still: Page) -> None:
    late: list[Route] = []
    still.route("**/desk/people/**", lambda route: late.append(route))
    still.keyboard.press("/")
    still.keyboard.type("020 7946 099")
    with still.expect_request("**/desk/people/**"):
        still.clock.run_for(SEARCHED_AFTER)
    still.keyboard.type("9")
    late[0].continue_()
    expect(still.locator("#results")).to_have_attribute("data-q", "020 7946 099")
    still.keyboard.press("Alt+Shift+D")
    still.clock.resume()
    expect(active(still)).to_contain_text("Pick up your phone")
    assert office.pbx.heard("originate_advanced_call")[0]["callee_id"] == "02079460999"


def test_single_keys_do_nothing_inside_a_text_field(office: Demo, desk: Page) -> None:
    talks(office, desk, OTHERS[0])
    rings(office, desk)
    search(desk).focus()
    for letter in "ehtcbfdu123":
        search(desk).fill("")
        desk.keyboard.press(letter)
        expect(search(desk)).to_have_value(letter)
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    desk.keyboard.press("h")  # a command again: whatever came before would have been carried out
    expect(held(desk)).to_have_attribute("data-number", OTHERS[0])
    assert office.pbx.commands() == ["hold_call"]


def test_a_focused_button_is_pressed_by_enter_before_any_call(office: Demo, desk: Page) -> None:
    talks(office, desk)
    rings(office, desk, OTHERS[0])
    key(active(desk), "Hold").focus()
    desk.keyboard.press("Enter")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands() == ["hold_call"]


def test_the_list_of_keys_opens_and_takes_no_commands(office: Demo, desk: Page) -> None:
    talks(office, desk)
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="All keys")
    expect(dialog).to_be_visible()
    desk.keyboard.press("e")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    desk.keyboard.press("h")
    expect(held(desk)).to_have_count(1)
    assert office.pbx.commands() == ["hold_call"]


def test_e_in_a_consultation_ends_the_consultation(office: Demo, desk: Page) -> None:
    talks(office, desk)
    desk.locator(f"[data-lamp][data-target='{COLLEAGUE}']").click()
    desk.keyboard.press("c")
    expect(active(desk)).to_contain_text("Pick up your phone")
    consultation = own_leg(office)
    desk.keyboard.press("e")
    expect(active(desk)).to_have_count(0)
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.heard("terminate_call") == [{"call": consultation}]
