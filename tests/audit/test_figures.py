"""What waits for the audit, was written, and never will be, as Prometheus is told."""

import threading
from collections.abc import Iterator

import pytest
from django.db import DataError

from console.audit.entries import Entry
from console.audit.ledger import Ledger
from console.audit.witness import audit
from tests.audit.conftest import CALLER, command
from tests.figures import figure
from tests.servers import until

SOON = 10.0


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A database that answers when this is set, and takes no command of nobody."""
    answers = threading.Event()

    def write(entries: list[Entry]) -> None:
        answers.wait(SOON)
        if any(not entry.command.operator for entry in entries):
            raise DataError("nobody")

    monkeypatch.setattr(audit, "ledger", Ledger(write))
    yield answers
    answers.set()


def test_records_wait_and_are_written_or_dropped(hanging: threading.Event) -> None:
    for operator in ("ruth", "anna", ""):
        audit.ledger.put(Entry(command(operator or "nobody", operator=operator), CALLER))
    assert figure("audit_waiting") == 3
    hanging.set()
    assert until(lambda: figure("audit_waiting") == 0, SOON)
    assert figure("audit_written_total") == 2
    assert until(lambda: figure("audit_dropped_total") == 1, SOON)
