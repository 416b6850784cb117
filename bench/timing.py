"""Interleaved runs and their medians: machines are noisy, ratios less so."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Target(NamedTuple):
    """A bound on the ratio (`ours / peer`) or, with a unit, on our own figure."""

    bound: float
    is_least: bool = False
    unit: str | None = None

    def __str__(self) -> str:
        sign = "≥" if self.is_least else "≤"
        return f"{sign} {number(self.bound)} {self.unit or '×'}".strip()

    def is_reached(self, ours: float, theirs: float) -> bool:
        figure = ours / theirs if self.unit is None else ours
        return figure >= self.bound if self.is_least else figure <= self.bound


def interleaved(
    rounds: int, clock: Callable[[], float] = time.perf_counter, **tasks: Callable[[], object]
) -> dict[str, float]:
    """Median seconds of each task, run in turn `rounds` times.

    For work that waits for nothing, `time.thread_time` leaves out what other programs took.
    """
    seen: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            began = clock()
            task()
            seen[name].append(clock() - began)
    return {name: statistics.median(times) for name, times in seen.items()}


def row(
    what: str,
    peer: str,
    ours: float,
    theirs: float | None,
    unit: str,
    target: Target | None = None,
    rounds: int | None = None,
) -> str:
    """One line of the table: `ours` and `theirs` in `unit`, of so many rounds. None has no peer."""
    reached = "" if target is None else "yes" if target.is_reached(ours, theirs or 0) else "**no**"
    cells = (
        what, f"{number(ours)} {unit}", peer, "" if theirs is None else f"{number(theirs)} {unit}",
        f"{ours / theirs:.2f}" if theirs else "–", str(target or ""), reached, str(rounds or ""),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def number(value: float) -> str:
    """Three digits that count, no more: the rest is noise."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.3g}"
