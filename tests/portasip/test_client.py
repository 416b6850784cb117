"""The typed calls: what they return, what they refuse before the socket, what they forget."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.portasip.client import CallControl, Options, Originated
from console.portasip.errors import InvalidParameter, PortaError, Refused
from console.portasip.messages import LegId
from tests.portasip.documents import response
from tests.portasip.scripted import NOW, Line

LEG = LegId("a@b", "c")


def control(line: Line) -> CallControl:
    return CallControl(line, scope=("i_customer", 30))


async def test_a_login_keeps_the_session_id_for_what_follows() -> None:
    line = Line({"login": response("login")}, session_id="")
    pbx = control(line)
    await pbx.login("demo", "p@ssw0rd")
    await pbx.enable_notifications()
    assert line.sent[1]["auth_info"] == {"session_id": "07491b94c0025f464c388ff387c7265a"}


async def test_a_login_without_a_session_id_in_its_answer_fails() -> None:
    with pytest.raises(PortaError):
        await control(Line()).login("demo", "p@ssw0rd")


async def test_a_refused_login_leaves_the_old_session_alone() -> None:
    line = Line({"login": {"code": "Server.Session.auth_failed"}}, session_id="old")
    with pytest.raises(Refused) as caught:
        await control(line).login("demo", "wrong")
    assert caught.value.is_credentials
    assert line.session.session_id == "old"


async def test_a_logout_forgets_the_session() -> None:
    line = Line()
    await control(line).logout()
    assert line.sent[0]["auth_info"] == {"session_id": "s"}
    assert line.session.session_id == ""


async def test_a_logout_forgets_the_session_even_when_it_is_refused() -> None:
    line = Line({"logout": {"code": "internal_error"}})
    with pytest.raises(Refused):
        await control(line).logout()
    assert line.session.session_id == ""


async def test_an_originate_returns_the_ids_of_the_document() -> None:
    line = Line({"originate_advanced_call": response("originate_advanced_call")})
    assert await control(line).originate("123007", "123007", "123003") == Originated(
        "975afd9d-3ysh-66rr-ab33-d16524a974a5", "ScUNrSoomYJiH97zlcNGdkv8c00B@192.168.1.61"
    )


async def test_joining_a_conference_returns_the_new_calls_id() -> None:
    line = Line({"join_on_spot_conference": response("join_on_spot_conference")})
    call = await control(line).join_conference("test", "12065550021", callee="12065550019")
    assert call == "cSsJ!DNMIEZfxJrZlKJja12vKcb4@192.168.233.134"
    assert line.sent[0]["params"]["call_info"] == {
        "caller_id": "test",
        "callee_id": "12065550019",
        "sip_auth_username": "12065550021",
    }


async def test_a_list_is_moved_to_our_clock_and_nothing_in_it_lies_ahead() -> None:
    line = Line({"get_sip_calls_list": response("get_sip_calls_list")})
    pbx = control(line)
    as_is = (await pbx.calls_list(3, None)).calls[0].start_time
    moved = (await pbx.calls_list(3, 60.0)).calls[0].start_time
    ahead = await pbx.calls_list(3, -86_400.0)
    assert as_is is not None
    assert moved == as_is - 60
    assert {call.start_time for call in ahead.calls} == {NOW}
    assert (ahead.since, ahead.at) == (3, NOW)


async def test_an_entry_of_a_list_without_a_name_is_left_out() -> None:
    listed = response("get_sip_calls_list")
    listed["result"]["calls_list"] += [{}, None, 7, {"call": {"id": "a"}, "state": "held"}]
    assert len((await control(Line({"get_sip_calls_list": listed})).calls_list(0, None)).calls) == 2


async def test_the_conference_list_holds_those_who_have_not_left() -> None:
    listed = response("get_on_spot_conference_participant_list")
    listed["result"]["participant_list"][1]["leave_time"] = "2019-02-08 14:30:00"
    line = Line(
        {
            "get_on_spot_conference_list": response("get_on_spot_conference_list"),
            "get_on_spot_conference_participant_list": listed,
        }
    )
    (conference,) = await control(line).conference_list()
    assert (conference.name, conference.owner) == ("test_conference", "12065550021")
    assert [(who.participant, who.number) for who in conference.participants] == [
        (1, "12065550021")
    ]
    everyone = await control(line).participants("test_conference", "12065550021")
    assert [(who.participant, who.left) for who in everyone] == [(1, False), (2, True)]


async def test_a_conference_that_ended_between_the_lists_is_left_out() -> None:
    answers = {
        "get_on_spot_conference_list": response("get_on_spot_conference_list"),
        "get_on_spot_conference_participant_list": {"code": "sip.call_not_found"},
    }
    assert await control(Line(answers)).conference_list() == ()


async def test_conferences_that_may_not_be_listed_are_refused() -> None:
    answers = {
        "get_on_spot_conference_list": response("get_on_spot_conference_list"),
        "get_on_spot_conference_participant_list": {"code": "sip.service_not_enabled"},
    }
    with pytest.raises(Refused):
        await control(Line(answers)).conference_list()


REFUSED: list[tuple[str, Callable[[CallControl], Awaitable[Any]]]] = [
    ("login", lambda pbx: pbx.login(" ", "p")),
    ("password", lambda pbx: pbx.login("demo", "")),
    ("call.id", lambda pbx: pbx.hold(LegId("", "tag"))),
    ("call.tag", lambda pbx: pbx.answer(LegId("id", ""))),
    ("to_call.tag", lambda pbx: pbx.join(LEG, LegId("id", ""))),
    ("cld", lambda pbx: pbx.transfer(LEG, "")),
    ("cld", lambda pbx: pbx.transfer(LEG, "123 456")),
    ("sip_headers.name", lambda pbx: pbx.transfer(LEG, "1", (("X Y", "1"),))),
    ("sip_headers.value", lambda pbx: pbx.transfer(LEG, "1", (("X", "1\r\nVia: x"),))),
    ("bill_id", lambda pbx: pbx.originate("", "1", "2")),
    ("caller_id", lambda pbx: pbx.originate("1", "\x00", "2")),
    ("callee_id", lambda pbx: pbx.originate("1", "1", " ")),
    (
        "state_callback",
        lambda pbx: pbx.originate("1", "1", "2", state_callback_events=("trying",)),
    ),
    ("state_callback", lambda pbx: pbx.originate("1", "1", "2", state_callback="ftp://x/y")),
    (
        "state_callback_events[0]",
        lambda pbx: pbx.originate(
            "1", "1", "2", state_callback="https://x/y", state_callback_events=("dancing",)
        ),
    ),
    ("conference_info.name", lambda pbx: pbx.convert_to_conference(LEG, " ")),
    ("conference_info.name", lambda pbx: pbx.participants("x" * 65, "1")),
    ("conference_info.owner_id", lambda pbx: pbx.participants("x", "1 2")),
    ("call_info.id", lambda pbx: pbx.convert_to_conference(LegId("", "t"), "x")),
    (
        "callee.lang",
        lambda pbx: pbx.convert_to_conference(LEG, "x", callee=Options(lang="english")),
    ),
    (
        "caller.max_participants",
        lambda pbx: pbx.convert_to_conference(LEG, "x", caller=Options(max_participants=0)),
    ),
    (
        "participant_info.music_on_hold_url",
        lambda pbx: pbx.update_participant("x", "1", 1, music_on_hold_url="http://["),
    ),
    ("participant_info.participant_id", lambda pbx: pbx.remove_participant("x", "1", -1)),
    ("call_info.callee_id", lambda pbx: pbx.join_conference("x", "1", callee="")),
    ("url", lambda pbx: pbx.play_prompt(LEG, "file:///etc/passwd")),
    ("url", lambda pbx: pbx.play_prompt(LEG, "")),
    ("order", lambda pbx: pbx.play_prompt(LEG, "http://x/y", order=1)),
    ("order", lambda pbx: pbx.stop_prompt(LEG, order=4)),
    ("repeat", lambda pbx: pbx.play_prompt(LEG, "http://x/y", repeat=-2)),
    ("call.tag", lambda pbx: pbx.start_digits(LegId("a", ""))),
    ("call.id", lambda pbx: pbx.ring(LegId("", "a"))),
    ("i_account", lambda pbx: pbx.log_in_to_queues(0)),
    ("i_account", lambda pbx: pbx.accounts(i_account=-1)),
    ("id", lambda pbx: pbx.accounts(id="a\x00b")),
]


@pytest.mark.parametrize(("field", "call"), REFUSED)
async def test_a_value_the_document_does_not_allow_is_refused_before_the_socket(
    field: str, call: Callable[[CallControl], Awaitable[Any]]
) -> None:
    line = Line()
    with pytest.raises(InvalidParameter) as caught:
        await call(control(line))
    assert caught.value.field == field
    assert caught.value.limit
    assert line.sent == []


async def test_star_codes_and_prefixes_can_be_transferred_to() -> None:
    line = Line()
    for target in ("*86123007", "+12065550021", "vm123007", " 107 "):
        await control(line).transfer(LEG, target)
    assert [frame["params"]["cld"] for frame in line.sent] == [
        "*86123007",
        "+12065550021",
        "vm123007",
        "107",
    ]


async def test_no_error_of_a_login_shows_its_password() -> None:
    answer = {
        "code": "Server.Session.auth_failed",
        "message": "Authentication failed",
        "details": {"password": "hush-hush"},
    }
    with pytest.raises(Refused) as caught:
        await control(Line({"login": answer})).login("demo", "hush-hush")
    assert "hush" not in repr(caught.value) + str(caught.value)
    with pytest.raises(InvalidParameter) as invalid:
        await control(Line()).login("demo", "hush\ud800")
    assert "hush" not in repr(invalid.value) + json.dumps(invalid.value.args)
