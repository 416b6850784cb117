"""Interleaved runs and their medians: machines are noisy, ratios less so."""

import statistics
import time
from collections.abc import Callable


def interleaved(rounds: int, **tasks: Callable[[], object]) -> dict[str, float]:
    """Median seconds of each task, run in turn `rounds` times."""
    seen: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            seen[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in seen.items()}


def row(what: str, peer: str, ours: float, theirs: float, unit: str) -> str:
    """One line of the table: our figure, the peer's, and how many times we cost."""
    return f"| {what} | {ours:,.1f} {unit} | {theirs:,.1f} {unit} | {peer} | {ours / theirs:.2f} |"
