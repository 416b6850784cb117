"""One holder of a PBX's link at a time, and a generation that rises at every taking."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from console.links import holding
from console.links.holding import FileHold, HoldLost, LeaseHold
from console.links.waits import Waits

TAKE = """
import asyncio, os, pathlib, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
from console.links.holding import FileHold
hold = FileHold(pathlib.Path(sys.argv[1]))
print(asyncio.run(hold.take()), hold.generation, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "console.sqlite3.main.link"


def taking(path: Path) -> subprocess.Popen[str]:
    """Another process that takes the hold, says how it went, and lives until its input ends."""
    root = Path(__file__).resolve().parent.parent.parent
    return subprocess.Popen(
        [sys.executable, "-c", TAKE, str(path)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> tuple[bool, int]:
    assert process.stdout is not None
    taken, generation = process.stdout.readline().split()
    return taken == "True", int(generation)


async def test_only_one_holds_a_file(path: Path) -> None:
    first, second = FileHold(path), FileHold(path)
    assert await first.take()
    assert not await second.take()
    await first.release()
    assert await second.take()
    await second.release()


async def test_the_generation_rises_at_every_taking(path: Path) -> None:
    generations = []
    for hold in (FileHold(path), FileHold(path), FileHold(path)):
        assert await hold.take()
        generations.append(hold.generation)
        await hold.release()
    assert generations == sorted(set(generations))


async def test_the_generation_rises_when_the_clock_was_set_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = FileHold(path), FileHold(path)
    await before.take()
    await before.release()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    await after.take()
    assert after.generation == before.generation + 1
    await after.release()


async def test_the_lock_of_a_process_dies_with_it_and_its_generation_lives_on(path: Path) -> None:
    with taking(path) as other:
        taken, generation = said(other)
        assert taken
        hold = FileHold(path)
        assert not await hold.take()
        other.kill()
    assert await hold.take()
    assert hold.generation > generation
    await hold.release()


async def test_one_process_refuses_what_the_other_holds(path: Path) -> None:
    hold = FileHold(path)
    assert await hold.take()
    with taking(path) as other:
        assert said(other) == (False, 0)
        other.stdin.close()  # type: ignore[union-attr]
    await hold.release()


def full(*args: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def read_only(open_file: Callable[..., int]) -> Callable[..., int]:
    """As a file that somebody else may write: root may always, so the refusal is played."""

    def opened(path: object, flags: int, mode: int = 0) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_file(path, flags, mode)

    return opened


async def test_a_full_disk_hinders_no_taking_and_the_generation_still_rises(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = FileHold(path), FileHold(path)
    await first.take()
    await first.release()
    monkeypatch.setattr(os, "pwrite", full)
    assert await second.take()
    assert second.generation > first.generation
    generation = second.generation
    await second.release()
    assert await second.take()
    assert second.generation > generation
    await second.release()


async def test_a_file_that_we_may_not_write_can_still_be_held(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.close(os.open(path, os.O_CREAT))
    monkeypatch.setattr(os, "open", read_only(os.open))
    hold = FileHold(path)
    assert await hold.take()
    assert not await FileHold(path).take()
    await hold.release()


async def test_rubbish_in_the_file_counts_as_nothing(path: Path) -> None:
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    os.write(file, b"\xff\xfenot a number")
    os.close(file)
    hold = FileHold(path)
    assert await hold.take()
    assert hold.generation > 0
    await hold.release()


async def test_whoever_released_may_not_send(path: Path) -> None:
    hold = FileHold(path)
    with pytest.raises(HoldLost):
        hold.check()
    await hold.take()
    hold.check()
    await hold.release()
    with pytest.raises(HoldLost):
        hold.check()
    await hold.release()


class Lease:
    """A lease whose database is played: `answer` is the row of the next UPDATE."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hold = LeaseHold("main", Waits(lease_ttl=10, lease_renew=1))
        self.answer: int | None = 7
        self.now = 1000.0
        monkeypatch.setattr(holding, "ask", self._ask)
        monkeypatch.setattr(holding, "_now", lambda: self.now)

    async def _ask(self, *statement: object) -> int | None:
        self.now += 2  # the database takes its time
        return self.answer

    def may_send(self) -> bool:
        try:
            self.hold.check()
        except HoldLost:
            return False
        return True


@pytest.fixture
def lease(monkeypatch: pytest.MonkeyPatch) -> Lease:
    return Lease(monkeypatch)


async def test_a_lease_counts_from_before_it_was_asked_for(lease: Lease) -> None:
    assert not lease.may_send()
    assert await lease.hold.take()
    assert lease.hold.generation == 7
    lease.now = 1009.9
    assert lease.may_send()
    lease.now = 1010.0
    assert not lease.may_send()


async def test_a_renewal_prolongs_and_a_refused_one_ends_at_once(lease: Lease) -> None:
    await lease.hold.take()
    lease.now = 1008.0
    await lease.hold.renew()
    lease.now = 1017.9
    assert lease.may_send()
    lease.answer = None
    await lease.hold.renew()
    assert not lease.may_send()


async def test_a_lease_that_another_holds_is_not_taken(lease: Lease) -> None:
    lease.answer = None
    assert not await lease.hold.take()
    assert not lease.may_send()


async def test_a_released_lease_may_not_send(lease: Lease) -> None:
    await lease.hold.take()
    await lease.hold.release()
    assert not lease.may_send()


def test_two_holds_of_one_process_are_told_apart() -> None:
    assert LeaseHold("main", Waits()).holder != LeaseHold("main", Waits()).holder
