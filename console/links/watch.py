"""The witness of the figures: what became of commands, and how late the event loop wakes."""

import asyncio
from collections import Counter, defaultdict

from console.figures import Timings, counter, histogram
from console.links import counts, witnesses
from console.links.commands import Command
from console.links.verbs import VERBS
from console.links.witnesses import Witness

LAG_EVERY = 0.5  # seconds

outcomes: Counter[tuple[str, str, str]] = Counter()
settling: defaultdict[tuple[str, str], Timings] = defaultdict(Timings)
lag = Timings()


class Watch(Witness):
    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        verb = command.verb if command.verb in VERBS else "other"
        outcomes[command.pbx, verb, outcome] += 1
        settling[command.pbx, verb].add(seconds)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY
            await asyncio.sleep(LAG_EVERY)
            lag.add(max(0.0, loop.time() - due))


def register() -> None:
    witnesses.register(Watch())


histogram(
    "command_seconds",
    "From taking a command to its outcome: at the holder of the link, or where it was pressed if "
    "it never got that far. Pressed in another process, the difference of both clocks is in it.",
    lambda: settling,
    "pbx",
    "verb",
)
counter("commands", "Commands by what became of them.", lambda: outcomes, "pbx", "verb", "outcome")
counter(
    "second_presses",
    "Commands that arrived again and were not carried out again.",
    lambda: counts.second_presses,
    "pbx",
)
histogram(
    "loop_lag_seconds",
    "How late the event loop woke a task that had slept half a second.",
    lambda: lag,
)
