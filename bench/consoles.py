"""Real `serve` processes before a busy PBX, and crowds that note how late each caller appears."""

import asyncio
import contextlib
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.browsers import ACK_EVERY, Browser, Crowd
from tests.consoles import PBX, REPOSITORY, SECRETS, Console, surroundings
from tests.servers import until

NUMBER = re.compile(rb"44207946\d{5}")
PATH = f"/live/desk/{PBX}/"
STARTS_WITHIN = 60.0  # seconds
ARRIVES_WITHIN = 30.0  # seconds for the last fact of a round; at once, but on a busy machine
SEEN = 0.8  # of what a PBX sent, at least: on a machine with nothing to spare some comes too late


def environment(**variables: str) -> dict[str, str]:
    """The product's own waits, whatever the machine has set for a console of its own."""
    return surroundings() | SECRETS | {"DEBUG": "false", "LOG_LEVEL": "WARNING"} | variables


async def begun(
    module: str, *arguments: str, env: dict[str, str] | None = None
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=REPOSITORY, env=env or environment(),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 26,
    )  # fmt: skip


@asynccontextmanager
async def child(module: str, *arguments: str, **env: str) -> AsyncIterator[tuple[Any, str]]:
    """A process and the first line that it printed; it is ended after use."""
    process = await begun(module, *arguments, env=environment(**env))
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            first = (await process.stdout.readline()).decode().strip()  # type: ignore[union-attr]
        assert first, f"{module} printed nothing"
        yield process, first
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


class Sent:
    """What a PBX sent: the moment and the number, or "", of each fact; in monotonic seconds."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.facts: list[tuple[float, str]] = told["sent"]
        self.numbers: dict[str, float] = {number: at for at, number in self.facts if number}
        self.connections: int = told["connections"]
        assert told["violations"] == 0

    def alone(self, interval: float, margin: float = 0.005) -> set[str]:
        """The new callers whose fact found no interval running, so that it went out at once."""
        return {one.number for one in self._by_rule(interval) if one.number and one.free >= margin}

    def waits(self, interval: float) -> list[float]:
        """Seconds that each new caller's fact had to wait for the end of an interval."""
        return [one.waits for one in self._by_rule(interval) if one.number]

    def _by_rule(self, interval: float) -> Iterator["Ruled"]:
        """Told by the hub's rule from the PBX's own moments: a fact that goes out begins an
        interval; what comes within it waits for its end, and begins the next one there.
        """
        ends, waits = float("-inf"), False
        for at, number in self.facts:
            if waits and at >= ends:
                ends, waits = ends + interval, False
            yield Ruled(number, at - ends, max(0.0, ends - at))
            if at >= ends:
                ends = at + interval
            else:
                waits = True


class Ruled(NamedTuple):
    """A fact: `free` seconds after the last interval had ended, negative while one was running, and
    how long it `waits` for the end of that."""

    number: str
    free: float
    waits: float


class Pbx:
    """A PBX in a process of its own."""

    def __init__(self, process: Any, url: str) -> None:
        self.url = url
        self._process = process

    async def busy(self, rate: float, seconds: float) -> Sent:
        """Send `rate` facts per second for so long."""
        self._process.stdin.write(f"{rate} {seconds}\n".encode())
        async with asyncio.timeout(seconds + STARTS_WITHIN):
            return Sent(json.loads(await self._process.stdout.readline()))


@asynccontextmanager
async def pbx() -> AsyncIterator[Pbx]:
    async with child("bench.pbx") as (process, url):
        yield Pbx(process, url)


class Office:
    """One PBX, its database and who is signed in."""

    def __init__(self, pbx: Pbx, variables: dict[str, str], folder: Path, sessions: list[str]):
        self.pbx = pbx
        self.sessions = sessions
        self._variables = variables
        self._folder = folder
        self._started = 0

    @asynccontextmanager
    async def serving(self, *options: str) -> AsyncIterator[Console]:
        self._started += 1
        console = Console(self._variables, self._folder / f"serve-{self._started}.log", *options)
        try:
            assert await asyncio.to_thread(until, console.serves, STARTS_WITHIN)
            yield console
        finally:
            await asyncio.to_thread(console.end)


@asynccontextmanager
async def office(desks: int, **variables: str) -> AsyncIterator[Office]:
    """With `DATABASE_URL` and `REDIS_URL` for several processes, else on SQLite for one."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"DATABASE_URL": f"sqlite:///{folder}/console.sqlite3"} | variables
        async with pbx() as one:
            made = await begun("bench.operators", one.url, str(desks), env=environment(**given))
            sessions = (await made.communicate())[0].decode().split()
            assert len(sessions) == desks
            yield Office(one, environment(**given), Path(folder), sessions)


class Punctual(Crowd):
    """Notes when each new caller's number reached each browser.

    All browsers with one cookie are sent the same messages, so each is searched once.
    """

    def __init__(self) -> None:
        super().__init__(self._note, ACK_EVERY, reads_later=True)
        self.seen: dict[str, list[float]] = {}
        self._known: list[set[bytes]] = []
        self._new: dict[tuple[str, int], list[str]] = {}
        self._shown: dict[str, set[bytes]] = {}

    def _note(self, browser: Browser, text: bytes) -> None:
        if browser.seq is None or text.startswith(b'{"beat"'):
            return
        new = self._new.get((browser.place, browser.seq))
        if new is None:
            shown = self._shown.setdefault(browser.place, set())
            numbers = set(NUMBER.findall(text)) - shown
            shown |= numbers
            new = [number.decode() for number in numbers]
            self._new[browser.place, browser.seq] = new
        for number in new:
            self.seen.setdefault(number, []).append(browser.arrived_at)

    def delays(self, sent: Sent, only: set[str] | None = None, least: float = 0.0) -> list[float]:
        """Seconds from the PBX to each browser, for every caller seen (of `only`). At `least` that
        share of them must have been: a delay that nobody noted must not be left out in silence."""
        asked = sent.numbers.keys() if only is None else only
        seen = [at - sent.numbers[each] for each in asked for at in self.seen.get(each, ())]
        check_share(len(seen), len(asked) * len(self.browsers), least)
        return seen


def check_share(seen: int, shown: int, least: float) -> None:
    assert seen >= least * shown, f"{seen} of {shown} were seen, fewer than {least:.0%}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    assert ordered, "nothing was seen"
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
