"""Decode and fold: facts per second on one core, beside `json.loads` alone"""

import json
import time
from collections.abc import Iterator

from bench.timing import Target, interleaved, row
from console.board.fold import fold
from console.board.state import Board
from console.portasip.wire import decode

TARGET_RATE = Target(20_000, is_least=True, unit="/s")
TARGET_RATIO = Target(8)
STATES = ("trying", "ringing", "connected", "holding", "connected", "terminated")


def frames(calls: int) -> Iterator[str]:
    """The life of `calls` calls to forty extensions, ten at a time, as the PBX writes it."""
    for first in range(0, calls, 10):
        for state in STATES:
            for number in range(first, min(first + 10, calls)):
                yield frame(number, state)


def frame(number: int, state: str) -> str:
    extension = str(123001 + number % 40)
    return json.dumps(
        {
            "action": "update",
            "event": "sip.call_control_notifications",
            "result": {
                "call_info": {
                    "call": {"id": f"{number:08x}-6fc3a86f@192.168.233.134", "tag": f"t{number}.o"},
                    "callee": {
                        "account_id": extension,
                        "centrex_id": "30",
                        "display_id": extension,
                        "forwarder_list": [],
                        "id": extension,
                    },
                    "caller": {
                        "display_id": f"4420794{number % 100_000:05}",
                        "forwarder_list": [],
                        "id": f"4420794{number % 100_000:05}",
                    },
                    "connect_time": "2026-11-24 13:43:08",
                    "state": state,
                    "tracking_id": f"975afd9d-0000-66rr-ab33-{number:012d}",
                    "type": "incoming",
                }
            },
        }
    )


def folded(texts: list[bytes]) -> Board:
    board = Board()
    for at, text in enumerate(texts):
        fact = decode(text, float(at))
        board, _ = fold(board, fact)  # type: ignore[arg-type]
    return board


def loaded(texts: list[bytes]) -> None:
    for text in texts:
        json.loads(text)


def measure(quick: bool) -> Iterator[str]:
    # Bytes, as the socket gives them.
    texts = [text.encode() for text in frames(500 if quick else 3_000)]
    assert not folded(texts).legs, "every call of the measurement ends"
    rounds = 3 if quick else 9
    times = interleaved(
        rounds, time.thread_time, ours=lambda: folded(texts), peer=lambda: loaded(texts)
    )
    ours, peer = (times[name] / len(texts) for name in ("ours", "peer"))
    alone = "`json.loads` alone"
    cost = (ours * 1e6, peer * 1e6, "µs", TARGET_RATIO, rounds)
    yield row("decode and fold one fact", alone, *cost)
    yield row("facts per second, one core", alone, 1 / ours, 1 / peer, "/s", TARGET_RATE, rounds)
