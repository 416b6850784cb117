"""Logging in, subscribing, and what the PBX refuses."""

import json

import pytest

from console.simulator import Simulator

from .client import PlainClient, connected

LEG = {"id": "nobody@192.168.233.134", "tag": "none.o"}


async def test_a_wrong_password_is_refused(pbx: Simulator) -> None:
    client = await connected(pbx)
    reply = await client.ask("login", "Session", login="demo", password="guess")
    assert reply["code"] == "Server.Session.auth_failed"
    assert reply.keys() == {"cseq", "code", "message", "details"}
    assert "guess" not in json.dumps(pbx.received)
    await client.close()


async def test_a_list_before_the_subscription_is_refused(pbx: Simulator) -> None:
    client = await connected(pbx)
    await client.log_in(pbx)
    reply = await client.ask("get_sip_calls_list", i_customer=30)
    assert reply["code"] == "Server.CallControl.sip.disabled_api_notifications"
    await client.close()


async def test_an_expired_session_falls_silent_and_keeps_its_socket(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.expire_sessions()
    pbx.incoming_call("123007")
    reply = await client.ask("get_sip_calls_list", i_customer=30)
    assert reply["code"] == "Server.Session.check_auth.auth_failed"
    assert client.notifications == []


async def test_after_logging_out_nothing_is_told(pbx: Simulator, client: PlainClient) -> None:
    await client.ask("logout", "Session")
    pbx.incoming_call("123007")
    await client.log_in(pbx)
    assert client.notifications == []


async def test_an_extension_hears_of_its_own_legs_alone(pbx: Simulator) -> None:
    client = await connected(pbx)
    await client.log_in(pbx)
    await client.subscribe(i_account=1007)
    pbx.dial("123002", "123007")
    pbx.incoming_call("123003")
    reply = await client.ask("get_sip_calls_list", i_account=1007)
    assert client.states() == ["incoming trying", "incoming ringing"]
    assert len(reply["result"]["calls_list"]) == 1
    await client.close()


async def test_two_sockets_of_one_session_share_its_subscription(
    pbx: Simulator, client: PlainClient
) -> None:
    other = await connected(pbx)
    other.session_id = client.session_id
    await other.ask("ping", "Session")
    pbx.incoming_call("123007")
    await client.until(lambda: len(client.notifications) == 2)
    await other.until(lambda: len(other.notifications) == 2)
    await other.close()


async def test_the_service_of_the_appendix_reaches_call_control(
    pbx: Simulator, client: PlainClient
) -> None:
    reply = await client.ask("get_sip_calls_list", "Customer", i_customer="30")
    assert reply["result"] == {"calls_list": []}
    assert pbx.violations == []


async def test_a_request_without_cseq_gets_no_reply(pbx: Simulator, client: PlainClient) -> None:
    await client.socket.send(
        json.dumps(
            {
                "service": "CallControl",
                "method": "get_sip_calls_list",
                "auth_info": {"session_id": client.session_id},
                "params": {"i_customer": 30},
            }
        )
    )
    known = set(client.replies)
    await client.ask("ping", "Session")
    assert len(set(client.replies) - known) == 1
    assert pbx.received[-2]["method"] == "get_sip_calls_list"


async def test_auth_info_may_stand_inside_params(pbx: Simulator, client: PlainClient) -> None:
    client.session_id, session_id = "", client.session_id
    reply = await client.ask(
        "get_on_spot_conference_list", conference_info={}, auth_info={"session_id": session_id}
    )
    assert reply["result"] == {"conference_list": []}
    assert pbx.violations == []


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("hold_call", {}, "call: required"),
        ("hold_call", {"call": {"id": "a"}}, "call.tag: required"),
        ("hold_call", {"call": {"id": "a", "tag": 7}}, "call.tag: must be a string"),
        ("hold_call", {"call": LEG, "now": 1}, "now: no such property"),
        ("transfer_call", {"call": LEG}, "cld: required"),
        ("answer_call", {"call": LEG, "callee_answer_mode": "notfy"}, "callee_answer_mode: must"),
        ("get_sip_calls_list", {}, "params: at least one of"),
        ("enable_api_notifications", {"i_customer": -1}, "i_customer: must be a number"),
        (
            "convert_to_on_spot_conference",
            {"call_info": LEG, "conference_info": {"name": "x" * 65}},
            "conference_info.name: at most 64 characters",
        ),
        (
            "originate_advanced_call",
            {
                "bill_id": "123007",
                "caller_id": "123007",
                "callee_id": "123003",
                "state_callback": "ftp://example.com",
            },
            "state_callback: must be an HTTP or HTTPS URL",
        ),
    ],
)
async def test_what_does_not_fit_the_document_is_refused_and_recorded(
    pbx: Simulator, client: PlainClient, method: str, params: dict, complaint: str
) -> None:
    reply = await client.ask(method, **params)
    assert reply["code"] == "sip.wrong_parameters"
    assert reply["details"].startswith(complaint)
    assert pbx.violations[-1]["method"] == method


async def test_unknown_methods_and_unknown_legs_have_their_codes(
    pbx: Simulator, client: PlainClient
) -> None:
    assert (await client.ask("park_call"))["code"] == "sip.unsupported_method"
    assert (await client.ask("hold_call", call=LEG))["code"] == "sip.call_not_found"


async def test_lines_without_call_control_are_refused(pbx: Simulator, client: PlainClient) -> None:
    pbx.phone("123007", has_call_control=False)
    call = pbx.incoming_call("123007")
    leg = {name: call["legs"][0][name] for name in ("id", "tag")}
    assert (await client.ask("terminate_call", call=leg))["code"] == "sip.call_control_disabled"


async def test_accounts_come_page_by_page(pbx: Simulator, client: PlainClient) -> None:
    page = {"limit": 30, "offset": 30, "get_total": 1, "i_customer": 30}
    reply = await client.ask("get_account_list", "Account", **page)
    assert reply["result"]["total"] == 40
    rows = reply["result"]["account_list"]
    assert [rows[0]["id"], rows[-1]["id"]] == ["123031", "123040"]


async def test_operators_log_in_and_out_of_a_hunt_group(
    pbx: Simulator, client: PlainClient
) -> None:
    await client.ask(
        "update_huntgroups_subscription",
        "Account",
        i_account=1007,
        unsubscribe_from_huntgroups=[{"id": "510"}],
    )
    reply = await client.ask("get_huntgroup_list", "Customer", i_customer=30)
    [reception] = [g for g in reply["result"]["huntgroup_list"] if g["id"] == "510"]
    active = {m["account_id"]: m["hunt_active"] for m in reception["assigned_extensions"]}
    assert active["123007"] == "N"
    assert pbx.truth()["queues"][0]["operators"] == 3
    assert pbx.violations == []
