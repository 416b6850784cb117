"""May this login hear of the calls of this scope, and if not, of which."""

from typing import Any

import pytest

from console.simulator import Simulator
from tests.links.doctor.conftest import SHORT, Examined, examined
from tests.links.doctor.odd_servers import answering
from tests.portasip.scripted import pbx as scripted


async def asked(**answers: Any) -> Examined:
    async with scripted(answering(**answers)) as url:
        return await examined(url)


@pytest.mark.parametrize(
    "code", ["sip.call_control_disabled", "access_denied", "Client.no_permission"]
)
async def test_a_missing_permission_is_named_as_the_pbx_calls_it(code: str, pbx: Simulator) -> None:
    pbx.fail_next("enable_api_notifications", code)
    found = await examined(pbx.url)
    assert found.troubles == {"permission": ("failed", "permission")}
    advice = "Give the user the permission Call control (modify) at the PBX."
    assert found["permission"].advice == advice
    assert found["permission"].details["code"] == code


async def test_a_denied_scope_that_is_not_the_logins_own_is_named_too(pbx: Simulator) -> None:
    pbx.fail_next("enable_api_notifications", "access_denied")
    found = await examined(pbx.url, scope_value=31)
    assert "addpbx office --scope i_customer=30" in found["permission"].advice


async def test_a_wrong_customer_gives_the_one_the_login_belongs_to(pbx: Simulator) -> None:
    found = await examined(pbx.url, scope_value=31)
    assert found.troubles == {"permission": ("failed", "scope")}
    assert found["permission"].details["own_scopes"] == ["i_customer=30"]
    assert "addpbx office --scope i_customer=30" in found["permission"].advice


async def test_a_wrong_account_gives_the_logins_own() -> None:
    row = {"id": "demo", "i_account": 5, "i_customer": 30}
    async with scripted(
        answering(
            enable_api_notifications={"code": "sip.wrong_parameters"},
            get_account_list={"result": {"account_list": [row]}, "success": 1},
            get_customer_info={"code": "access_denied"},
        )
    ) as url:
        found = await examined(url, scope_key="i_account", scope_value=9)
    assert found["permission"].details["own_scopes"] == ["i_account=5", "i_customer=30"]
    assert "addpbx office --scope i_account=5" in found["permission"].advice


async def test_where_nothing_can_be_read_it_says_how_to_find_the_number() -> None:
    found = await asked(
        enable_api_notifications={"code": "sip.wrong_parameters"},
        get_account_list={"code": "access_denied"},
        get_customer_info={"code": "access_denied"},
    )
    assert "Customer.get_customer_info" in found["permission"].advice
    assert "--scope i_customer=NUMBER" in found["permission"].advice


async def test_a_site_without_call_control_is_named() -> None:
    found = await asked(enable_api_notifications={"code": "sip.unsupported_method"})
    assert found.troubles["permission"] == ("failed", "no-call-control")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("internal_error", "refused"),
        ("Server.CallControl.standalone_mode", "site"),
        ("Server.Session.check_auth.auth_failed", "session"),
    ],
)
async def test_another_refusal_is_one_of_the_subscription(code: str, cause: str) -> None:
    found = await asked(enable_api_notifications={"code": code})
    assert found["permission"].state == "skipped"
    assert found.troubles["subscription"] == ("failed", cause)
    assert code in found["subscription"].what


async def test_no_answer_is_one_of_the_subscription(pbx: Simulator) -> None:
    pbx.leave_unanswered("enable_api_notifications")
    found = await examined(pbx.url, bounds=SHORT)
    assert found.troubles == {"subscription": ("failed", "unanswered")}
    assert found.steps[-1] == "logout"
