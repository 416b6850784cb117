"""The database refuses to change or delete what was recorded; `pruneaudit` removes what is old."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from console.audit.models import Press, Settlement
from console.links.models import PBX, Role
from tests.audit.conftest import command, pressed, settled
from tests.memberships import member

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
CHANGES = [
    "UPDATE audit_press SET operator = 'nobody'",
    "UPDATE audit_settlement SET outcome = 'accepted'",
    "DELETE FROM audit_press",
    "DELETE FROM audit_settlement",
]


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def rows() -> list[list[tuple[object, ...]]]:
    return [list(each.objects.order_by("pk").values_list()) for each in (Press, Settlement)]


@pytest.mark.parametrize("statement", CHANGES)
def test_a_record_is_neither_changed_nor_deleted(statement: str) -> None:
    settled(pressed(), "refused", "This call has already ended.")
    before = rows()
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert rows() == before


def test_a_record_is_not_replaced_either() -> None:
    settled(pressed(), "accepted")
    before = rows()
    for table in ("audit_press", "audit_settlement"):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert rows() == before


def test_a_pbx_and_an_operator_go_and_what_they_did_stays() -> None:
    member("ruth", Role.RECEPTIONIST, "123007")
    pressed()
    PBX.objects.all().delete()
    User.objects.all().delete()
    assert (Press.objects.get().pbx, Press.objects.get().operator) == ("office", "ruth")


def test_pruning_removes_what_is_old_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    settled(pressed("7.old", asked_at=time.time() - 40 * DAY), "accepted")
    settled(pressed("7.new", asked_at=time.time() - 20 * DAY), "accepted")
    call_command("pruneaudit", "--days", "30")
    assert [press.key for press in Press.objects.all()] == ["7.new"]
    assert Settlement.objects.get().press.key == "7.new"
    assert "1 commands from before" in capsys.readouterr().out


def test_after_pruning_the_rest_is_as_safe_as_before() -> None:
    settled(pressed(), "accepted")
    call_command("pruneaudit", "--days", "30")
    for statement in CHANGES:
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)
    settled(command("7.2"), "accepted")
    assert Press.objects.count() == 2


def test_a_day_is_the_least_that_is_kept() -> None:
    with pytest.raises(CommandError, match="at least one day"):
        call_command("pruneaudit", "--days", "0")
