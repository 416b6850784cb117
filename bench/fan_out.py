"""Fan-out: frames delivered per CPU-second of the serving process, beside three peers.

The same bytes go to all browsers of all peers; each browser acknowledges every fifth message, which
is what live.js does at the coalesced rate. The next event waits until all have the last one, so
that nobody is measured while it drops or queues.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

from bench.browsers import Browser, Crowd
from bench.timing import row
from tests.consoles import REPOSITORY, SECRETS, environment

SIZES = (50, 300, 1_000)
PEERS = {
    "ours": "the console",
    "channels": "the usual Channels way",
    "bare": "a bare ASGI send loop behind the same server",
    "broadcast": "bare `websockets.broadcast`",
}
ACKNOWLEDGED = 5  # live.js: every 250 ms, and a change comes every 50 ms at most
ARRIVE_WITHIN = 60.0  # seconds for one event, on a busy machine


class Peer:
    """A serving process and its control; the browsers come and go."""

    def __init__(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.port = port
        self._reader = reader
        self._writer = writer
        self.crowd = Crowd(acknowledge)
        self.rates: list[float] = []

    async def cpu(self) -> float:
        self._writer.write(b"cpu\n")
        return float(await self._reader.readline())

    async def open(self, browsers: int) -> None:
        self.rates.clear()
        await self.crowd.open(self.port, ["/"] * browsers)

    async def run(self, events: int) -> None:
        """Deliver that many events to all, and note the frames per CPU-second."""
        frames = len(self.crowd.browsers) * events
        before = await self.cpu()
        for _ in range(events):
            aim = self.crowd.frames + len(self.crowd.browsers)
            self._writer.write(b"event\n")
            await self.crowd.reach(aim, ARRIVE_WITHIN)
        self.rates.append(frames / (await self.cpu() - before))


def acknowledge(browser: Browser, text: bytes) -> None:
    if browser.seq is not None and browser.seq % ACKNOWLEDGED == 0:
        browser.acknowledge()


@asynccontextmanager
async def started(name: str, folder: str) -> AsyncIterator[Peer]:
    variables = environment(
        DATABASE_URL=f"sqlite:///{folder}/none.sqlite3", WAIT_COALESCE="0.0001", LOG_LEVEL="ERROR", **SECRETS
    )
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.fan_out_peers", name,
        cwd=REPOSITORY, env=variables, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        port, control = map(int, (await child.stdout.readline()).split())
        reader, writer = await asyncio.open_connection("127.0.0.1", control)
        yield Peer(port, reader, writer)
        writer.close()
    finally:
        child.terminate()
        await child.wait()


async def rates(browsers: int, events: int, rounds: int) -> dict[str, float]:
    """Median frames per CPU-second of each peer, run in turn."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        peers = {
            name: await stack.enter_async_context(started(name, folder)) for name in PEERS
        }
        for one in peers.values():
            await stack.enter_async_context(one.crowd)
            await one.open(browsers)
            await one.run(ACKNOWLEDGED)
        for each in range(rounds + 1):
            for one in peers.values():
                await one.run(events)
        return {name: statistics.median(one.rates[1:]) for name, one in peers.items()}


def measure(quick: bool) -> Iterator[str]:
    events, rounds = (10, 3) if quick else (20, 9)
    for browsers in SIZES:
        seen = asyncio.run(rates(browsers, events, rounds))
        ours = seen.pop("ours")
        for name, theirs in seen.items():
            yield row(f"fan-out to {browsers:,} browsers, frames per CPU-second", PEERS[name], ours, theirs, "/s")
