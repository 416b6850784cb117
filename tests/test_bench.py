"""The measurements run: a small round of each part, its table and what becomes of a failure."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bench import crowd, decode_fold, fan_out, growth, latency, memory, page, part
from bench.__main__ import renewed
from bench.consoles import Sent
from bench.machine import RESULTS
from bench.served import served
from bench.timing import Target, row


def test_a_row_says_whether_its_target_is_reached() -> None:
    assert "| 2.00 | ≤ 1.3 × | **no** | 5 |" in row("fold", "a peer", 4, 2, "µs", Target(1.3), 5)
    least = Target(20_000, is_least=True, unit="/s")
    assert "| 0.50 | ≥ 20,000 /s | yes |" in row("facts", "a peer", 25_000, 50_000, "/s", least)


def test_a_failing_part_is_printed_with_its_cause_and_its_alarm_is_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert part.main("no_such_part", quick=True) == 1
    assert signal.alarm(0) == 0
    assert "**Failed**: no_such_part: ModuleNotFoundError" in capsys.readouterr().out


def test_a_chosen_part_prints_its_table_and_leaves_the_results_alone() -> None:
    before = RESULTS.read_bytes() if RESULTS.exists() else None
    command = [sys.executable, "-m", "bench", "--quick", "decoding"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "- Machine: " in done.stdout
    assert "| decode one notification of" in done.stdout
    assert (RESULTS.read_bytes() if RESULTS.exists() else None) == before


def test_parts_measured_again_take_their_sections_places() -> None:
    results = "# Measurements\n\n- When: then\n\n## Growth\n\nold\n\n## Page\n\nkept\n"
    measured = "# Measurements\n\n- When: now\n\n## Growth\n\nnew\n\n## Crowd\n\nfirst\n"
    assert renewed(results, measured) == (
        "# Measurements\n\n- When: then\n"
        "\n## Growth\n\nMeasured again:\n\n- When: now\n\nnew\n"
        "\n## Page\n\nkept\n"
        "\n## Crowd\n\nMeasured again:\n\n- When: now\n\nfirst\n"
    )


@pytest.mark.parametrize(
    "rows",
    [
        decode_fold.measure(True, 120.0),
        growth.compared([(10, 5), (30, 8)], rounds=2, chunk=4),
        memory.per_call(4),
    ],
    ids=["decode and fold", "growth", "a call"],
)
def test_a_part_measures(rows: Iterator[str]) -> None:
    for line in rows:
        assert line.count("|") == part.HEAD.splitlines()[0].count("|")


def test_time_passes_without_a_trace() -> None:
    objects, sizes = asyncio.run(memory.passing(hour=60.0, hours=1, dead=20))
    assert len(objects) == len(sizes) == 2
    assert min(objects) > 0


def test_a_served_desk_is_measured() -> None:
    with served(60, 5) as office:
        assert "the first page after" in "".join(page.compared(office, office, 1))
        grows = memory.slope(office.console.process.pid, office.screen(), 1, 2)
        assert asyncio.run(grows) >= 0


def test_each_peer_of_the_fan_out_delivers_the_same() -> None:
    seen = asyncio.run(fan_out.rates([3], events=2, rounds=1))[3]
    assert seen.keys() == fan_out.PEERS.keys()
    assert min(seen.values()) > 0


def test_latency_is_seen_by_browsers_of_the_console_of_the_relay_and_by_pages() -> None:
    seen, pages = asyncio.run(latency.measured(1.0, rounds=1, browsers=5))
    assert pages
    for one in seen.values():
        assert min(one.ours) > 0
        assert min(one.relay) > 0


def test_a_small_crowd_loses_nothing() -> None:
    seen = asyncio.run(crowd.measured(20, 1.0))
    assert seen.delays
    assert (seen.lost, seen.sockets) == (0, 1)


def test_facts_are_alone_when_no_interval_runs() -> None:
    facts = [(0.0, "a"), (0.03, "b"), (0.09, "c"), (0.16, "d"), (0.5, ""), (0.52, "e"), (0.7, "f")]
    sent = Sent({"sent": facts, "connections": 1, "violations": 0})
    # "b" waits until 0.05, where the next interval begins; "c" falls into it and begins another.
    assert sent.alone(0.05) == {"a", "d", "f"}
