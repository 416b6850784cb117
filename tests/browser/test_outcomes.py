"""Sent, accepted, refused with its reason, unknown: what a key says of its command."""

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from .demo import Demo
from .screen import (
    CALLER,
    COLLEAGUE,
    active,
    confirmed,
    held,
    key,
    press,
    ringing,
    rings,
    search,
    talks,
)

HOLD = "**/commands/*/hold/"


def test_a_command_reads_sent_until_the_pbx_has_answered(office: Demo, desk: Page) -> None:
    talks(office, desk)
    office.pbx.do("ignore_next", method="hold_call")
    office.pbx.do("delay_replies", seconds=1.5, method="hold_call")
    press(active(desk), "Hold")
    expect(key(active(desk), "Hold")).to_be_disabled()
    expect(key(active(desk), "Hold")).to_have_class("key is-sent")
    expect(desk.get_by_text("sent, waiting for PBX")).to_be_visible()
    expect(active(desk)).to_be_visible()  # nothing is believed before the PBX has said it
    confirmed(desk, "Hold")
    expect(key(active(desk), "Hold")).to_be_enabled()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("sip.call_control_disabled", "Call control is disabled for this line."),
        ("sip.call_not_found", "This call has already ended."),
        ("internal_server_error", "The PBX had a fault of its own. Try again."),
        ("sip.never_heard_of", "The PBX refused"),
    ],
)
def test_a_refusal_is_an_alert_in_words_and_may_be_tried_again(
    office: Demo, desk: Page, code: str, sentence: str
) -> None:
    talks(office, desk)
    office.pbx.do("fail_next", method="hold_call", code=code)
    press(active(desk), "Hold")
    expect(desk.get_by_role("alert").filter(has_text="Hold failed.")).to_contain_text(sentence)
    expect(held(desk)).to_have_count(0)
    with desk.expect_request(HOLD):
        press(active(desk), "Hold")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    expect(desk.get_by_role("alert").filter(has_text="Hold failed.")).to_have_count(0)
    assert office.pbx.commands() == ["hold_call", "hold_call"]


def test_a_refused_command_may_be_tried_again_before_the_first_press_is_answered(
    office: Demo, desk: Page
) -> None:
    """What became of it comes by the feed, which may be quicker than the answer to the press."""
    talks(office, desk)
    office.pbx.do("fail_next", method="hold_call", code="internal_server_error")
    late: list[tuple[Route, APIResponse]] = []
    desk.route("**/commands/**", lambda route: late.append((route, route.fetch())), times=1)
    press(active(desk), "Hold")
    expect(desk.get_by_role("alert").filter(has_text="Hold failed.")).to_be_visible()
    with desk.expect_request(HOLD):
        press(active(desk), "Hold")
        first, answer = late[0]
        first.fulfill(response=answer)
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.commands() == ["hold_call", "hold_call"]


def test_a_refused_conference_says_that_it_is_not_enabled(office: Demo, desk: Page) -> None:
    talks(office, desk)
    office.pbx.do("phone", number="123007", has_conferencing=False)
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Conference")
    alert = desk.get_by_role("alert").filter(has_text="Conference failed.")
    expect(alert).to_contain_text("Conferencing is not enabled for this line.")
    assert office.pbx.heard("join_on_spot_conference") == []


def test_a_failed_step_is_named_and_leaves_the_caller_held(office: Demo, desk: Page) -> None:
    talks(office, desk)
    office.pbx.do("fail_next", method="originate_advanced_call", code="internal_server_error")
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    alert = desk.get_by_role("alert").filter(has_text="Consult failed.")
    expect(alert).to_contain_text("The caller is on hold, but the call to your colleague failed")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    press(held(desk), "Resume")
    expect(active(desk)).to_have_attribute("data-number", CALLER)


def test_a_refused_hold_stops_the_consultation(office: Demo, desk: Page) -> None:
    talks(office, desk)
    office.pbx.do("fail_next", method="hold_call", code="internal_server_error")
    search(desk).fill(COLLEAGUE)
    press(active(desk), "Consult")
    expect(desk.get_by_role("alert").filter(has_text="Hold failed")).to_be_visible()
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    assert office.pbx.heard("originate_advanced_call") == []


def test_no_answer_is_unknown_and_the_call_shows_what_happened(office: Demo, desk: Page) -> None:
    talks(office, desk)
    office.pbx.do("leave_unanswered", method="hold_call")
    press(active(desk), "Hold")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    expect(desk.get_by_text("still waiting")).to_be_visible()
    alert = desk.get_by_role("alert").filter(has_text="Hold, no answer.")
    expect(alert).to_contain_text("No answer from the PBX.", timeout=12_000)
    press(held(desk), "Resume")
    expect(active(desk)).to_have_attribute("data-number", CALLER)
    expect(desk.get_by_role("alert").filter(has_text="no answer")).to_have_count(0)


def test_a_second_press_of_the_same_key_sends_one_frame(office: Demo, desk: Page) -> None:
    rings(office, desk)
    office.pbx.do("delay_replies", seconds=1, method="answer_call")
    key(ringing(desk), "Answer").dblclick()
    expect(active(desk)).to_be_visible()
    confirmed(desk, "Answer")
    assert office.pbx.commands() == ["answer_call"]


def test_the_same_request_delivered_twice_sends_one_frame(office: Demo, desk: Page) -> None:
    """As an impatient proxy does."""
    rings(office, desk)
    with desk.expect_request("**/answer/") as pressed:
        press(ringing(desk), "Answer")
    expect(active(desk)).to_be_visible()
    again = desk.request.post(
        pressed.value.url, headers=pressed.value.all_headers(), data=pressed.value.post_data
    )
    assert again.status in (204, 409)
    confirmed(desk, "Answer")
    assert office.pbx.commands() == ["answer_call"]


def test_a_request_that_arrives_too_late_sends_nothing(office: Demo, desk: Page) -> None:
    talks(office, desk)
    desk.route(
        "**/end/",
        lambda route: route.continue_(
            headers={**route.request.all_headers(), "x-pressed-at": "1700000000"}
        ),
    )
    press(active(desk), "End")
    alert = desk.get_by_role("alert").filter(has_text="too late")
    expect(alert).to_be_visible()
    expect(active(desk)).to_be_visible()
    assert office.pbx.commands() == []


def test_without_a_network_the_key_says_that_nothing_was_sent(office: Demo, desk: Page) -> None:
    talks(office, desk)
    desk.route("**/commands/**", lambda route: route.abort())
    press(active(desk), "Hold")
    expect(desk.locator("#refusal[role=alert]")).to_contain_text("Nothing was sent")
    desk.unroute("**/commands/**")
    press(active(desk), "Hold")
    expect(held(desk)).to_have_attribute("data-number", CALLER)
    expect(desk.locator("#refusal")).to_be_hidden()
    assert office.pbx.commands() == ["hold_call"]
