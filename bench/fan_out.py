"""Fan-out: frames delivered per CPU-second of the serving process

The same bytes go to all browsers of all peers; each browser acknowledges every twentieth message,
which is what live.js does at the coalesced rate. The next event waits until all have the last one:
nobody is measured while it drops or queues. Ours stands there twice: alone with these browsers, as
all peers are, and while a desk and a supervisor watch in the same process, for whom every fact is
asked about and rendered as well.
"""

import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from bench.browsers import Browser, Crowd
from bench.consoles import environment
from bench.timing import Target, row
from tests.consoles import REPOSITORY

SIZES = (50, 300, 1_000)
JUDGED = 300  # browsers
PEERS: dict[str, tuple[str, Target | None]] = {
    "ours": ("", None),
    "watched": ("ours, while a desk and a supervisor watch as well", None),
    "channels": (
        "the usual Channels way: a group member and a rendered template each",
        Target(10, is_least=True),
    ),
    "channels_once": ("the Channels way, but rendered once: a group member each", None),
    "bare": ("a bare ASGI send loop behind the same server", Target(0.85, is_least=True)),
    "broadcast": ("bare `websockets.broadcast`, without ASGI", None),
}
ACKNOWLEDGED = 20  # live.js: every second, and a change comes every 50 ms at most
AS_OFTEN = 5  # as those behind Channels, all others, so that a round takes all about as long
ARRIVE_WITHIN = 60.0  # seconds for one event, on a busy machine


class Peer:
    """A serving process and its control, and the browsers it serves just now."""

    def __init__(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.port = port
        self.contents: set[bytes] = set()
        self.rates: list[float] = []
        self.crowd = Crowd(self.hear)
        self._reader = reader
        self._writer = writer

    def hear(self, browser: Browser, text: bytes) -> None:
        if browser.seq is not None and browser.seq % ACKNOWLEDGED == 0:
            browser.acknowledge()
        if browser is self.crowd.browsers[0]:
            _, _, rest = text.partition(b",")
            if rest.startswith(b'"proved":'):  # so neither a heartbeat nor a full set
                self.contents.add(rest)

    async def cpu(self) -> float:
        self._writer.write(b"cpu\n")
        return float(await self._reader.readline())

    async def run(self, events: int) -> None:
        """Deliver that many events to all, and note the frames per CPU-second."""
        frames = len(self.crowd.browsers) * events
        before = await self.cpu()
        for _ in range(events):
            aim = self.crowd.frames + len(self.crowd.browsers)
            self._writer.write(b"event\n")
            await self.crowd.look_until(aim, ARRIVE_WITHIN)
        self.rates.append(frames / (await self.cpu() - before))


@asynccontextmanager
async def started(name: str, folder: str) -> AsyncIterator[Peer]:
    variables = environment(
        DATABASE_URL=f"sqlite:///{folder}/none.sqlite3",
        WAIT_COALESCE="0.0001",
        LOG_LEVEL="ERROR",
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


async def rates(sizes: Sequence[int], events: int, rounds: int) -> dict[int, dict[str, float]]:
    """Median frames per CPU-second of each peer for each number of browsers, run in turn."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        peers = {name: await stack.enter_async_context(started(name, folder)) for name in PEERS}
        return {size: await _rates(peers, size, events, taken(size, rounds)) for size in sizes}


def taken(size: int, rounds: int) -> int:
    """How many rounds: what is judged is measured twice as often."""
    return 2 * rounds if size == JUDGED else rounds


async def _rates(peers: dict[str, Peer], size: int, events: int, rounds: int) -> dict[str, float]:
    async with AsyncExitStack() as stack:
        for peer in peers.values():
            peer.crowd = await stack.enter_async_context(Crowd(peer.hear))
            await peer.crowd.open(peer.port, ["/"] * size)
            await peer.crowd.reach(size, ARRIVE_WITHIN)
            await peer.run(2)
            peer.rates.clear()
        for _ in range(rounds):
            for name, peer in random.sample(list(peers.items()), len(peers)):
                await peer.run(events if name.startswith("channels") else events * AS_OFTEN)
        ours = peers["ours"]
        assert all(peer.contents == ours.contents for peer in peers.values()), "the same bytes"
        lost = sum(browser.lost for peer in peers.values() for browser in peer.crowd.browsers)
        assert lost == 0, f"{lost} messages were lost"
        return {name: statistics.median(peer.rates) for name, peer in peers.items()}


def measure(quick: bool) -> Iterator[str]:
    events, rounds, sizes = (ACKNOWLEDGED // 2, 1, (JUDGED,)) if quick else (ACKNOWLEDGED, 9, SIZES)
    for size, seen in asyncio.run(rates(sizes, events, rounds)).items():
        what = f"{size:,} browsers, frames per CPU-second"
        for name, (peer, target) in PEERS.items():
            if name != "ours":
                figures = (seen["ours"], seen[name], "/s")
                yield row(
                    what, peer, *figures, target if size == JUDGED else None, taken(size, rounds)
                )
