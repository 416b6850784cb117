"""What the console asks of a PBX stays within the document, whatever a test is about."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils import translation
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from console.simulator import Simulator

# Examples are bounded by number: how long one takes says more of the machine than of the code.
settings.register_profile("of any length", settings(), deadline=None)
settings.load_profile("of any length")

_known: WeakSet[Simulator] = WeakSet()  # those of whole modules live on
_new: list[Simulator] = []  # those of the present test, kept even when it is done with them
_made = Simulator.__init__


def _noted(self: Simulator, *args: Any, **options: Any) -> None:
    _made(self, *args, **options)
    _known.add(self)
    _new.append(self)


Simulator.__init__ = _noted  # type: ignore[method-assign]


def _read_without_lock(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """In memory, threads share one cache, in which who writes does not wait for who reads, as in
    a file, but fails at once. A reader that takes no lock leaves that to production's files."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA read_uncommitted = true")


connection_created.connect(_read_without_lock)

# They start processes and browsers, and wait for them: begun first, the longest before the others,
# so that no worker is still busy with them when all the others have ended.
BROWSER = "tests/browser/"
LONG = tuple(f"tests/{folder}/" for folder in ("scaleout", "faults", "laws", "processes"))
LONGEST = (
    f"{BROWSER}test_states.py", f"{BROWSER}test_tasks.py", "tests/desk/test_large_desk.py",
    "tests/test_bench.py",
)  # fmt: skip


@pytest.hookimpl(trylast=True)  # after the shuffle, whose order stays within each part
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    parts = (LONGEST, BROWSER, LONG)
    items.sort(key=lambda item: [not item.nodeid.startswith(part) for part in parts])


class InTwoHalves(LoadFileScheduling):
    """Every other worker begins with the browser tests, which compute; the others with all else,
    much of which waits. So one Chromium does for all that a worker runs of them."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        is_for_browsers = self.nodes.index(node) % 2 == 0
        for file in self.workqueue:
            if file.startswith(BROWSER) == is_for_browsers:
                self.workqueue.move_to_end(file, last=False)
                break
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return InTwoHalves(config, log)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "violates: asks a PBX for what the document does not allow")


@pytest.fixture(autouse=True)
def within_the_document(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test no simulated PBX has a violation on its list.

    The simulator's own tests ask for what they like; `violates` marks the doctor's one probe of a
    release, made only where a record and a PBX contradict each other. PBXs of other processes are
    looked at by who starts them (`tests/browser/demo.py`).
    """
    before = {id(pbx): len(pbx.violations) for pbx in _known}
    yield
    pbxs, _new[:] = [*_known, *_new], []
    new = [pbx.violations[before.get(id(pbx), 0) :] for pbx in pbxs]
    may = request.node.get_closest_marker("violates") or "tests/simulator/" in request.node.nodeid
    assert may or not any(new), new


@pytest.fixture(autouse=True)
def _without_witnesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody records what tests press, but in those that are about recording."""
    monkeypatch.setattr("console.links.witnesses._witnesses", [])


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language behind in the thread; no test may hear that of another."""
    yield
    translation.deactivate()
