"""The measurements run: a small round of each part, its table and what becomes of a failure."""

import subprocess
import sys

import pytest

from bench import part
from bench.machine import RESULTS
from bench.timing import Target, row


def test_a_row_says_whether_its_target_is_reached() -> None:
    assert "| 2.00 | ≤ 1.3 × | **no** | 5 |" in row("fold", "a peer", 4, 2, "µs", Target(1.3), 5)
    least = Target(20_000, is_least=True, unit="/s")
    assert "| 0.50 | ≥ 20,000 /s | yes |" in row("facts", "a peer", 25_000, 50_000, "/s", least)


def test_a_failing_part_is_printed_with_its_cause(capsys: pytest.CaptureFixture[str]) -> None:
    assert part.main("no_such_part", quick=True) == 1
    assert "**Failed**: no_such_part: ModuleNotFoundError" in capsys.readouterr().out


def test_a_chosen_part_prints_its_table_and_leaves_the_results_alone() -> None:
    before = RESULTS.stat() if RESULTS.exists() else None
    command = [sys.executable, "-m", "bench", "--quick", "decoding"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "- Machine: " in done.stdout
    assert "| decode one notification of" in done.stdout
    assert (RESULTS.stat() if RESULTS.exists() else None) == before
