"""`python -m bench.pbx`: a simulated PBX in a process of its own, busy at a given rate.

It prints its address. A line `RATE SECONDS` on its standard input makes it send that many facts per
second, at random moments, for so long; then it prints what it sent as one line of JSON:
`{"sent": [[monotonic seconds, number or ""], …], "connections": 1, "violations": 0}`.
"""

import asyncio
import json
import math
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from console.simulator import Simulator

QUEUES = (25, 26)
WAITING = 4  # callers in each queue at most: its list is sent whole
LINGERS = 0.3  # seconds that every caller stays: whoever left sooner might never be shown
TALKING = ("123001", "123002", "123003")
NUMBER = "44207946{:05}"


class Stamping(Simulator):
    """Knows when it last handed frames to its sockets."""

    at = 0.0

    def _flush(self) -> None:
        self.at = time.monotonic()
        super()._flush()


class Busy:
    """Every deed is one fact. `number` is that of a caller who is new, in every desk's queues."""

    def __init__(self, pbx: Stamping) -> None:
        self.pbx = pbx
        self.sent: list[tuple[float, str]] = []
        self._deeds = self._forever()
        self._callers = 0
        self._rounds = 1  # of holding and resuming before the callers leave
        for extension in TALKING:
            pbx.incoming_call(extension)
            pbx.answer(extension)

    def deed(self) -> None:
        number = next(self._deeds)
        self.sent.append((self.pbx.at, number))

    def _forever(self) -> Iterator[str]:
        """Callers fill the queues, people hold and resume, and the last who came leave first."""
        while True:
            waiting = []
            for queue in QUEUES * WAITING:
                self._callers += 1
                waiting.append(NUMBER.format(self._callers))
                self.pbx.queue_call(queue, waiting[-1])
                yield waiting[-1]
            rounds = 0
            while rounds < self._rounds:  # which the next rate may change
                rounds += 1
                for deed in (self.pbx.hold, self.pbx.unhold):
                    for extension in TALKING:
                        deed(extension)
                        yield ""
            while waiting:
                self.pbx.hang_up(waiting.pop())
                yield ""

    async def run(self, rate: float, seconds: float) -> dict[str, Any]:
        self.sent.clear()
        self._rounds = math.ceil(rate * LINGERS / (2 * len(TALKING)))
        due = time.monotonic()
        ends = due + seconds
        while (due := due + random.expovariate(rate)) < ends:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self.deed()
        return {
            "sent": self.sent,
            "connections": self.pbx.connections,
            "violations": len(self.pbx.violations),
        }


async def main() -> None:
    async with Stamping("quiet") as pbx:
        busy = Busy(pbx)
        print(pbx.url, flush=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            rate, seconds = map(float, line.split())
            print(json.dumps(await busy.run(rate, seconds)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
