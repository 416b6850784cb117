"""Scale-out: what each process more costs, with one, two and four web processes

One process holds the link, the others have `--no-links` and mirror it over a real Redis and
PostgreSQL; the CPU-seconds are those of all of them. The load is the same, and so are the cores:
with more processes than cores they, the browsers and the PBX share them, so that frames a second
would say nothing.
"""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

from bench.consoles import PATH, Office, Punctual, office
from bench.timing import row
from tests import servers
from tests.consoles import Console

DESKS = 5
RATE = 200.0  # facts per second
TICKS = os.sysconf("SC_CLK_TCK")


async def measured(counts: Sequence[int], browsers: int, seconds: float) -> dict[int, float]:
    with servers.postgresql() as database, servers.redis() as layer:
        several = office(DESKS, DATABASE_URL=database, REDIS_URL=layer)
        async with several as place, place.serving() as holder:
            return {
                count: await _delivered(place, holder, count, browsers, seconds) for count in counts
            }


async def _delivered(
    place: Office, holder: Console, count: int, browsers: int, seconds: float
) -> float:
    """Frames per CPU-second of the holder and the web processes together."""
    async with AsyncExitStack() as stack:
        webs = [await stack.enter_async_context(place.serving("--no-links")) for _ in range(count)]
        crowd = await stack.enter_async_context(Punctual())
        for web in webs:
            await crowd.open(web.port, [PATH] * (browsers // count), place.sessions)
        async with asyncio.timeout(60):
            while not all(one.seq for one in crowd.browsers):
                await place.pbx.busy(20, 1.0)  # until every mirror is live
        working = [holder, *webs]
        frames, before = crowd.frames, sum(map(cpu, working))
        await place.pbx.busy(RATE, seconds)
        frames, used = crowd.frames - frames, sum(map(cpu, working)) - before
        assert not any(one.is_gone for one in crowd.browsers)
        return frames / used


def cpu(console: Console) -> float:
    """CPU-seconds that the process has used, of all its threads."""
    with open(f"/proc/{console.process.pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measure(quick: bool) -> Iterator[str]:
    counts, browsers, seconds = ((1, 2), 200, 4.0) if quick else ((1, 2, 4), 1_000, 20.0)
    seen = asyncio.run(measured(counts, browsers, seconds))
    for count, each in seen.items():
        what = f"{count} web process{'es' * (count > 1)} on {os.cpu_count()} cores"
        what += f", {browsers:,} browsers, {RATE:.0f} facts/s: frames per CPU-second"
        yield row(what, "one process", each, seen[1], "/s", rounds=1)
