"""The audit on PostgreSQL: recorded before sending, late while it hangs or is away, never twice."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.consoles import REPOSITORY, SECRETS, environment, eventually, manage
from tests.scaleout.fleet import FAILOVER, Fleet
from tests.servers import Cluster, until

DELAY = 1.5  # seconds; the law says a quarter of one, the machine that tests may be busy
SETTLED = """
    SELECT key, operator, target, outcome FROM audit_press
    JOIN audit_settlement ON press_id = identity WHERE key LIKE %s ORDER BY key
"""


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> str:
    """Apart from the consoles' own, whose commands are recorded too."""
    return cluster.made("audit")


@pytest.fixture(scope="module")
def variables(database: str) -> dict[str, str]:
    given = environment(DATABASE_URL=database, **SECRETS)
    done = manage(given, "migrate")
    assert done.returncode == 0, done.stderr
    return given


class Presser:
    def __init__(self, child: subprocess.Popen[str], log: Path) -> None:
        self.child = child
        self.log = log

    def press(self, key: str) -> float:
        assert self.child.stdin
        assert self.child.stdout
        self.child.stdin.write(f"{key}\n")
        self.child.stdin.flush()
        return float(self.child.stdout.readline())

    def end(self) -> tuple[int, ...]:
        """How many records were written, written late, and dropped."""
        counts, _ = self.child.communicate(timeout=20)
        return tuple(int(each) for each in counts.split())


@contextmanager
def pressing(variables: dict[str, str], folder: Path) -> Iterator[Presser]:
    log = folder / "pressing.log"
    with log.open("w") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.scaleout.pressing"], cwd=REPOSITORY, env=variables,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file, text=True,
        )  # fmt: skip
    try:
        yield Presser(child, log)
    finally:
        child.kill()
        child.wait()


