"""Figures for Prometheus: declared where what they are about lives, read when somebody asks.

A figure is a name, a sentence and a callable that reads plain state of this process. What leaves no
state behind is counted in plain numbers by whoever sees it happen; both cost the live path next to
nothing. All of it belongs to the event loop: written there, and read there.

    counter("history_written", "Calls written to the history.", lambda: writer.written)
    gauge("calls", "Live calls.", lambda: {one.pbx: len(one.board.calls) for one in …}, "pbx")

One process, one set of figures: several are told apart by whoever collects them. Labels are names
out of the configuration or out of the code, never what callers and operators bring with them.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from prometheus_client import REGISTRY
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    SummaryMetricFamily,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from console.troubles import Trouble

PREFIX = "attendant_"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_trouble = Trouble("a figure cannot be read", "the figure is read again")


class Timings:
    """How often something took how long, in seconds: in buckets, or with no `bounds` the sum alone.

    The library's histogram costs eight times as much, for locks that one thread does not need.
    """

    __slots__ = ("bounds", "buckets", "sum")

    def __init__(self, bounds: tuple[float, ...] = SECONDS) -> None:
        self.bounds = bounds
        self.buckets = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def add(self, seconds: float, times: int = 1) -> None:
        self.buckets[bisect_left(self.bounds, seconds)] += times
        self.sum += seconds * times

    @property
    def count(self) -> int:
        return sum(self.buckets)

    def cumulative(self) -> list[tuple[str, float]]:
        """Upper bounds, each with how many did not exceed it."""
        names = [*map(str, self.bounds), "+Inf"]
        return list(zip(names, accumulate(self.buckets), strict=True))


class Figure(Collector):
    """One metric. `read` gives a value, or values by those of the labels; `parts` what the family
    wants of each."""

    def __init__(
        self,
        empty: Callable[[], Any],
        read: Callable[[], Any],
        parts: Callable[[Any], tuple[Any, ...]],
    ) -> None:
        self.empty = empty
        self.read = read
        self.parts = parts

    def describe(self) -> Iterator[Metric]:
        yield self.empty()

    def collect(self) -> Iterator[Metric]:
        """One that cannot be read is left out, and named once; it does not cost the others."""
        metric = self.empty()
        try:
            for row, value in _rows(self.read()):
                metric.add_metric(row, *self.parts(value))
        except Exception as error:
            _trouble.happened(metric.name, figure=metric.name, exc_info=error)
        else:
            _trouble.ended(metric.name, figure=metric.name)
            yield metric


def _rows(values: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of the labels, a tuple, and what is so for them."""
    if not isinstance(values, Mapping):
        yield (), values
        return
    for key, value in values.items():
        yield (key if isinstance(key, tuple) else (key,)), value


def gauge(name: str, help: str, read: Callable[[], Any], *labels: str) -> None:
    """What is so at the moment: `read` gives a number, or a mapping of labels' values to numbers
    (one label: its value; several: a tuple)."""
    _declare(GaugeMetricFamily, name, help, read, labels)


def counter(name: str, help: str, read: Callable[[], Any], *labels: str) -> None:
    """What only rises, read as a gauge is. Prometheus sees the name with `_total` behind it."""
    _declare(CounterMetricFamily, name, help, read, labels)


def summary(name: str, help: str, read: Callable[[], Any], *labels: str) -> None:
    """How often and how long altogether: `read` gives Timings."""
    _declare(SummaryMetricFamily, name, help, read, labels, lambda each: (each.count, each.sum))


def histogram(name: str, help: str, read: Callable[[], Any], *labels: str) -> None:
    """How often it took how long: `read` gives Timings."""
    _declare(
        HistogramMetricFamily, name, help, read, labels, lambda each: (each.cumulative(), each.sum)
    )


def _declare(
    family: Callable[..., Any],
    name: str,
    help: str,
    read: Callable[[], Any],
    labels: tuple[str, ...],
    parts: Callable[[Any], tuple[Any, ...]] = lambda value: (value,),
) -> None:
    """Raises ValueError for a name that is taken."""
    REGISTRY.register(Figure(lambda: family(PREFIX + name, help, labels=labels), read, parts))
