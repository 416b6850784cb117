"""Decoding one notification of 1.6 KB, beside `json.loads` of the same text"""

import json
import time
from collections.abc import Iterator

from bench.timing import interleaved, row
from console.portasip.messages import LegChanged
from console.portasip.wire import decode

SIZE = 1600  # characters
TIMES = 500


def party(number: str, forwarders: list[str]) -> dict[str, object]:
    """A caller or callee with everything that the document knows of one."""
    return {
        "account_id": number,
        "centrex_id": "30",
        "display_id": number,
        "display_name": "Imogen Farrow",
        "extension_id": number[-3:],
        "forwarder_list": [
            {
                "account_id": each,
                "centrex_id": "30",
                "display_id": each,
                "forwarders": [],
                "id": each,
            }
            for each in forwarders
        ],
        "huntgroup_id": "510",
        "id": number,
    }


def notification() -> bytes:
    """A call that was forwarded as often as it takes to fill the size; as the socket gives it."""
    forwarders: list[str] = []
    while True:
        info = {
            "call": {"id": "BBfc!rA3EV9JNsDxdhRoPvXGW4xR@192.168.243.133~1o", "tag": "tz+d-zju2.o"},
            "callee": party("123007", forwarders),
            "caller": party("442079460123", []),
            "connect_time": "2018-12-03 13:43:08",
            "previous_tracking_id": "975afd9d-0000-66rr-ab33-d16524a974a5",
            "state": "connected",
            "tracking_id": "975afd9d-0000-66rr-ab33-d16524a974a6",
            "type": "incoming",
        }
        event = "sip.call_control_notifications"
        text = json.dumps({"action": "update", "event": event, "result": {"call_info": info}})
        if len(text) >= SIZE:
            return text.encode()
        forwarders.append(str(123008 + len(forwarders)))


def measure(quick: bool) -> Iterator[str]:
    frame = notification()
    assert isinstance(decode(frame, 0.0), LegChanged)

    def ours() -> None:
        for _ in range(TIMES):
            decode(frame, 0.0)

    def peer() -> None:
        for _ in range(TIMES):
            json.loads(frame)

    rounds = 20 if quick else 200
    times = interleaved(rounds, time.thread_time, ours=ours, peer=peer)
    each = {name: seconds / TIMES * 1e6 for name, seconds in times.items()}
    what = f"decode one notification of {len(frame):,} bytes"
    yield row(what, "`json.loads` alone", each["ours"], each["peer"], "µs", rounds=rounds)