def settled(database: str, like: str) -> list[tuple[str, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(SETTLED, [like]).fetchall()


def row(key: str) -> tuple[str, ...]:
    return (key, "ruth", "441184960233", "accepted")


def test_while_postgresql_hangs_commands_go_on_and_are_recorded_once_it_answers(
    database: str, variables: dict[str, str], tmp_path: Path
) -> None:
    with pressing(variables, tmp_path) as presser, psycopg.connect(database) as other:
        presser.press("1.before")
        other.execute("LOCK TABLE audit_press IN ACCESS EXCLUSIVE MODE")
        assert presser.press("1.hangs") < DELAY
        assert "1.hangs" in presser.log.read_text()
        other.rollback()
        written, late, dropped = presser.end()
        assert (written, late > 0, dropped) == (4, True, 0)
        assert "441184960233" not in presser.log.read_text()
    assert settled(database, "1.%") == [row("1.before"), row("1.hangs")]


def test_while_postgresql_is_away_commands_go_on_and_are_recorded_once_it_is_back(
    database: str, variables: dict[str, str], tmp_path: Path
) -> None:
    with (
        pressing(variables, tmp_path) as presser,
        psycopg.connect(database, autocommit=True) as other,
    ):
        presser.press("2.before")
        other.execute("ALTER ROLE console NOLOGIN")
        try:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            assert presser.press("2.away") < DELAY
            assert presser.press("2.still") < DELAY
            waits = "a record waits for the database"
            assert until(lambda: presser.log.read_text().count(waits) >= 3, 10)
        finally:
            other.execute("ALTER ROLE console LOGIN")
        assert presser.end()[0::2] == (6, 0)
    assert settled(database, "2.%") == [row("2.away"), row("2.before"), row("2.still")]


def test_a_restart_between_two_commands_costs_the_second_nothing(
    database: str, variables: dict[str, str], tmp_path: Path
) -> None:
    with pressing(variables, tmp_path) as presser:
        presser.press("3.before")
        eventually(lambda: settled(database, "3.%") == [row("3.before")])
        with psycopg.connect(database, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        presser.press("3.after")
        assert presser.end()[0::2] == (4, 0)
        assert "cannot be written" not in presser.log.read_text()
    assert settled(database, "3.%") == [row("3.after"), row("3.before")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_press SET operator = 'nobody'",
        "DELETE FROM audit_press",
        "TRUNCATE audit_press",
        "UPDATE audit_settlement SET outcome = 'accepted'",
        "DELETE FROM audit_settlement",
        "TRUNCATE audit_settlement",
    ],
)
def test_postgresql_refuses_to_change_what_was_recorded(
    database: str, variables: dict[str, str], statement: str
) -> None:
    with (
        psycopg.connect(database) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute(statement)


GROW_OLD = (
    """
    INSERT INTO audit_press (identity, key, asked_at,
        pbx, operator, desk, verb, call, party, target, address, recorded_at)
    SELECT 'old', '4.old', asked_at - interval '2 days',
        pbx, operator, desk, verb, call, party, target, address, recorded_at
    FROM audit_press WHERE key = '4.new'
    """,
    """
    INSERT INTO audit_settlement (press_id, outcome, sentence, seconds, settled_at, recorded_at)
    SELECT 'old', outcome, sentence, seconds, settled_at, audit_settlement.recorded_at
    FROM audit_settlement JOIN audit_press ON press_id = identity WHERE key = '4.new'
    """,
)


def test_pruning_removes_what_is_old_and_leaves_the_rest_protected(
    database: str, variables: dict[str, str], tmp_path: Path
) -> None:
    with pressing(variables, tmp_path) as presser:
        presser.press("4.new")
        presser.end()
    with psycopg.connect(database) as connection:
        for statement in GROW_OLD:
            connection.execute(statement)
    assert settled(database, "4.%") == [row("4.new"), row("4.old")]
    done = manage(variables, "pruneaudit", "--days", "1")
    assert done.returncode == 0, done.stderr
    assert "the audit was pruned" in done.stderr
    assert done.stdout.startswith("1 command")
    assert settled(database, "4.%") == [row("4.new")]
    with (
        psycopg.connect(database) as connection,
        pytest.raises(psycopg.errors.RaiseException),
    ):
        connection.execute("DELETE FROM audit_press")


HELD = """
    SELECT verb, operator, party, outcome FROM audit_press
    LEFT JOIN audit_settlement ON press_id = identity WHERE pbx = 'office' AND desk = '123007'
    AND key = %s
"""


def held(fleet: Fleet, key: str) -> list[tuple[str | None, ...]]:
    with psycopg.connect(fleet.database) as connection:
        return connection.execute(HELD, [key]).fetchall()


def talking(fleet: Fleet) -> None:
    fleet.pbx.do("incoming_call", "123007", number="441184960233")
    fleet.pbx.do("answer", "123007")


def test_a_command_crosses_processes_while_the_audit_hangs_and_is_recorded_once(
    fleet: Fleet,
) -> None:
    _, _, _, there = fleet.pair()
    talking(fleet)
    eventually(lambda: there.has("hold"))
    pressed, before = there.key("hold"), fleet.pbx.heard("hold_call")
    with psycopg.connect(fleet.database) as other:
        other.execute("LOCK TABLE audit_press IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        assert there.press("hold", **pressed).status_code == 204
        assert time.monotonic() - began < DELAY
        eventually(lambda: there.has("resume"))
        assert fleet.pbx.heard("hold_call") == before + 1
    eventually(
        lambda: held(fleet, pressed["key"]) == [("hold", "ruth", "441184960233", "accepted")]
    )
    assert fleet.pbx.heard("hold_call") == before + 1


def test_a_command_whose_holder_was_killed_stands_there_without_an_outcome(fleet: Fleet) -> None:
    holder, _, other, there = fleet.pair()
    talking(fleet)
    eventually(lambda: there.has("hold"))
    pressed, before = there.key("hold"), fleet.pbx.heard("hold_call")
    fleet.pbx.do("leave_unanswered", "hold_call")
    assert there.press("hold", **pressed).status_code == 204
    eventually(lambda: fleet.pbx.heard("hold_call") == before + 1)
    holder.signal(signal.SIGKILL)
    holder.process.wait(5)
    eventually(lambda: fleet.holder() is other, within=FAILOVER)
    assert held(fleet, pressed["key"]) == [("hold", "ruth", "441184960233", None)]
