"""Memory: of a browser, of a live call, and after hours of traffic

A browser costs what the resident memory of a real `serve` grows by with each more that watches a
desk, in an office of forty. A call costs what its board takes. The hours are those of a busy
office: facts decoded, folded, rendered and sent. Before the first of them all bounded memories
(ended calls, dead legs) are filled, so that whatever still grows is a leak.
"""

import asyncio
import gc
import json
import os
import statistics
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from bench.audience import Audience
from bench.office import BusyOffice, Office, facts_of, hold_calls
from bench.served import Served, consoled, served
from bench.timing import Target, row
from console.board.calls import REMEMBERED
from console.board.fold import fold
from console.board.legs import TOMBSTONES
from console.board.state import Board
from tests.consoles import simulated
from tests.servers import free_port, listens, running, until

FASTER = 60.0  # an hour in a minute
KEPT_BY_SERVE = Target(1.1)
KEPT = Target(1.02)  # of what there was an hour before; one object left by every call would be 1.1
DESKS = ("123001", "123002", "123007")
HOUR = 3_600.0  # seconds
AT_ONCE = 3  # facts that fall into one coalescing interval


def measure(quick: bool) -> Iterator[str]:
    hour = HOUR / 12 if quick else HOUR
    yield from per_browser(*((2, 20) if quick else (8, 50)))
    yield from per_call(500)
    yield from per_hour(hour, 2 if quick else 4)
    if not quick:
        yield from per_hour_of_serve(hour, 2)


def per_browser(steps: int, step: int) -> Iterator[str]:
    with served(40, 20) as office:
        ours = asyncio.run(slope(office.console.process.pid, office.screen(), steps, step))
    port = free_port()
    with running([sys.executable, "-m", "bench.bare_socket", str(port)]) as bare:
        assert until(lambda: listens(port))
        address = {"uri": f"ws://127.0.0.1:{port}/"}
        theirs = asyncio.run(slope(bare.pid, address, steps, step, sends_full_set=False))
    what = "one more browser at a desk"
    yield row(what, "a bare socket of the same server", ours, theirs, "KB", rounds=steps)


async def slope(
    process: int, address: dict[str, Any], steps: int, step: int, sends_full_set: bool = True
) -> float:
    """KB by which the process grows with each client, the median over steps of so many."""
    sizes = []
    async with AsyncExitStack() as stack:
        for _ in range(steps + 1):
            for _ in range(step):
                client = connect(**address, proxy=None, max_size=None, compression=None)
                opened = await stack.enter_async_context(client)
                while sends_full_set and not await applied(opened):
                    """A heartbeat came first."""
            sizes.append(resident(process))
    return statistics.median((after - before) / step for before, after in pairwise(sizes))


async def applied(client: ClientConnection) -> bool:
    """Hear one message and acknowledge it; whether it was a full set."""
    message = json.loads(await client.recv())
    if "seq" in message:
        await client.send(json.dumps({"ack": message["seq"]}))
    return bool(message.get("full"))


def resident(process: int) -> float:
    """KB of memory that the process occupies."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmRSS:")))


def per_call(calls: int) -> Iterator[str]:
    office = Office(2 * calls)
    hold_calls(office, calls, office.accounts)
    ours = taken(lambda: board_of(office.frames)) / calls / 1024
    theirs = taken(lambda: dictionaries(office.frames)) / calls / 1024
    what = "one more live call on the board"
    yield row(what, "its legs' last frames as dictionaries", ours, theirs, "KB", rounds=1)


def taken(make: Any) -> int:
    """Bytes that what is made takes."""
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert made
    return size


def board_of(frames: list[bytes]) -> Board:
    board = Board()
    for fact in facts_of(frames):
        fold(board, fact)
    return board


def dictionaries(frames: list[bytes]) -> dict[str, Any]:
    legs = {}
    for frame in frames:
        info = json.loads(frame)["result"]["call_info"]
        legs[f"{info['call']['id']} {info['call']['tag']}"] = info
    return legs


def per_hour(hour: float, hours: int) -> Iterator[str]:
    objects, sizes = asyncio.run(passing(hour, hours, TOMBSTONES))
    later = _later(hour, hours)
    yield row(f"Python objects, {later}", "before", objects[-1], objects[0], "", KEPT, 1)
    yield row(f"resident memory, {later}", "before", sizes[-1], sizes[0], "MB", KEPT, 1)


def _later(hour: float, hours: int) -> str:
    return f"{hours} × {hour / 60:.0f} minutes of a busy office later"


async def passing(hour: float, hours: int, dead: int) -> tuple[list[int], list[float]]:
    """Objects of the product and resident MB, after the first hour and after each that follows.

    All this comes after so much traffic that so many dead legs are remembered.
    """
    before = objects_of_the_product()
    audience, office = Audience(DESKS), BusyOffice()
    for fact in Office(40).names():
        audience.picture.apply(fact)
    while len(audience.picture.board.tombstones) < dead:
        for fact in facts_of(office.passes(hour)):
            audience.picture.apply(fact)
    audience.join()
    objects, sizes = [], []
    for _ in range(hours + 1):
        frames = office.passes(hour)
        for at in range(0, len(frames), AT_ONCE):
            audience.take_together(facts_of(frames[at : at + AT_ONCE]))
            await audience.read()
        del frames
        objects.append(objects_of_the_product() - before)
        sizes.append(resident_here())
        board = audience.picture.board
        assert len(board.ended) <= REMEMBERED
        assert len(board.tombstones) <= TOMBSTONES
    await audience.close()
    return objects, sizes


def objects_of_the_product() -> int:
    """All that the collector knows but the simulated office, which remembers whom it ever rang."""
    gc.collect()
    kinds = (str(type(one).__module__) for one in gc.get_objects())
    return sum(not kind.startswith("console.simulator") for kind in kinds)


def resident_here() -> float:
    return resident(os.getpid()) / 1024


def per_hour_of_serve(hour: float, hours: int) -> Iterator[str]:
    """The whole process, history and records with it; its bounded memories fill meanwhile."""
    with simulated("busy-morning", random_seed=7, speed=FASTER) as pbx, consoled(pbx) as office:
        sizes = asyncio.run(watched(office, hour / FASTER, hours))
    what = f"resident memory of `serve`, {_later(hour, hours)}"
    yield row(what, "before", sizes[-1], sizes[0], "MB", KEPT_BY_SERVE, 1)


async def watched(office: Served, seconds: float, times: int) -> list[float]:
    """Resident MB of a console with one desk's screen after each span of so many seconds."""
    sizes = []
    async with connect(**office.screen(), max_size=None, proxy=None) as screen:
        for _ in range(times + 1):
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while True:
                        await applied(screen)
            sizes.append(resident(office.console.process.pid) / 1024)
    return sizes
