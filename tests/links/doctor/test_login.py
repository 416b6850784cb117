"""One try, and what its failure means."""

import pytest

from console.simulator import Simulator
from tests.links.doctor.conftest import SHORT, examined, methods
from tests.links.doctor.odd_servers import answering
from tests.portasip.scripted import pbx as scripted


@pytest.mark.parametrize(
    ("code", "cause", "advice"),
    [
        ("Server.Session.auth_failed", "credentials", "--login LOGIN --password-env VAR"),
        ("Server.Session.cannot_login_brute_force_activity", "locked", "do not try again now"),
        (
            "Server.Session.alert_You_must_change_password",
            "must-change-password",
            "Change it in the PBX's web interface",
        ),
        ("Server.Session.out_of_order", "refused", "Look this code up"),
    ],
)
async def test_a_refused_login_is_explained_after_one_try(
    code: str, cause: str, advice: str, pbx: Simulator
) -> None:
    pbx.refuse_logins(code)
    found = await examined(pbx.url)
    assert found.troubles == {"login": ("failed", cause)}
    assert advice in found["login"].advice
    assert found["login"].details["code"] == code
    assert methods(pbx) == ["login"]


async def test_a_wrong_password_is_not_repeated(pbx: Simulator) -> None:
    found = await examined(pbx.url, password="another-one")
    assert found.troubles == {"login": ("failed", "credentials")}
    assert "another-one" not in found.text
    assert methods(pbx) == ["login"]


@pytest.mark.violates  # the release probe, see test_release.py
async def test_an_access_token_is_noted_and_not_shown() -> None:
    async with Simulator(release=101) as pbx:
        found = await examined(pbx.url, release=101)
    assert found["login"].details == {"access_token": True}
    assert "access token" in found["login"].what
    assert "unsigned" not in found.text


async def test_an_answer_without_a_session_is_a_failure() -> None:
    async with scripted(answering(login={"result": {"access_token": "t"}, "success": 1})) as url:
        found = await examined(url)
    assert found.troubles == {"login": ("failed", "no-session")}
    assert found["login"].details["access_token"] is True


async def test_no_answer_is_waited_for_in_vain_but_once(pbx: Simulator) -> None:
    pbx.leave_unanswered("login")
    found = await examined(pbx.url, bounds=SHORT)
    assert found.troubles == {"login": ("failed", "unanswered")}
    assert methods(pbx) == ["login"]
