"""`manage.py doctor`: what it prints, and how it exits."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from console.management import preconditions
from tests import memberships
from tests.consoles import Pbx
from tests.links.doctor.conftest import PASSWORD, record
from tests.servers import free_port

pytestmark = pytest.mark.django_db
STEPS = 15


def added(pbx: Pbx, **fields: Any) -> None:
    record(pbx.simulator.url, **fields).save()


def doctor(*arguments: str) -> tuple[int, str]:
    """The exit code and what stood on standard output."""
    try:
        call_command("doctor", *arguments, stdout=(out := io.StringIO()), stderr=io.StringIO())
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def test_a_well_pbx_gets_a_tick_for_each_step(simulator: Pbx) -> None:
    added(simulator)
    code, text = doctor("office")
    lines = text.splitlines()
    assert code == 0
    assert lines[0] == f"PBX office, {simulator.simulator.url}"
    assert lines[-1] == "All is well."
    assert [line[0] in "✓-" for line in lines[1:-1]] == [True] * STEPS
    assert PASSWORD not in text


def test_the_first_failure_ends_it_with_what_to_do(simulator: Pbx) -> None:
    added(simulator, scope_value=31)
    code, text = doctor("office")
    assert code == 1
    assert "✗ failed   permission     The PBX knows no i_customer=31" in text
    assert "\n      Run: .venv/bin/python manage.py addpbx office --scope" in text
    assert text.splitlines()[-1] == "Not well: permission. What to do stands beneath each step."


def test_warnings_alone_exit_with_0(simulator: Pbx) -> None:
    simulator.do("unsupport", "Account.get_account_list")
    added(simulator)
    code, text = doctor("office")
    assert code == 0
    assert text.splitlines()[-1] == "All that is needed works; 1 warning."
    assert "! warning  look-ups" in text


def test_long_advice_is_wrapped_and_commands_are_not(
    simulator: Pbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    added(simulator, password="another-one")
    text = doctor("office")[1]
    advice = [line for line in text.splitlines() if line.startswith("      ")]
    assert max(len(line) for line in advice if "Run: " not in line) <= 60
    assert "Run: .venv/bin/python manage.py addpbx office --login LOGIN --password-env" in text


def test_json_holds_the_same_and_nothing_else(simulator: Pbx) -> None:
    added(simulator, scope_value=31)
    code, text = doctor("office", "--json")
    report = json.loads(text)
    assert (code, report["pbx"], report["ok"]) == (1, "office", False)
    last = report["findings"][-2]
    assert last.keys() == {"step", "state", "what", "advice", "details"}
    assert (last["step"], last["state"]) == ("permission", "failed")
    assert last["details"]["own_scopes"] == ["i_customer=30"]
    assert PASSWORD not in text


def test_without_a_name_every_pbx_in_use_is_examined(simulator: Pbx) -> None:
    added(simulator)
    added(simulator, name="second", scope_value=31)
    added(simulator, name="off", enabled=False)
    code, text = doctor("--json")
    reports = json.loads(text)
    assert code == 1
    assert [(each["pbx"], each["ok"]) for each in reports] == [
        ("office", True),
        ("second", False),
    ]


def test_one_pbx_in_use_still_makes_a_list(simulator: Pbx) -> None:
    added(simulator)
    assert [each["ok"] for each in json.loads(doctor("--json")[1])] == [True]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    memberships.pbx()
    with pytest.raises(CommandError, match="There is no PBX offce"):
        doctor("offce")


def test_without_any_pbx_it_says_how_to_add_one() -> None:
    with pytest.raises(CommandError, match="Add one with addpbx"):
        doctor()


def test_an_unapplied_migration_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = preconditions.MigrationExecutor.migration_plan

    def as_if_new(self: Any, targets: Any, clean_start: bool = False) -> Any:
        return plan(self, targets, True)

    monkeypatch.setattr(preconditions.MigrationExecutor, "migration_plan", as_if_new)
    with pytest.raises(CommandError, match="Unapplied migrations: "):
        doctor()


def test_a_certificate_needs_a_name_and_a_new_file(tmp_path: Path) -> None:
    memberships.pbx()
    (tmp_path / "here.pem").touch()
    with pytest.raises(CommandError, match="say of which PBX"):
        doctor("--save-certificate", f"{tmp_path}/new.pem")
    with pytest.raises(CommandError, match="Give another file"):
        doctor("office", "--save-certificate", f"{tmp_path}/here.pem")
    with pytest.raises(CommandError, match="there is no folder"):
        doctor("office", "--save-certificate", f"{tmp_path}/none/new.pem")


def test_where_none_is_shown_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "new.pem"
    record(f"ws://127.0.0.1:{free_port()}/ws").save()
    with pytest.raises(CommandError, match="showed no certificate"):
        doctor("office", "--save-certificate", str(file))
    assert not file.exists()
