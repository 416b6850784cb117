"""A link on a simulated PBX, in this process, with short waits."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from console.board.facts import BoardFact
from console.board.state import Touched
from console.links.link import Link, LinkConfig
from console.links.picture import Picture
from console.links.waits import Waits
from console.simulator import Simulator

SOON = 5.0  # seconds: far longer than anything here takes, short enough for a test that fails
SHORT = Waits(
    ping_every=0.1,
    pong_within=0.2,
    list_every=0.2,
    request_deadline=1,
    retry_min=0.01,
    retry_max=0.05,
    refused_credentials=30,
    heartbeat_every=0.2,
)


class Office:
    """A simulated PBX, a link on it, and everything the link told."""

    def __init__(self, pbx: Simulator, waits: Waits = SHORT, **config: Any) -> None:
        self.pbx = pbx
        self.picture = Picture("main")
        self.facts: list[BoardFact] = []
        self.may_send: Callable[[], None] = lambda: None
        values = {
            "pbx": "main",
            "url": pbx.url,
            "login": "demo",
            "password": "demo-password",
            "scope": ("i_customer", 30),
        }
        self.link = Link(
            LinkConfig(**(values | config)),
            self.picture,
            self.publish,
            waits,
            lambda: self.may_send(),
        )

    def publish(self, fact: BoardFact) -> Touched:
        self.facts.append(fact)
        return self.picture.apply(fact)

    def methods(self) -> list[str]:
        return [request["method"] for request in self.pbx.received]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something seen from here is so; fails when it does not become so."""
        async with asyncio.timeout(SOON):
            while not condition():  # noqa: ASYNC110 - the simulator raises no event for this
                await asyncio.sleep(0.005)

    async def live(self) -> None:
        await self.until(lambda: self.picture.board.link.state == "live")

    async def lost(self) -> None:
        await self.until(lambda: self.picture.board.link.state == "lost")


@asynccontextmanager
async def linked(office: Office) -> AsyncIterator[asyncio.Task[None]]:
    running = asyncio.create_task(office.link.run())
    try:
        yield running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def pbx() -> AsyncIterator[Simulator]:
    async with Simulator("quiet") as simulator:
        yield simulator
        assert simulator.violations == []


@pytest.fixture
async def office(pbx: Simulator) -> AsyncIterator[Office]:
    """Linked and live."""
    place = Office(pbx)
    async with linked(place):
        await place.live()
        yield place


def frames_sent(link: Link) -> list[str | bytes]:
    """What the link writes to its socket from now on: what is under way already does not count."""
    sent: list[str | bytes] = []
    connection = link._connection
    assert connection is not None
    connection.on_frame = lambda way, frame: sent.append(frame) if way == "sent" else None
    return sent
