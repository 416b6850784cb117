"""Whatever happens in an office and on its line: one list, and every picture of it is true."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from console.board import legs
from console.board.state import Leg
from console.links.recording.check import check
from tests.faults import machine
from tests.faults.machine import Machine
from tests.faults.remembering import Remembering

HUNT = float(os.environ.get("FAULTS_HUNT", "0"))
"""Seconds to go on with offices that no run has seen before."""

QUICK = settings(
    max_examples=150,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],  # to explain takes longer than to shrink
)
LONG = settings(QUICK, derandomize=False, max_examples=500, stateful_step_count=60)


def hunt(offices: type[Machine]) -> None:
    ends = time.monotonic() + HUNT
    while time.monotonic() < ends:
        run_state_machine_as_test(offices, settings=LONG)


def test_in_any_office_and_after_any_fault_all_pictures_agree() -> None:
    run_state_machine_as_test(Machine, settings=QUICK)
    hunt(Machine)


@pytest.mark.django_db
def test_history_is_the_set_of_calls_that_ever_were() -> None:
    run_state_machine_as_test(Remembering, settings=settings(QUICK, max_examples=50))
    hunt(Remembering)


def answers_are_not_noticed(leg: Leg, state: str, stamp: float | None, moved: bool = False) -> None:
    leg.state, leg.state_since = {"connected": "ringing"}.get(state, state), stamp


def test_a_failure_shrinks_to_a_recording_that_fails_until_the_fold_is_mended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(machine, "FOUND", tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(legs, "_enter", answers_are_not_noticed)
        with pytest.raises(AssertionError) as failed:
            run_state_machine_as_test(Machine, settings=settings(QUICK, stateful_step_count=8))
        path = tmp_path / Machine.recording
        assert str(path) in "".join(failed.value.__notes__)
        assert "uncorrected" in {finding.kind for finding in check(path).disagreements}
        with pytest.raises(SystemExit):
            call_command("replay", path, check=True, stdout=StringIO())
    report = check(path)
    assert report.findings == []
    assert report.lists > 1
    assert report.frames < 30, "a call, its answer, and the two lists"
