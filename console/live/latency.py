"""From the frame of the PBX to the browser that shows it, as acknowledgements tell."""

import time
from collections import deque
from typing import Protocol

from console.figures import Timings, histogram

KEPT = 400  # messages; a browser that is further behind gets a full set instead

frame_to_browser = Timings()


class Numbered(Protocol):
    """An audience: `arrivals[-1]` is when what message number `seq` tells reached this process."""

    seq: int
    arrivals: deque[float]


class Acknowledgements:
    """Those of one browser. It has a full set as of its beginning, which is not measured.

    A browser acknowledges once a second at most, so one acknowledgement covers several
    messages. All of them count with the latency of the oldest: a stall weighs as much as what it
    held up. The browser says how long ago it applied the oldest; that is not latency. A duration,
    not a moment: its clock is its own.
    """

    __slots__ = ("audience", "seq")

    def __init__(self, audience: Numbered) -> None:
        self.audience = audience
        self.seq = audience.seq

    def hear(self, seq: int, waited: object) -> None:
        """Everything up to `seq` is applied, the oldest new message since `waited` seconds."""
        missing = self.audience.seq - self.seq
        if not self.seq < seq <= self.audience.seq:
            return
        arrivals = self.audience.arrivals
        seconds = max(0.0, time.time() - arrivals[max(0, len(arrivals) - missing)])
        if isinstance(waited, int | float) and 0 <= waited <= seconds:
            seconds -= waited
        frame_to_browser.add(seconds, seq - self.seq)
        self.seq = seq


histogram(
    "frame_to_browser_seconds",
    "From the arrival of a fact in this process until a browser acknowledges the message that told "
    "it, less the time for which the browser says it kept the acknowledgement. Contains folding, "
    "coalescing, rendering, the way to the browser, applying it there, and the way back. All "
    "messages of one acknowledgement count with the oldest. Where the link is mirrored, what the "
    "holder of the link and the layer took before is not in it: clocks of two hosts differ.",
    lambda: frame_to_browser,
)
