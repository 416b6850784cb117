"""Frames that no row of the notes names: without a leg, of a later release, or of IVR."""

import json

import pytest

from console.portasip.messages import (
    FrameNotUnderstood,
    LegId,
    Party,
    PromptReported,
)
from console.portasip.wire import decode
from tests.portasip.documents import AT, changed, leg, notification


@pytest.mark.parametrize(
    "call", [None, {}, {"id": "a"}, {"tag": "b"}, {"id": "", "tag": "b"}, "a", 7, []]
)
def test_a_notification_without_a_legs_name_is_not_understood(call: object) -> None:
    assert isinstance(decode(changed("held", call=call), AT), FrameNotUnderstood)


def test_a_call_without_a_state_is_not_understood() -> None:
    assert isinstance(decode(changed("held", state=None), AT), FrameNotUnderstood)


def test_a_state_of_a_later_release_is_passed_on() -> None:
    assert leg(changed("held", state="Parked")).state == "parked"


def test_an_unknown_event_is_not_understood_and_named() -> None:
    frame = json.loads(notification("held")) | {"event": "sip.registration"}
    fact = decode(json.dumps(frame), AT)
    assert isinstance(fact, FrameNotUnderstood)
    assert "sip.registration" in fact.reason


def test_unknown_fields_are_ignored() -> None:
    assert leg(changed("held", is_external_call=1, ivr_info={"a": [1]})) == leg(
        notification("held")
    )


def test_a_field_of_a_wrong_type_costs_no_more_than_itself() -> None:
    fact = leg(changed("held", caller=[1, 2], queue_info="25", reason={"a": 1}, duration=[3]))
    assert (fact.state, fact.caller, fact.queue, fact.reason, fact.duration) == (
        "held",
        None,
        None,
        "",
        None,
    )
    assert fact.callee == leg(notification("held")).callee


def test_prompts_and_digits_of_an_ivr_are_reported() -> None:
    prompt = decode(notification("play_prompt_completed"), AT)
    digit = decode(notification("dtmf_digit_detected"), AT)
    name = LegId("3300f0b3-7a54a006@192.168.233.134", "100021")
    assert prompt == PromptReported(name, "play_prompt_completed", AT, order=2)
    assert digit == PromptReported(name, "dtmf_digit_detected", AT, digit="1", dtmf_duration=220)


def test_an_ivr_leg_has_an_access_number_alone() -> None:
    assert leg(notification("ivr_ringing")).callee == Party(access_number="*51")


def test_attended_transfer_keeps_the_id_it_had_before() -> None:
    fact = leg(changed("transferee_connected", previous_tracking_id="old", transfer_success=1))
    assert (fact.previous_tracking_id, fact.transfer_success) == ("old", True)
