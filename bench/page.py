"""Page: the desk of a large office, from the request to the first byte and to the whole board

Each page comes from a real `serve` process whose PBX holds the calls. Cold: the link has gone and
come back, so that every lamp is drawn anew; warm: asked for again at once. The CPU time is what the
process spends on it: what a first byte takes beyond that, it waited for the machine.
"""

import statistics
from collections.abc import Iterator

from bench.served import Served, served
from bench.timing import Target, row

SMALL, LARGE = (10, 5), (1_000, 500)
TARGET = Target(150, unit="ms")
PEER = "10 extensions, 5 calls"


def measure(quick: bool) -> Iterator[str]:
    with served(*SMALL) as small, served(*LARGE) as large:
        yield from compared(small, large, 1 if quick else 15)


def compared(small: Served, large: Served, rounds: int) -> Iterator[str]:
    offices = {"small": small, "large": large}
    started = {name: office.get("/desk/").first for name, office in offices.items()}
    seen: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for name, office in offices.items():
            for what, seconds in looked(office).items():
                seen.setdefault((name, what), []).append(seconds)
    figures = {key: statistics.median(times) * 1e3 for key, times in seen.items()}
    shown = ("first byte, cold", "whole page, cold", "CPU time, cold")
    for what in (*shown, *(one.replace("cold", "warm") for one in shown)):
        target = TARGET if what == "first byte, cold" else None
        ours, theirs = figures["large", what], figures["small", what]
        yield row(f"desk page, {what}", PEER, ours, theirs, "ms", target, rounds)
    health = figures["large", "healthz"]
    yield row("desk page, first byte, cold", "`/healthz`", figures["large", "first byte, cold"],
              health, "ms", rounds=rounds)  # fmt: skip
    full = "socket, first full set, cold"
    yield row(full, PEER, figures["large", full], figures["small", full], "ms", rounds=rounds)
    first = (started["large"] * 1e3, started["small"] * 1e3)
    yield row("desk page, first byte, the first page after a start", PEER, *first, "ms", rounds=1)


def looked(office: Served) -> dict[str, float]:
    """Seconds of each kind of look at one office."""
    office.cool()
    cold = office.get("/desk/")
    warm = office.get("/desk/")
    health = office.get("/healthz")
    office.cool()
    return {
        "first byte, cold": cold.first,
        "whole page, cold": cold.whole,
        "CPU time, cold": cold.worked,
        "first byte, warm": warm.first,
        "whole page, warm": warm.whole,
        "CPU time, warm": warm.worked,
        "healthz": health.first,
        "socket, first full set, cold": office.full_set(),
    }
