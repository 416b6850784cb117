"""History of one `serve` on a file SQLite, which is killed and starts again."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.consoles import Pbx, eventually, serving, watching

STAYS = "441184960233"
ENDS = "441184960999"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "console.sqlite3"


def told(file: Path, question: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question, values).fetchall()


def call(file: Path, number: str) -> dict[str, Any]:
    """The one call of this caller; empty while history has none."""
    columns = ("id", "is_live", "is_answered", "ended_at", "ended_after", "ended_before")
    rows = told(
        file, f"SELECT {','.join(columns)} FROM history_call WHERE caller_number = ?", number
    )
    assert len(rows) <= 1, "a call stands in history twice"
    return dict(zip(columns, rows[0], strict=True)) if rows else {}


def test_a_console_that_is_killed_continues_its_calls_in_the_same_rows(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path, file: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console):
        pbx.do("incoming_call", "123007", number=STAYS)
        pbx.do("answer", "123007")
        pbx.do("incoming_call", "123012", number=ENDS)
        eventually(lambda: call(file, STAYS).get("is_answered") == 1)
        eventually(lambda: bool(call(file, ENDS)))
        before = call(file, STAYS)
        console.signal(signal.SIGKILL)
        console.process.wait(5)
    pbx.do("hang_up", ENDS)
    with serving(ready, tmp_path) as console, watching(console):
        eventually(lambda: not call(file, ENDS)["is_live"])
        assert call(file, STAYS) == before
        ended = call(file, ENDS)
        assert ended["ended_at"] is None
        assert ended["ended_after"] < ended["ended_before"]
        pbx.do("hang_up", STAYS)
        eventually(lambda: call(file, STAYS)["ended_at"] is not None)
        assert call(file, STAYS)["id"] == before["id"]
    assert len(told(file, "SELECT * FROM history_call")) == 2


def test_what_was_seen_last_is_written_before_the_console_ends(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path, file: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        pbx.do("incoming_call", "123007", number=STAYS)
        desk.shows(STAYS)
        assert console.stop() == 0
    assert call(file, STAYS)["is_live"]


def test_who_pressed_what_stands_in_history_and_a_locked_database_delays_it_alone(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path, file: Path
) -> None:
    deeds = "SELECT verb, operator, outcome FROM history_deed"
    with serving(ready, tmp_path) as console, watching(console) as desk:
        pbx.do("incoming_call", "123007", number=STAYS)
        pbx.do("answer", "123007")
        eventually(lambda: desk.has("hold"))
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert desk.press("hold").status_code == 204
            eventually(lambda: desk.has("resume"))
            assert told(file, deeds) == []
            other.execute("ROLLBACK")
        eventually(lambda: told(file, deeds) == [("hold", "ruth", "accepted")])
        assert call(file, STAYS)["is_live"]
