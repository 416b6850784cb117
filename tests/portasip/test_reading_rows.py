"""Section 2 of the notes, as far as it concerns reading: one test for each ambiguity."""

import json
from typing import Any

import pytest

from console.portasip.messages import (
    ConferenceChanged,
    FrameNotUnderstood,
    LegId,
    ParticipantChanged,
    Party,
    QueuePlace,
)
from console.portasip.responses import Response
from console.portasip.wire import calls_of, decode
from tests.portasip.documents import AT, changed, leg, literal, notification, response


def answer(frame: dict[str, Any]) -> Response:
    said = decode(json.dumps(frame), AT)
    assert isinstance(said, Response), said
    return said


def test_row_3_a_notification_is_read_with_and_without_its_event() -> None:
    frame = json.loads(notification("held"))
    with_event = leg(json.dumps(frame))
    del frame["event"]
    assert leg(json.dumps(frame)) == with_event


def test_row_4_a_centrex_id_is_the_same_as_number_and_as_text() -> None:
    caller = {"id": 123002, "centrex_id": 30}
    assert leg(changed("held", caller=caller)).caller == Party(number="123002", centrex_id="30")


def test_row_6_a_frame_with_an_event_is_a_notification_even_beside_a_cseq() -> None:
    frame = json.loads(notification("held")) | {"cseq": 9}
    assert leg(json.dumps(frame)).state == "held"


def test_row_6_a_response_keeps_its_cseq_as_text_whichever_way_it_came() -> None:
    assert answer({"cseq": 7, "success": 1}).cseq == answer({"cseq": "7", "success": 1}).cseq == "7"


def test_row_6_a_frame_without_cseq_and_event_answers_nobody() -> None:
    assert answer({"result": {"success": 1}, "success": 1}).cseq == ""


@pytest.mark.parametrize(
    "frame",
    [
        {"code": "sip.call_not_found", "message": "Not found", "details": {}},
        {"error": {"code": "Server.CallControl.sip.call_not_found", "message": "Not found"}},
        {"result": {"error": {"code": "sip.call_not_found", "message": "Not found"}}},
        {"faultcode": "Server.CallControl.sip.call_not_found", "faultstring": "Not found"},
        {"result": {"faultcode": "sip.call_not_found", "faultstring": "Not found"}},
        {"success": 0, "code": "sip.call_not_found", "message": "Not found"},
        {"result": {"success": 0, "code": "sip.call_not_found", "message": "Not found"}},
        {"error": "sip.call_not_found", "message": "Not found"},
    ],
)
def test_row_7_an_error_is_found_wherever_it_stands(frame: dict[str, Any]) -> None:
    error = answer({"cseq": 1} | frame).error
    assert error is not None
    assert (error.suffix, error.message) == ("call_not_found", "Not found")


def test_row_7_a_zero_without_a_code_is_an_error_without_a_name() -> None:
    error = answer({"cseq": 1, "success": 0}).error
    assert error is not None
    assert error.code == "unspecified"


@pytest.mark.parametrize(
    "frame",
    [
        response("success"),
        {"cseq": 2, "success": 1},
        {"cseq": 2, "result": {"success": 1}},
        {"cseq": 2, "result": {}},
        {"cseq": 2, "result": {"code": "+49"}, "success": 1},
        {"cseq": 2, "error": None, "success": "1"},
        response("join_on_spot_conference"),
    ],
)
def test_row_8_all_is_success_but_an_explicit_error_or_zero(frame: dict[str, Any]) -> None:
    assert answer(frame).error is None


@pytest.mark.parametrize("zero", [0, "0", False, "N", 0.0])
def test_row_8_a_zero_anywhere_is_no_success(zero: object) -> None:
    assert answer({"cseq": 2, "success": zero}).error is not None
    assert answer({"cseq": 2, "result": {"success": zero}, "success": 1}).error is not None


def test_row_9_an_answer_beside_result_is_found_like_one_within() -> None:
    beside = response("join_on_spot_conference")
    within = {"cseq": 2, "result": {"call": beside["call"], "success": 1}, "success": 1}
    assert answer(beside).result["call"] == answer(within).result["call"] == beside["call"]


def test_row_9_what_stands_in_result_wins_over_what_stands_beside_it() -> None:
    assert answer({"cseq": 2, "call": 1, "result": {"call": 2}}).result["call"] == 2


def test_row_10_the_participant_list_is_read_from_result() -> None:
    listed = answer(response("get_on_spot_conference_participant_list")).result
    assert len(listed["participant_list"]) == 2


@pytest.mark.parametrize("name", ["participant_list_as_printed.txt", "participant_as_printed.txt"])
def test_rows_10_and_11_a_frame_as_misprinted_is_not_understood(name: str) -> None:
    assert isinstance(decode(literal(name), AT), FrameNotUnderstood)


