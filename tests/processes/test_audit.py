"""The audit of a real `serve` on SQLite, whose database somebody else has locked."""

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.consoles import Console, Pbx, Watcher, eventually, serving, watching

DELAY = 2.0  # seconds; the law says a quarter of one, the machine that tests may be busy
OUTCOMES = (
    "SELECT verb, operator, party, address, outcome FROM audit_press"
    " LEFT JOIN audit_settlement ON press_id = identity ORDER BY audit_press.id"
)


def asked(folder: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "console.sqlite3")) as database:
        return database.execute(OUTCOMES).fetchall()


def talking(desk: Watcher, pbx: Pbx) -> None:
    pbx.do("incoming_call", "123007", number="441184960233")
    pbx.do("answer", "123007")
    eventually(lambda: desk.has("hold"))


def test_a_command_is_recorded_with_operator_party_address_and_outcome(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        talking(desk, pbx)
        pressed = desk.key("hold")
        assert desk.press("hold", **pressed).status_code == 204
        row = ("hold", "ruth", "441184960233", "127.0.0.1", "accepted")
        eventually(lambda: asked(tmp_path) == [row])
        assert desk.press("hold", **pressed).status_code == 204
        eventually(lambda: asked(tmp_path) == [row, (*row[:4], None)])
        desk.client.get("/nowhere/?to=%2B44%20118%20496%200233&q=Keller")
        shows_masked_lines(console, pressed["key"])


def shows_masked_lines(console: Console, key: str) -> None:
    """Every line about the command names it; no line shows a number or what was searched for."""
    log = console.log.read_text()
    assert "GET /nowhere/" in log
    assert "Keller" not in log
    # By itself: ports, latencies, moments and addresses may hold these digits by chance.
    assert not re.search(r"(?:%20|(?<![.\w]))0233", log)
    for event in ("command asked", "command settled", "second press"):
        assert any(event in line and key in line for line in log.splitlines()), log
    assert "441184960233" not in log


def test_a_locked_database_delays_the_record_and_not_the_command(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        talking(desk, pbx)
        pressed = desk.key("hold")
        with closing(sqlite3.connect(tmp_path / "console.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            assert desk.press("hold", **pressed).status_code == 204
            assert time.monotonic() - began < DELAY
            eventually(lambda: desk.has("resume"))
            assert pbx.heard("hold_call") == 1
            assert asked(tmp_path) == []
            assert "a record waits for the database" in console.log.read_text()
            other.execute("ROLLBACK")
        row = ("hold", "ruth", "441184960233", "127.0.0.1", "accepted")
        eventually(lambda: asked(tmp_path) == [row])
        assert pbx.heard("hold_call") == 1


def test_what_waits_when_the_console_stops_is_written_before_it_ends(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, watching(console) as desk:
        talking(desk, pbx)
        pbx.do("leave_unanswered", "hold_call")
        assert desk.press("hold").status_code == 204
        eventually(lambda: pbx.heard("hold_call") == 1)
        assert console.stop() == 0
        assert [row[-1] for row in asked(tmp_path)] == ["unknown"]
