"""A crowd: a thousand browsers before one process, each at one of ten desks

Lost are messages that a browser missed, full sets instead of a backlog, and closed sockets.
"""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple

from bench.consoles import PATH, SEEN, Console, Office, Punctual, office, percentile
from bench.timing import Target, row

DESKS = 10
RATE = 200.0  # facts per second
BOUND = 1.0  # seconds behind


class Watched(NamedTuple):
    """What a crowd saw: seconds, counts, and seconds again for coming back all at once."""

    delays: list[float]
    lost: int
    sockets: int
    joined: float


async def measured(browsers: int, seconds: float) -> Watched:
    async with office(DESKS) as place, place.serving() as console:
        await _warm(place, console)
        loop = asyncio.get_running_loop()
        async with Punctual() as crowd:
            began = loop.time()
            await crowd.open(console.port, [PATH] * browsers, place.sessions)
            await crowd.reach(browsers, within=60)
            joined = loop.time() - began
            sent = await place.pbx.busy(RATE, seconds)
            await asyncio.sleep(BOUND)  # whatever comes later is behind
            return Watched(crowd.delays(sent, least=SEEN), lost(crowd), sent.connections, joined)


async def _warm(place: Office, console: Console) -> None:
    """Until the link is live: a fact reaches a browser."""
    async with Punctual() as crowd:
        await crowd.open(console.port, [PATH], place.sessions)
        async with asyncio.timeout(30):
            while not crowd.delays(await place.pbx.busy(20, 1.0)):
                pass


def lost(crowd: Punctual) -> int:
    last: dict[str, int] = {}
    for one in crowd.browsers:
        last[one.place] = max(last.get(one.place, 0), one.seq or 0)
    return sum(
        one.lost + (one.fulls - 1) + one.is_gone + (one.seq != last[one.place])
        for one in crowd.browsers
    )


def measure(quick: bool) -> Iterator[str]:
    browsers, seconds = (300, 3.0) if quick else (1_000, 60.0)
    seen = asyncio.run(measured(browsers, seconds))
    what = f"{browsers:,} browsers, {RATE:.0f} facts/s, {seconds:.0f} s"
    worst, usual = max(seen.delays) * 1e3, percentile(seen.delays, 0.5) * 1e3
    target = Target(BOUND * 1e3, unit="ms")
    yield row(f"{what}: furthest behind", "their own median", worst, usual, "ms", target, 1)
    for name, count, at_most in (("lost", seen.lost, 0), ("upstream sockets", seen.sockets, 1)):
        yield row(f"{what}: {name}", "", count, at_most, "", Target(at_most, unit=name), 1)
    yield row(f"{browsers:,} browsers: until all have joined, at once", "", seen.joined, None, "s")
