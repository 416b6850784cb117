"""A screen that does not read costs a bound, not the memory of the console or others' news."""

import json
from contextlib import ExitStack
from pathlib import Path

from websockets.sync.client import ClientConnection

from console.live.browser import LAG_BYTES
from tests.consoles import Pbx, eventually, opened, serving, signed_in, watching

SLOW = 4
ASKS = 1_000
COPIES = 3  # of one byte that waits: as text, encoded, and in the socket's buffer
CALLER = "441184960233"


def resident(pid: int) -> int:
    """Bytes of memory that a process uses."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def test_screens_that_do_not_read_cost_a_bound_and_get_a_full_set_when_they_do(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, ExitStack() as stack:
        client = signed_in(console)
        desk = stack.enter_context(watching(console, client))
        full = len(json.dumps(desk.numbered()[0]))
        # Who does not read hears no farewell either, so nobody waits for it.
        slow = [
            stack.enter_context(opened(console, client, close_timeout=0.1)) for _ in range(SLOW)
        ]
        used = resident(console.process.pid)
        for line in slow:
            for _ in range(ASKS):
                line.send('{"resync": true}')
        pbx.do("incoming_call", "123007", number=CALLER)
        desk.shows(CALLER)
        beats = len(desk.beats())
        eventually(lambda: len(desk.beats()) > beats + 1)  # whatever was asked has been heard
        bound = SLOW * COPIES * (LAG_BYTES + full)
        assert SLOW * ASKS * full > 2 * bound, "too little was asked for to tell"
        assert resident(console.process.pid) - used < bound
        caught_up(slow[0])


def caught_up(line: ClientConnection) -> None:
    """Read what was on its way, say so as a page does, and be given everything there is now."""
    read = 0
    for text in line:
        message = json.loads(text)
        if CALLER in message.get("content", ""):
            assert message["full"] is True
            return
        read += len(text)
        assert read <= LAG_BYTES
        if "seq" in message:
            line.send(json.dumps({"ack": message["seq"]}))
    raise AssertionError("it was closed instead")