@pytest.mark.parametrize(
    "frame",
    [
        '{"a": 1,}',
        '{"a": None}',
        '{"a": NaN}',
        "{'a': 1}",
        '{"a": "x\ny"}',
        "",
        "null",
        "7",
        '"text"',
        "[]",
        b"\xff\xfe",
        "{",
        "\ud800",
        "[" * 100_000,
    ],
)
def test_row_11_what_is_no_json_object_is_not_understood(frame: str | bytes) -> None:
    assert isinstance(decode(frame, AT), FrameNotUnderstood)


def test_row_13_a_tag_is_text_whether_it_came_as_text_or_number() -> None:
    as_number = changed("held", call={"id": "a@b", "tag": 100028})
    as_text = changed("held", call={"id": "a@b", "tag": "100028"})
    assert leg(as_number).leg == leg(as_text).leg == LegId("a@b", "100028")


@pytest.mark.parametrize("participant", [1, "1", 1.0, "1.0", " 1 "])
def test_row_14_a_participant_is_a_number_however_it_is_written(participant: object) -> None:
    fact = decode(changed("participant", participant_id=participant), AT)
    assert isinstance(fact, ParticipantChanged)
    assert fact.participant == 1


def test_row_14_a_participant_without_a_number_is_not_understood() -> None:
    odd: object
    for odd in ("first", None, {}, "1e999"):
        assert isinstance(
            decode(changed("participant", participant_id=odd), AT), FrameNotUnderstood
        )


def test_row_15_state_and_status_are_read_either_way_for_calls_and_conferences() -> None:
    assert leg(changed("held", state=None, status="Held ")).state == "held"
    fact = decode(changed("conference_started", status=None, state="started"), AT)
    assert isinstance(fact, ConferenceChanged)
    assert fact.status == "started"


def test_row_16_conference_names_and_owners_come_stripped() -> None:
    odd = {"conference_name": " test ", "conference_owner_id": "12065550021 "}
    for name in ("conference_started", "participant"):
        fact = decode(changed(name, **odd), AT)
        assert isinstance(fact, ConferenceChanged | ParticipantChanged)
        assert (fact.name, fact.owner) == ("test", "12065550021")


def test_row_16_a_conference_is_known_by_its_call_when_it_has_no_name() -> None:
    fact = decode(changed("conference_started", conference_name=None), AT)
    assert isinstance(fact, ConferenceChanged)
    assert fact.call_id == "cSsJ!DNMIEZfxJrZlKJja12vKcb4@192.168.233.134"


def test_row_17_a_participant_is_read_without_the_times_that_were_removed() -> None:
    frame = json.loads(notification("participant"))
    info = frame["result"]["participant_info"]
    del info["join_time"], info["leave_time"]
    fact = decode(json.dumps(frame), AT)
    assert isinstance(fact, ParticipantChanged)
    assert (fact.left, fact.mute, fact.hold, fact.moderator) == (False, True, False, True)


def test_row_17_a_leave_time_says_that_the_participant_left() -> None:
    fact = decode(changed("participant", leave_time="2019-02-01 13:20:00"), AT)
    assert isinstance(fact, ParticipantChanged)
    assert fact.left


def test_row_18_a_queues_recipient_is_called_and_its_remote_party_calls() -> None:
    fact = leg(notification("queued"))
    assert fact.leg == LegId("7e033351-4e65ab85@192.168.64.196", "112347")
    assert (fact.state, fact.direction) == ("queued", "incoming")
    assert fact.caller is not None
    assert fact.callee is not None
    assert (fact.caller.number, fact.callee.number) == ("11198700001", "123010")
    assert fact.queue == QueuePlace("25", 0, 2)


def test_row_18_an_initiators_local_party_calls() -> None:
    frame = json.loads(notification("queued")) | {"direction": "initiator"}
    fact = leg(json.dumps(frame))
    assert fact.direction == "outgoing"
    assert fact.caller is not None
    assert fact.caller.number == "123010"


def test_row_18_a_waiting_caller_without_a_direction_has_called_in() -> None:
    frame = json.loads(notification("queued"))
    del frame["direction"]
    assert leg(json.dumps(frame)) == leg(notification("queued"))


@pytest.mark.parametrize("wrapping", ["result", "call_info", "event"])
def test_row_18_the_unwrapped_shape_is_read_in_any_wrapping(wrapping: str) -> None:
    flat = json.loads(notification("queued"))
    event = {"event": "sip.call_control_notifications"}
    wrapped = {
        "result": event | {"result": flat},
        "call_info": event | {"result": {"call_info": flat}},
        "event": event | flat,
    }[wrapping]
    assert leg(json.dumps(wrapped)) == leg(notification("queued"))


