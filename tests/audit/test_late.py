"""A command goes on whatever the database does; its record is late, exactly once, never silent."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DataError, OperationalError

from console.audit import ledger as module
from console.audit.entries import Entry
from console.audit.ledger import RECORD_WITHIN, Ledger
from console.audit.witness import Audit
from console.board.facts import LinkChanged
from console.links import consumer, pictures, sentences, switchboard, witnesses
from console.links.commands import Command, NotPossible
from tests.audit.conftest import command
from tests.servers import until

SLACK = 1.0  # seconds; the machine that tests may be busy
SOON = 10.0


class Database:
    """Does as it is told; keeps what it was given to write."""

    def __init__(self) -> None:
        self.rows: list[Entry] = []
        self.fails: Exception | None = None
        self.answers = threading.Event()
        self.answers.set()

    def write(self, entries: list[Entry]) -> None:
        self.answers.wait(SOON)
        if self.fails:
            raise self.fails
        self.rows += entries

    def recorded(self) -> list[tuple[str, str]]:
        return [(entry.command.key, entry.outcome) for entry in self.rows]


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(module, "AGAIN_AFTER", 0.05)
    return Database()


@pytest.fixture
def audit(database: Database, monkeypatch: pytest.MonkeyPatch) -> Audit:
    audit = Audit(Ledger(database.write))
    monkeypatch.setattr(witnesses, "_witnesses", [audit])
    return audit


class Holder:
    def __init__(self) -> None:
        self.heard: list[str] = []

    async def dispatch(self, message: dict[str, Any]) -> None:
        self.heard.append(message["command"]["key"])


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Holder:
    """Stands where the holder of a live link takes commands."""
    picture = pictures.picture_of("office")
    picture.begin(7)
    picture.apply(LinkChanged("live", at=1.0))
    holder = Holder()
    monkeypatch.setitem(consumer.here, "office", holder)
    return holder


async def seconds_of(key: str) -> float:
    began = time.monotonic()
    await switchboard.send(command(key))
    return time.monotonic() - began


def lines(logged: list[Any], event: str) -> list[str]:
    return [line["key"] for line in logged if line["event"] == event]


async def becomes(condition: Callable[[], bool]) -> None:
    assert await asyncio.to_thread(until, condition, SOON)


async def test_a_command_is_recorded_before_it_is_sent(
    audit: Audit, database: Database, holder: Holder, logged: list[Any]
) -> None:
    seen: list[int] = []
    dispatch = holder.dispatch

    async def noting(message: dict[str, Any]) -> None:
        seen.append(len(database.rows))
        await dispatch(message)

    holder.dispatch = noting  # type: ignore[method-assign]
    await switchboard.send(command("7.a"))
    assert (seen, holder.heard) == ([1], ["7.a"])
    assert lines(logged, "command asked") == ["7.a"]
    assert lines(logged, "a record waits for the database") == []
    assert (audit.ledger.written, audit.ledger.late, audit.ledger.waiting) == (1, 0, 0)


async def test_a_database_that_hangs_delays_a_command_by_a_quarter_of_a_second(
    audit: Audit, database: Database, holder: Holder, logged: list[Any]
) -> None:
    database.answers.clear()
    taken = [await seconds_of(key) for key in ("7.a", "7.b")]
    assert holder.heard == ["7.a", "7.b"]
    assert all(RECORD_WITHIN * 0.9 < seconds < RECORD_WITHIN + SLACK for seconds in taken)
    assert lines(logged, "a record waits for the database") == ["7.a", "7.b"]
    assert audit.ledger.waiting == 2
    database.answers.set()
    await becomes(lambda: audit.ledger.waiting == 0)
    assert database.recorded() == [("7.a", ""), ("7.b", "")]
    assert (audit.ledger.written, audit.ledger.late) == (2, 2)


class BrokenHistory(witnesses.Witness):
    async def asked(self, command: Command) -> None:
        raise OperationalError("database is locked")


async def test_law_11_a_command_reaches_the_pbx_even_when_nobody_can_record_it(
    audit: Audit, database: Database, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witnesses, "_witnesses", [BrokenHistory(), audit])
    database.answers.clear()
    assert await seconds_of("7.a") < RECORD_WITHIN + SLACK
    assert holder.heard == ["7.a"]
    database.answers.set()
    await becomes(lambda: database.recorded() == [("7.a", "")])


async def test_a_database_that_fails_delays_a_command_not_even_that_long(
    audit: Audit, database: Database, holder: Holder, logged: list[Any]
) -> None:
    database.fails = OperationalError("connection refused")
    await seconds_of("7.a")
    await seconds_of("7.b")
    audit.settled(command("7.a"), "accepted", "", 0.1)
    assert holder.heard == ["7.a", "7.b"]
    assert audit.ledger.is_away
    database.fails = None
    await becomes(lambda: audit.ledger.waiting == 0)
    assert database.recorded() == [("7.a", ""), ("7.b", ""), ("7.a", "accepted")]
    assert lines(logged, "a record waits for the database") == ["7.a", "7.b", "7.a"]
    warned = [one for one in logged if one["event"] == "the audit cannot be written"]
    assert [one["log_level"] for one in warned].count("warning") == 1
    assert [one["failures"] for one in logged if one["event"] == "the audit is written again"]


async def test_a_connection_broken_by_a_restart_is_replaced_before_anybody_waits(
    audit: Audit, database: Database, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stale:
        connection: object = object()

        def close(self) -> None:
            self.connection = None
            database.fails = None

    monkeypatch.setattr(module, "connection", Stale())
    database.fails = OperationalError("terminating connection")
    await switchboard.send(command("7.a"))
    assert database.recorded() == [("7.a", "")]
    assert audit.ledger.late == 0


async def test_what_waits_is_bounded_counted_and_in_the_log(
    audit: Audit, database: Database, logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING_AT_MOST", 2)
    database.answers.clear()
    for key in ("7.a", "7.b", "7.c"):
        audit.settled(command(key), "accepted", "", 0.1)
    assert (audit.ledger.waiting, audit.ledger.dropped) == (2, 1)
    assert lines(logged, "a record is lost to the audit") == ["7.c"]
    await audit.asked(command("7.d"))
    assert lines(logged, "a record is lost to the audit") == ["7.c", "7.d"]
    assert lines(logged, "a record waits for the database") == []
    database.answers.set()
    await becomes(lambda: audit.ledger.waiting == 0)


async def test_one_record_that_cannot_be_written_holds_up_no_other(
    audit: Audit, database: Database, logged: list[Any]
) -> None:
    write = database.write

    def choosy(entries: list[Entry]) -> None:
        if any(entry.command.key == "7.bad" for entry in entries):
            raise DataError("no such text")
        write(entries)

    audit.ledger._write = choosy
    database.answers.clear()
    for key in ("7.a", "7.bad", "7.c"):
        audit.settled(command(key), "accepted", "", 0.1)
    database.answers.set()
    await becomes(lambda: audit.ledger.waiting == 0)
    assert sorted(key for key, _ in database.recorded()) == ["7.a", "7.c"]
    assert audit.ledger.dropped == 1
    assert lines(logged, "a record is lost to the audit") == ["7.bad"]


async def test_what_waits_for_a_database_that_hangs_stands_in_the_log_without_another_press(
    audit: Audit, database: Database, logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.audit.witness.LOOK_EVERY", 0.05)
    database.answers.clear()
    running = asyncio.create_task(witnesses.run())
    audit.settled(command("7.a"), "accepted", "", 0.1)
    await becomes(lambda: lines(logged, "a record waits for the database") == ["7.a"])
    database.answers.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert database.recorded() == [("7.a", "accepted")]


async def test_in_the_end_it_writes_what_waits_or_says_that_it_cannot(
    audit: Audit, database: Database, logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.audit.witness.END_WITHIN", 0.05)
    database.answers.clear()
    running = asyncio.create_task(audit.run())
    await asyncio.sleep(0)
    audit.settled(command("7.a"), "accepted", "", 0.1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert lines(logged, "a record waits for the database") == ["7.a"]
    assert [one["count"] for one in logged if one["event"].startswith("the audit ends")] == [1]
    database.answers.set()


async def test_a_press_without_a_link_is_recorded_with_its_refusal(
    audit: Audit, database: Database
) -> None:
    with pytest.raises(NotPossible):
        await switchboard.send(command("7.a"))
    await becomes(lambda: audit.ledger.waiting == 0)
    assert database.recorded() == [("7.a", ""), ("7.a", "refused")]
    assert database.rows[1].sentence == sentences.NO_LINK
    assert database.rows[0].identity == database.rows[1].identity


async def test_a_press_given_up_by_its_browser_is_recorded_all_the_same(
    audit: Audit, database: Database
) -> None:
    database.answers.clear()
    asking = asyncio.create_task(audit.asked(command("7.a")))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    database.answers.set()
    await becomes(lambda: audit.ledger.waiting == 0)
    assert database.recorded() == [("7.a", "")]
