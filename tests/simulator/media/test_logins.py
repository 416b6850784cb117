"""Logging in to the media server, and what a session is good for."""

import json

import httpx2
import pytest

from console.simulator import Simulator

from .client import RestClient

EXPIRED = "Server.Session.check_auth.auth_failed"
CREDENTIALS = {"login": "123007", "domain": "pbx.example.com", "password": "media-password"}


@pytest.mark.parametrize(
    "wrong",
    [{"password": "guess"}, {"login": "123999"}, {"domain": "elsewhere.example.com"}],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_wrong_credentials_are_refused(
    media: RestClient, pbx: Simulator, wrong: dict[str, str]
) -> None:
    reply = await media.log_in(**wrong)
    assert (reply.status, reply.fault) == (500, "Server.Session.auth_failed")
    assert reply.text == "Authentication failed"
    assert pbx.violations == []


async def test_an_expired_session_is_refused(media: RestClient) -> None:
    assert media.pbx.expire_sessions() == 1
    reply = await media.ask("Voicemail", "get_vm_settings")
    assert reply.fault == EXPIRED
    await media.log_in()
    assert (await media.ask("Voicemail", "get_vm_settings")).status == 200


async def test_after_logging_out_the_session_is_gone(media: RestClient) -> None:
    assert (await media.ask("Session", "logout")).values == {"success": 1}
    assert (await media.ask("Session", "logout")).fault == EXPIRED


async def test_credentials_in_a_request_need_no_session(media: RestClient, pbx: Simulator) -> None:
    media.auth = CREDENTIALS | {"session_id": None}
    assert (await media.ask("Voicemail", "get_vm_settings")).status == 200
    media.auth = CREDENTIALS | {"password": "guess"}
    assert (await media.ask("Voicemail", "get_vm_settings")).fault == EXPIRED
    assert pbx.violations == []


@pytest.mark.parametrize("auth", [{}, {"login": "123007"}, {"session_id": "x" * 33}])
async def test_auth_info_that_does_not_fit_is_a_violation(
    media: RestClient, pbx: Simulator, auth: dict[str, str]
) -> None:
    media.auth = auth
    reply = await media.ask("Conference", "get_conf_list")
    assert reply.fault == EXPIRED
    [violation] = pbx.violations
    assert violation["complaints"][0].startswith("auth_info")
    assert violation["transport"] == media.transport


async def test_requests_are_logged_without_secrets(media: RestClient, pbx: Simulator) -> None:
    settings = {"password": "7771", "disa_password": "7772", "fax_file": "pdf"}
    await media.ask("Voicemail", "set_vm_settings", vm_settings=settings)
    await media.ask("Voicemail", "set_vm_settings", vm_settings={"password": "777\x7f1", "a": "b"})
    log = json.dumps(pbx.received + pbx.violations)
    for secret in ("media-password", media.auth["session_id"], "777"):
        assert secret not in log
    assert pbx.received[1] == {
        "transport": media.transport,
        "service": "Voicemail",
        "method": "set_vm_settings",
        "params": {"vm_settings": {"fax_file": "pdf"}},
    }


async def test_a_password_and_a_domain_of_its_own() -> None:
    async with Simulator(media_password="other", media_domain="um.example.net") as pbx:
        client = RestClient(pbx)
        assert (await client.log_in()).fault == "Server.Session.auth_failed"
        assert (await client.log_in("other", domain="um.example.net")).status == 200
        await client.close()


async def test_before_mr101_neither_json_nor_tokens_are_taken(
    media: RestClient, pbx: Simulator
) -> None:
    bearer = {"Authorization": "Bearer x"}
    path = "/rest/Voicemail/get_vm_settings"
    body = {"auth_info": media.auth, "params": {}}
    refused = await media.http.post(path, json=body, headers=bearer)
    assert refused.status_code == 500
    assert refused.json()["faultstring"] == "Content-Type: application/json is not documented"
    assert len(pbx.violations) == 1
    assert "access_token" not in (await media.log_in()).values


async def test_from_mr101_on_json_and_access_tokens_are_taken() -> None:
    async with (
        Simulator(release=101) as pbx,
        httpx2.AsyncClient(base_url=pbx.media_url, trust_env=False) as http,
    ):
        answer = (await http.post("/rest/Session/login", json={"params": CREDENTIALS})).json()
        assert {"session_id", "access_token", "refresh_token", "expires_at"} < answer.keys()
        assert answer["expires_in"] > 0
        bearer = {"Authorization": f"Bearer {answer['access_token']}"}
        path = "/rest/Voicemail/get_vm_settings"
        reply = await http.post(path, json={"params": {}}, headers=bearer)
        assert reply.json()["vm_settings"]["fax_file"] == "pdf"
        auth = {"session_id": answer["session_id"]}
        assert (await http.post(path, json={"auth_info": auth, "params": {}})).status_code == 200
        pbx.expire_sessions()
        refused = await http.post(path, json={"params": {}}, headers=bearer)
        code = "Client.Session.check_auth.failed_to_process_access_token"
        assert refused.json()["faultcode"] == code
        assert pbx.violations == []
