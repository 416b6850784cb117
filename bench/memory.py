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
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from bench.office import BusyOffice, Office, facts_of, hold_calls
from bench.served import served
from bench.timing import Target, row
from console.board.calls import REMEMBERED
from console.board.fold import fold
from console.board.legs import TOMBSTONES
from console.board.state import Board
from tests.consoles import PBX
from tests.servers import free_port, listens, running, until

KEPT = Target(1.02)  # of what there was an hour before; one object left by every call would be 1.1
DESKS = ("123001", "123002", "123007")
HOUR = 3_600.0  # seconds
AT_ONCE = 3  # facts that fall into one coalescing interval


def measure(quick: bool, steps: int = 0, hours: int = 0) -> Iterator[str]:
    yield from per_browser(steps or (3 if quick else 8), 20 if quick else 50)
    yield from per_call(500)
    yield from per_hour(hours or (2 if quick else 8))


def per_browser(steps: int, step: int) -> Iterator[str]:
    with served(40, 20) as office:
        cookie = {"Cookie": f"sessionid={office.client.cookies['sessionid']}"}
        address = f"ws://127.0.0.1:{office.console.port}/live/desk/{PBX}/"
        options = {"additional_headers": cookie, "origin": office.console.url}
        ours = asyncio.run(slope(office.console.process.pid, address, options, steps, step))
    port = free_port()
    with running([sys.executable, "-m", "bench.bare_socket", str(port)]) as bare:
        assert until(lambda: listens(port))
        theirs = asyncio.run(slope(bare.pid, f"ws://127.0.0.1:{port}/", {}, steps, step))
    what = "one more browser at a desk"
    yield row(what, "a bare socket of the same server", ours, theirs, "KB", rounds=steps)


async def slope(
    process: int, address: str, options: dict[str, Any], steps: int, step: int
) -> float:
    """KB by which the process grows with each client, the median over steps of so many."""
    sizes = []
    async with AsyncExitStack() as stack:
        for _ in range(steps + 1):
            for _ in range(step):
                client = connect(address, proxy=None, max_size=None, compression=None, **options)
                opened = await stack.enter_async_context(client)
                if options:
                    await heard(opened)
            sizes.append(resident(process))
    return statistics.median((after - before) / step for before, after in pairwise(sizes))


async def heard(client: ClientConnection) -> None:
    """Read to the full set, and acknowledge it."""
    while not (message := json.loads(await client.recv())).get("full"):
        pass
    await client.send(json.dumps({"ack": message["seq"]}))


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


def per_hour(hours: int) -> Iterator[str]:
    import django

    django.setup()
    objects, sizes = asyncio.run(passing(hours))
    what = f"after {hours} more hours of a busy office"
    yield row(f"Python objects, {what}", "after one", objects[-1], objects[0], "", KEPT, 1)
    yield row(f"resident memory, {what}", "after one", sizes[-1], sizes[0], "MB", KEPT, 1)


async def passing(hours: int) -> tuple[list[int], list[float]]:
    """Objects of the office and resident MB, after the first hour and after each that follows."""
    from bench.audience import Audience

    gc.collect()
    before = len(gc.get_objects())
    audience, office = Audience(DESKS), BusyOffice()
    for fact in Office(40).names():
        audience.picture.apply(fact)
    while len(audience.picture.board.tombstones) < TOMBSTONES:
        for fact in facts_of(office.passes(HOUR)):
            audience.picture.apply(fact)
    audience.join()
    objects, sizes = [], []
    for _ in range(hours + 1):
        frames = office.passes(HOUR)
        for at in range(0, len(frames), AT_ONCE):
            audience.take_together(facts_of(frames[at : at + AT_ONCE]))
            await audience.read()
        del frames
        gc.collect()
        objects.append(len(gc.get_objects()) - before)
        sizes.append(resident_here())
        board = audience.picture.board
        assert (len(board.ended), len(board.tombstones)) == (REMEMBERED, TOMBSTONES), "bounds hold"
    await audience.close()
    return objects, sizes


def resident_here() -> float:
    return resident(os.getpid()) / 1024
