"""The recorder beside the live path: troubles of the database delay history and nothing else."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
import pytest
from django.db import DataError, OperationalError, connections

from console.history import recorder as module
from console.history.models import Call, Leg, Moment
from console.history.news import Batch
from console.history.recorder import Recorder
from tests.board.office import Office as BoardOffice
from tests.board.office import leg
from tests.history.agreement import Historian
from tests.history.office import PBX, Office, calls, leg_of, only, states
from tests.links.conftest import SOON


@pytest.fixture(autouse=True)
def _short(settings: Any) -> None:
    settings.WAITS = module.settings.WAITS.__class__(history_every=0.02)


@pytest.fixture
def office() -> Office:
    return Office()


@asynccontextmanager
async def recording(recorder: Recorder) -> AsyncIterator[Recorder]:
    """Its task, as `serve` runs and ends it."""
    running = asyncio.create_task(recorder.run())
    await asyncio.sleep(0)  # one that was cancelled before it began would have no last words
    try:
        yield recorder
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        recorder._thread.submit(lambda: connections["default"].close()).result()
        recorder._thread.shutdown()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110 - threads raise no event for this
            await asyncio.sleep(0.005)


async def written(recorder: Recorder) -> None:
    await until(lambda: recorder.waits == 0)


async def test_what_is_seen_is_written_at_once_and_then_in_batches(
    sqlite: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    write = module.write

    def counted(pbx: str, batch: Batch) -> None:
        sizes.append(batch.size)
        write(pbx, batch)

    monkeypatch.setattr(module, "write", counted)
    async with recording(office.historian.recorder) as recorder:
        for number in range(50):
            office.answered(f"c{number} a", "107")
        await written(recorder)
        office.answered("c50 a", "107")
        await written(recorder)
    assert sum(sizes) == recorder.counts.written == 51 * 3
    assert len(sizes) < 10
    assert await asyncio.to_thread(Call.objects.count) == 51


async def test_at_the_end_everything_that_waits_is_written(sqlite: Path, office: Office) -> None:
    async with recording(office.historian.recorder) as recorder:
        await written(recorder)
        for number in range(60):
            office.answered(f"c{number} a", "107")
        assert recorder.waits == 180
    assert recorder.waits == 0
    assert await asyncio.to_thread(Call.objects.count) == 60


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody else writes, and takes his time."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full(path: Path) -> Iterator[None]:
    """A database that may not grow by one page: what a full disk is to SQLite."""
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    options = connections.settings["default"]["OPTIONS"]
    before = options["init_command"]
    options["init_command"] = f"{before}; PRAGMA max_page_count={pages}"
    try:
        yield
    finally:
        options["init_command"] = before  # for the connection that follows a failure


@pytest.mark.parametrize("trouble", [locked, full], ids=["locked", "full"])
async def test_a_database_that_takes_nothing_delays_history_alone(
    trouble: Any, sqlite: Path, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, module.__name__)
    recorder = office.historian.recorder
    with trouble(sqlite):
        async with recording(recorder):
            for number in range(400):
                office.answered(f"c{number} a", "107")
            await until(lambda: recorder.counts.failures >= 3)
            took = []
            for number in range(400, 500):
                began = time.perf_counter()
                office.answered(f"c{number} a", "107")
                took.append(time.perf_counter() - began)
                await asyncio.sleep(0)
            assert median(took) < 0.05, "the board waited for the database"
            assert len(office.board.calls) == 500
            assert recorder.waits == 1500
            assert recorder.counts.written == 0
    left = [record for record in caplog.records if "left unwritten" in str(record.msg)]
    assert len(left) == 1, "what is lost at the end is said"
    levels = [one.levelname for one in caplog.records if "cannot be written" in str(one.msg)]
    assert levels[0] == "WARNING"
    assert set(levels[1:]) == {"DEBUG"}


@pytest.mark.parametrize("trouble", [locked, full], ids=["locked", "full"])
async def test_what_waited_is_written_when_the_database_is_back(
    trouble: Any, sqlite: Path, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, module.__name__)
    async with recording(office.historian.recorder) as recorder:
        with trouble(sqlite):
            for number in range(400):
                office.answered(f"c{number} a", "107")
            await until(lambda: recorder.counts.failures >= 1)
            office.leg("c0 a", "terminated", kind="incoming")
        await written(recorder)
    assert await asyncio.to_thread(lambda: (len(calls()), states("c0 a"))) == (
        400,
        ["ringing", "connected", "terminated"],
    )
    assert [one.levelname for one in caplog.records if "written again" in str(one.msg)] == ["INFO"]


async def test_what_there_is_no_room_for_is_said_once_and_counted_in_the_end(
    sqlite: Path, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, module.__name__)
    recorder = office.historian.recorder
    recorder.book(PBX).waiting.at_most = 90
    async with recording(recorder):
        with locked(sqlite):
            for number in range(100):
                office.answered(f"c{number} a", "107")
            await until(lambda: recorder.counts.failures >= 1)
        await written(recorder)
    said = [one for one in caplog.records if "room" in str(one.msg)]
    assert [one.levelname for one in said] == ["WARNING", "INFO"]
    counts = recorder.counts
    assert counts.dropped > 0
    assert counts.lost > 0
    assert f"'dropped': {counts.dropped}, 'lost': {counts.lost}" in str(said[1].msg)


async def test_one_pbx_that_cannot_be_written_keeps_no_other_waiting(
    sqlite: Path, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, module.__name__)
    write = module.write

    def frozen(pbx: str, batch: Batch) -> None:
        if pbx == PBX:
            raise OperationalError("canceling statement due to lock timeout")
        write(pbx, batch)

    branch = await asyncio.to_thread(Historian, "branch")
    recorder = branch.recorder = office.historian.recorder
    other = BoardOffice()
    branch.took(other.board)
    monkeypatch.setattr(module, "write", frozen)
    async with recording(recorder):
        office.answered("c1 a", "107")
        fact = leg("c2 a", "ringing", other.tick(), callee="112", kind="incoming")
        branch.saw(other.board, fact, other.fold(fact))
        await until(lambda: recorder.counts.failures >= 3)
        await until(lambda: recorder.book("branch").waiting.size == 0)
        assert recorder.book(PBX).waiting.size > 0
        monkeypatch.setattr(module, "write", write)
        await written(recorder)
    assert await asyncio.to_thread(lambda: len(calls())) == 2
    levels = [one.levelname for one in caplog.records if "history" in str(one.msg)]
    assert levels == ["WARNING", "INFO"], "said once, and once that it is over"


async def test_an_outage_of_postgresql_delays_history_alone(
    postgresql: str, office: Office
) -> None:
    async with recording(office.historian.recorder) as recorder:
        office.answered("c1 a", "107")
        await written(recorder)
        with _away(postgresql):
            office.answered("c2 a", "107")
            await until(lambda: recorder.counts.failures >= 2)
            office.leg("c2 a", "terminated", kind="incoming")
            assert recorder.waits > 0
        await written(recorder)
    assert await asyncio.to_thread(lambda: (len(calls()), states("c2 a"))) == (
        2,
        ["ringing", "connected", "terminated"],
    )


@contextmanager
def _away(url: str) -> Iterator[None]:
    """Every connection is dropped and no new one is let in."""
    with psycopg.connect(url.replace("/postgres", "/template1"), autocommit=True) as admin:
        admin.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS false")
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'"
        )
        try:
            yield
        finally:
            admin.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true")


async def test_an_answer_that_is_lost_writes_nothing_twice(
    postgresql: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, lost = module.write, []

    def loses_the_answer(pbx: str, batch: Batch) -> None:
        write(pbx, batch)
        if not lost:
            lost.append(batch.size)
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(module, "write", loses_the_answer)
    async with recording(office.historian.recorder) as recorder:
        office.answered("c1 a", "107")
        await written(recorder)
    assert lost == [3]
    assert recorder.counts.written == 3
    assert await asyncio.to_thread(lambda: (only().legs.count(), Moment.objects.count())) == (1, 2)


async def test_one_record_that_no_database_takes_costs_no_other(
    sqlite: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = module.write

    def picky(pbx: str, batch: Batch) -> None:
        if any(news.leg.id == "c3" for news in batch.legs):
            raise DataError("value out of range")
        write(pbx, batch)

    monkeypatch.setattr(module, "write", picky)
    async with recording(office.historian.recorder) as recorder:
        for number in range(6):
            office.answered(f"c{number} a", "107")
        await written(recorder)
    assert recorder.counts.refused == 3
    stored = await asyncio.to_thread(lambda: set(Leg.objects.values_list("dialog", flat=True)))
    assert stored == {"c0", "c1", "c2", "c4", "c5"}


async def test_a_successor_is_not_kept_waiting_by_a_frozen_writer(
    postgresql: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.history.writing.BRIEFLY", "SET LOCAL lock_timeout = '50ms'")
    office.answered("c1 a", "107")
    await asyncio.to_thread(office.write)
    async with recording(office.historian.recorder) as recorder:
        with psycopg.connect(postgresql) as frozen:
            frozen.execute("SELECT * FROM history_watch FOR UPDATE")
            office.leg("c1 a", "terminated", kind="incoming")
            await until(lambda: recorder.counts.failures >= 1)
        await written(recorder)
    assert not await asyncio.to_thread(lambda: leg_of("c1 a").is_live)
