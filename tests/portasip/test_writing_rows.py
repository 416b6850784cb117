"""Section 2 of the notes, as far as it concerns writing: one test for each ambiguity."""

from typing import Any

import pytest

from console.portasip.client import CallControl, Options
from console.portasip.errors import InvalidParameter
from console.portasip.messages import LegId
from console.portasip.releases import Release
from console.portasip.stamps import written
from tests.portasip.documents import request
from tests.portasip.scripted import Line

LEG = LegId("9fb147fc@192.168.233.134", "9dwx.o")


def control(line: Line, **options: Any) -> CallControl:
    return CallControl(line, **({"scope": ("i_customer", 30)} | options))


async def test_row_1_auth_info_stands_at_the_top_and_not_in_params() -> None:
    line = Line(session_id="abc")
    await control(line).update_participant("test", "12065550021", 1, mute=True)
    assert line.sent[0]["auth_info"] == {"session_id": "abc"}
    assert "auth_info" not in line.sent[0]["params"]


async def test_row_1_a_login_carries_no_auth_info_even_after_another() -> None:
    line = Line({"login": {"result": {"session_id": "new"}, "success": 1}}, session_id="old")
    await control(line).login("demo", "p@ssw0rd")
    assert "auth_info" not in line.sent[0]
    assert line.session.session_id == "new"


async def test_row_2_the_service_is_call_control_whatever_appendix_b_says() -> None:
    line = Line()
    await control(line).enable_notifications()
    assert request("appendix_b.enable")["service"] == "Customer"
    assert line.sent[0]["service"] == "CallControl"


async def test_row_3_a_subscription_always_names_its_event() -> None:
    line = Line()
    await control(line).enable_notifications()
    await control(line).disable_notifications()
    events = [frame["params"]["event"] for frame in line.sent]
    assert events == ["sip.call_control_notifications"] * 2


@pytest.mark.parametrize("value", [30, "30"])
async def test_row_4_the_scope_is_written_as_a_number(value: int | str) -> None:
    line = Line()
    await control(line, scope=("i_customer", value)).calls_list(0, None)
    assert line.sent[0]["params"] == {"i_customer": 30}


@pytest.mark.parametrize("key", ["i_customer", "i_account", "i_main_office", "i_ivr_an"])
async def test_row_5_exactly_one_scope_is_written(key: str) -> None:
    line = Line()
    await control(line, scope=(key, 5)).calls_list(0, None)
    assert line.sent[0]["params"] == {key: 5}


@pytest.mark.parametrize("scope", [("customer", 30), ("i_customer", 0), ("i_customer", "x")])
def test_row_5_any_other_scope_is_refused(scope: tuple[str, Any]) -> None:
    with pytest.raises(InvalidParameter):
        control(Line(), scope=scope)


async def test_row_6_each_request_has_a_number_of_its_own_and_they_rise() -> None:
    line = Line()
    for _ in range(3):
        await control(line).ping()
    assert [frame["cseq"] for frame in line.sent] == [1, 2, 3]


async def test_row_12_the_answer_mode_is_notify_in_small_letters_or_what_was_set() -> None:
    line = Line()
    await control(line).answer(LEG)
    await control(line, answer_mode="reinvite").answer(LEG)
    modes = [frame["params"]["callee_answer_mode"] for frame in line.sent]
    assert modes == ["notify", "reinvite"]


async def test_row_13_a_tag_goes_back_as_text() -> None:
    line = Line()
    await control(line).hold(LegId("a@b", "100028"))
    assert line.sent[0]["params"]["call"] == {"id": "a@b", "tag": "100028"}


async def test_row_14_participants_and_their_limit_are_written_as_numbers() -> None:
    line = Line()
    await control(line).remove_participant("test", "1", 2)
    await control(line).join_conference(
        "test", "1", callee="2", options=Options(max_participants=15)
    )
    assert line.sent[0]["params"]["participant_info"]["participant_id"] == 2
    assert line.sent[1]["params"]["participant_info"]["max_participants"] == 15


async def test_row_16_a_conference_name_is_trimmed() -> None:
    line = Line()
    await control(line).convert_to_conference(LEG, " test ")
    assert line.sent[0]["params"]["conference_info"] == {"name": "test"}


async def test_row_16_a_conference_name_has_at_most_64_characters() -> None:
    line = Line()
    await control(line).convert_to_conference(LEG, "x" * 64)
    with pytest.raises(InvalidParameter) as caught:
        await control(line).convert_to_conference(LEG, "x" * 65)
    assert caught.value.field == "conference_info.name"
    assert caught.value.limit == "must have at most 64 characters"
    assert len(line.sent) == 1


def test_row_21_times_are_written_in_utc_without_fractions() -> None:
    assert written(1546002745.9) == "2018-12-28 13:12:25"


async def test_row_27_the_callers_phone_answers_by_itself_only_when_asked_to() -> None:
    line = Line()
    await control(line).originate("1", "1", "2")
    await control(line).originate("1", "1", "2", auto_pickup=True)
    assert "callee_auto_pickup" not in line.sent[0]["params"]
    assert line.sent[1]["params"]["callee_auto_pickup"] == "Y"


async def test_row_28_join_names_the_two_legs_it_was_given() -> None:
    line = Line()
    await control(line).join(LegId("a", "b"), LegId("c", "d"))
    assert line.sent[0]["params"] == {
        "call": {"id": "a", "tag": "b"},
        "to_call": {"id": "c", "tag": "d"},
    }


async def test_row_29_sip_headers_are_left_out_unless_given() -> None:
    line = Line()
    await control(line).transfer(LEG, "123003")
    await control(line).transfer(LEG, "123003", (("X-A", "1"),))
    await control(line).transfer(LEG, "123003", (("X-A", "1"), ("X-B", "2")))
    written_headers = [frame["params"].get("sip_headers") for frame in line.sent]
    one, two = {"name": "X-A", "value": "1"}, {"name": "X-B", "value": "2"}
    assert written_headers == [None, one, [one, two]]


async def test_row_32_flags_are_written_as_letters() -> None:
    line = Line()
    await control(line).update_participant("test", "1", 1, mute=True, hold=False)
    info = line.sent[0]["params"]["participant_info"]
    assert (info["mute"], info["hold"]) == ("Y", "N")


@pytest.mark.parametrize(("release", "key"), [(96, "cld"), (119, "cld"), (120, "destination")])
async def test_a_transfer_names_its_target_as_the_release_does(release: int, key: str) -> None:
    line = Line()
    await control(line, release=Release(release)).transfer(LEG, "123003")
    assert line.sent[0]["params"] == {"call": {"id": LEG.id, "tag": LEG.tag}, key: "123003"}
