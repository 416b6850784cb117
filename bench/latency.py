"""Latency: from the frame that the PBX sends to the browser that has it

The number of a new caller marks a fact, the moment its frame goes to the PBX's socket. Alone are
facts that found no coalescing interval running, told from those moments by the hub's own rule; so
is how long each of the others has to wait for the end of one. The target of all facts is made of
twice the relay's median and the median of these waits.
"""

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bench.chromium import painted
from bench.consoles import (
    ARRIVES_WITHIN,
    PATH,
    SEEN,
    Pbx,
    Punctual,
    Sent,
    child,
    office,
    pbx,
    percentile,
)
from bench.timing import Target, row
from console.links.waits import Waits

BROWSERS = 100
DESKS = 5
RATES = (50, 500)  # facts per second
PEER = "a bare relay of the frame behind the same server"
INTERVAL = Waits().coalesce


@dataclass
class Seen:
    """Seconds of all rounds at one rate."""

    ours: list[float] = field(default_factory=list)
    ours_alone: list[float] = field(default_factory=list)
    relay: list[float] = field(default_factory=list)
    relay_alone: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # that the rule makes facts wait, ours


async def measured(
    seconds: float, rounds: int, browsers: int = BROWSERS
) -> tuple[dict[int, Seen], list[float] | None]:
    """The rates, and Chromium's delays from frame to DOM at the first of them."""
    async with AsyncExitStack() as stack:
        place = await stack.enter_async_context(office(DESKS))
        console = await stack.enter_async_context(place.serving())
        ours = await stack.enter_async_context(Punctual())
        await ours.open(console.port, [PATH] * browsers, place.sessions)
        other = await stack.enter_async_context(pbx())
        _, port = await stack.enter_async_context(child("bench.relay", other.url))
        relay = await stack.enter_async_context(Punctual())
        await relay.open(int(port), ["/"] * browsers)
        await _until_live(place.pbx, ours)
        await _until_live(other, relay)
        seen = {rate: Seen() for rate in RATES}
        for _ in range(rounds):
            for rate in RATES:
                await _round(seen[rate], rate, seconds, (place.pbx, ours), (other, relay))
        assert not any(one.lost or one.code for one in (*ours.browsers, *relay.browsers))
        return seen, await painted(place, console, RATES[0], seconds)


async def _round(
    seen: Seen, rate: int, seconds: float, ours: tuple[Pbx, Punctual], peer: tuple[Pbx, Punctual]
) -> None:
    sent = await ours[0].busy(rate, seconds)
    await _until_arrived(ours[1], sent)
    seen.ours += ours[1].delays(sent, least=SEEN)
    seen.waits += sent.waits(INTERVAL)
    seen.ours_alone += ours[1].delays(sent, sent.alone(INTERVAL))
    sent = await peer[0].busy(rate, seconds)
    await _until_arrived(peer[1], sent)
    seen.relay += peer[1].delays(sent, least=SEEN)
    seen.relay_alone += peer[1].delays(sent, sent.alone(INTERVAL))


async def _until_arrived(crowd: Punctual, sent: Sent) -> None:
    """What was sent last is on its way."""
    last, ends = list(sent.numbers)[-1], time.monotonic() + ARRIVES_WITHIN
    # To be woken by each would cost the loop what is measured.
    while len(crowd.seen.get(last, ())) < len(crowd.browsers):
        if time.monotonic() > ends:
            break
        await asyncio.sleep(0.1)


async def _until_live(pbx: Pbx, crowd: Punctual) -> None:
    """Until a fact reaches the browsers: the link needs a moment after the start."""
    async with asyncio.timeout(30):
        while not crowd.delays(await pbx.busy(20, 1.0)):
            pass


def measure(quick: bool) -> Iterator[str]:
    seconds, rounds = (2.0, 1) if quick else (10.0, 5)
    seen, dom = asyncio.run(measured(seconds, rounds))
    for rate, one in seen.items():
        what = f"{rate} facts/s, {BROWSERS} browsers"
        if rate == RATES[0]:
            yield from _rows(f"{what}, facts alone", one.ours_alone, one.relay_alone, rounds, 0.0)
            wait = statistics.median(one.waits)
            what += f", all facts (the median one waits {wait * 1e3:.1f} ms for others)"
            yield from _rows(what, one.ours, one.relay, rounds, wait)
        else:
            yield from _rows(f"{what}, all facts", one.ours, one.relay, rounds)
    yield from _chromium(dom, seen[RATES[0]].relay)


def _rows(
    what: str, ours: list[float], relay: list[float], rounds: int, allowed: float | None = None
) -> Iterator[str]:
    """p50 and p99; the p50 is at most twice the peer's and `allowed` seconds besides."""
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        if not ours or not relay:
            yield f"| {what}, {name} | not measured: no such fact |" + "  |" * 6
            continue
        mine, theirs = percentile(ours, share) * 1e3, percentile(relay, share) * 1e3
        target = None
        if allowed is not None and name == "p50":
            target = Target(2 * theirs + allowed * 1e3, unit="ms") if allowed else Target(2)
        yield row(f"{what}, {name}", PEER, mine, theirs, "ms", target, rounds)


def _chromium(dom: list[float] | None, relay: list[float]) -> Iterator[str]:
    what = f"{RATES[0]} facts/s, Chromium, frame to DOM"
    if dom is None:
        yield f"| {what} | not measured: no Chromium |" + "  |" * 6
        return
    yield from _rows(f"{what}, all facts", dom, relay, 1)