def test_row_18_a_dialog_id_may_be_an_object() -> None:
    frame = json.loads(notification("queued")) | {"dialog_id": {"id": "a@b", "tag": 5}}
    assert leg(json.dumps(frame)).leg == LegId("a@b", "5")


def test_row_19_forwarders_are_read_under_either_name_and_flattened() -> None:
    inner = {"id": "3", "name": "Third"}
    outer = {"id": "2", "display_name": "Second", "forwarders": [inner]}
    for key in ("forwarder_list", "forwarders"):
        caller = leg(changed("held", caller={"id": "1", key: [outer]})).caller
        assert caller is not None
        assert [(f.number, f.display_name) for f in caller.forwarders] == [
            ("2", "Second"),
            ("3", "Third"),
        ]


def test_row_19_the_documents_two_forwarders_keep_their_order() -> None:
    callee = leg(notification("forwarded")).callee
    assert callee is not None
    assert [forwarder.number for forwarder in callee.forwarders] == ["123008", "123009"]


def test_row_19_a_name_is_read_under_either_key() -> None:
    for key in ("name", "display_name"):
        caller = leg(changed("held", caller={"id": "1", key: "Ann"})).caller
        assert caller is not None
        assert caller.display_name == "Ann"


@pytest.mark.parametrize(("position", "read"), [(0, 0), ("3", 3), (None, None), ("many", None)])
def test_row_20_a_position_counts_callers_ahead_and_may_be_text(
    position: object, read: int | None
) -> None:
    info = {"i_c_queue": "25", "position": position, "operators": "2"}
    frame = json.loads(notification("queued")) | {"queue_info": info}
    assert leg(json.dumps(frame)).queue == QueuePlace("25", read, 2)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2018-12-28 13:12:25", 1546002745.0),
        ("2018-12-28 13:12:25.245", 1546002745.245),
        ("2018-12-28T13:12:25Z", 1546002745.0),
        ("2018-12-28 14:12:25+01:00", 1546002745.0),
        (1546002745, 1546002745.0),
        ("yesterday", None),
        ("", None),
        (None, None),
        (10, None),
        (True, None),
    ],
)
def test_row_21_times_are_utc_with_or_without_fractions_or_offset(
    written: object, seconds: float | None
) -> None:
    assert leg(changed("held", connect_time=written)).connect_time == seconds


def test_row_22_a_holding_leg_needs_no_connect_time() -> None:
    fact = leg(notification("holding"))
    assert (fact.state, fact.connect_time) == ("holding", None)


def test_row_23_a_terminated_leg_needs_no_terminate_time_and_its_code_may_be_null() -> None:
    fact = leg(notification("terminated"))
    assert (fact.terminate_time, fact.reason_code, fact.duration) == (None, "", 10)
    assert fact.reason == "Call terminated by API"


def test_row_23_a_reason_code_may_be_a_number() -> None:
    assert leg(changed("terminated", reason_code=487)).reason_code == "487"


def test_row_24_tracking_ids_are_taken_as_they_are() -> None:
    assert leg(notification("originate_a_trying")).tracking_id == (
        "975afd9d-3ysh-66rr-ab33d16524a974a5"
    )


def test_row_25_a_listed_call_needs_no_tracking_id() -> None:
    listed = calls_of(response("get_sip_calls_list")["result"], AT, 7)
    assert (listed.since, listed.at) == (7, AT)
    assert [(call.direction, call.state, call.tracking_id) for call in listed.calls] == [
        ("outgoing", "ringing", ""),
        ("incoming", "ringing", ""),
    ]


def test_row_26_the_legs_of_an_originate_share_its_tracking_id_alone() -> None:
    legs = [
        leg(notification(name))
        for name in (
            "originate_a_trying",
            "originate_a_connected",
            "originate_b_trying",
            "originate_b_connected",
        )
    ]
    assert len({fact.tracking_id for fact in legs}) == 1
    assert {fact.leg.id.removesuffix("~1o") for fact in legs} == {
        "BBfc!rA3EV9JNsDxdhRoPvXGW4xR@192.168.243.133"
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [("Y", True), ("N", False), (1, True), (0, False), (True, True), ("1", True), (None, None)],
)
def test_row_32_flags_are_read_in_every_spelling(written: object, read: bool | None) -> None:
    fact = decode(changed("participant", mute=written, hold=written), AT)
    assert isinstance(fact, ParticipantChanged)
    assert (fact.mute, fact.hold) == (read, read)
    assert leg(changed("held", transfer_success=written)).transfer_success is read
