"""`manage.py steps`: several commands in one process, and what it says of a wrong one."""

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db
ADDPBX = [
    "addpbx", "office", "--url", "ws://127.0.0.1:9/ws", "--login", "demo",
    "--scope", "i_customer=30", "--password-env", "PBX_PASSWORD",
]  # fmt: skip
OPERATOR = ["addoperator", "anna", "--pbx", "office", "--role", "supervisor"]
SECRET = ["--password-env", "OPERATOR_PASSWORD"]


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PBX_PASSWORD", "demo-password")
    monkeypatch.setenv("OPERATOR_PASSWORD", "harbour-light-77")


def steps(monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    call_command("steps", stdout=said)
    return said.getvalue()


def test_each_line_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    named = [*OPERATOR, *SECRET, "--name", "Anna Keller"]
    said = steps(monkeypatch, json.dumps(ADDPBX), "", json.dumps(named))
    assert "Operator anna added: supervisor on office" in said
    anna = get_user_model().objects.get(username="anna")
    assert (anna.first_name, anna.last_name) == ("Anna", "Keller")


def test_a_name_stays_unless_another_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    steps(
        monkeypatch, json.dumps(ADDPBX), json.dumps([*OPERATOR, *SECRET, "--name", "Anna Keller"])
    )
    steps(monkeypatch, json.dumps(OPERATOR))
    assert get_user_model().objects.get(username="anna").get_full_name() == "Anna Keller"
    steps(monkeypatch, json.dumps([*OPERATOR, "--name", ""]))
    assert get_user_model().objects.get(username="anna").get_full_name() == ""


def test_the_first_that_fails_ends_it_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = json.dumps([*OPERATOR, *SECRET])
    with pytest.raises(CommandError, match=r"^addoperator failed: .*office"):
        steps(monkeypatch, unknown, json.dumps(ADDPBX))
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize("line", ["migrate", "{}", "[]", "7", '["migrate", 7]'])
def test_a_line_that_is_no_command_is_shown(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    with pytest.raises(CommandError, match="is no list of a command"):
        steps(monkeypatch, line)
