"""Commands to record, and their records."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from console.audit.entries import Entry, write
from console.links import pictures
from console.links.commands import Command

CALLER = "441184960233"


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


def command(key: str = "7.1.0.hold", **values: Any) -> Command:
    fitting = {
        "pbx": "office",
        "desk": "123007",
        "verb": "hold",
        "expires": time.time() + 10,
        "call": "1",
        "operator": "ruth",
        "address": "192.0.2.7",
        "asked_at": time.time(),
    }
    return Command(key=key, **(fitting | values))


def pressed(key: str = "7.1.0.hold", **values: Any) -> Command:
    """A press that is recorded."""
    made = command(key, **values)
    write([Entry(made, CALLER)])
    return made


def settled(made: Command, outcome: str, sentence: str = "", seconds: float = 0.125) -> None:
    write([Entry(made, CALLER, outcome, sentence, seconds)])
