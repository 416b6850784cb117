"""Decode and fold: facts per second on one core, beside `json.loads` alone

The frames are those of a busy office: calls within and from outside, queues, holds, transfers and
conferences.
"""

import json
import time
from collections.abc import Iterator

from bench.office import BusyOffice
from bench.timing import Target, interleaved, row
from console.board.fold import fold
from console.board.state import Board
from console.portasip.wire import decode

TARGET_RATE = Target(20_000, is_least=True, unit="/s")
TARGET_RATIO = Target(8)
MORNING = 3_600.0  # seconds of the office


def folded(texts: list[bytes]) -> Board:
    board = Board()
    for at, text in enumerate(texts):
        fact = decode(text, float(at))
        board, _ = fold(board, fact)  # type: ignore[arg-type]
    return board


def loaded(texts: list[bytes]) -> None:
    for text in texts:
        json.loads(text)


def measure(quick: bool, morning: float = MORNING) -> Iterator[str]:
    office = BusyOffice()
    texts = office.passes(morning / 4 if quick else morning)
    board = folded(texts)
    assert board.legs.keys() == office.world.legs.keys(), "the board is the office's truth"
    assert not board.counters.get("not_understood"), "every frame is understood"
    rounds = 5 if quick else 15
    times = interleaved(
        rounds, time.thread_time, ours=lambda: folded(texts), peer=lambda: loaded(texts)
    )
    ours, peer = (times[name] / len(texts) for name in ("ours", "peer"))
    alone = "`json.loads` alone"
    cost = (ours * 1e6, peer * 1e6, "µs", TARGET_RATIO, rounds)
    yield row("decode and fold one fact", alone, *cost)
    yield row("facts per second, one core", alone, 1 / ours, 1 / peer, "/s", TARGET_RATE, rounds)
