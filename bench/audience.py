"""Browsers in this process: a hub, and screens that read and acknowledge what it sends."""

import asyncio
import json
from typing import Any

from bench.browsers import ACK_EVERY
from console.board.facts import BoardFact
from console.desk.regions import DESK
from console.links.picture import Picture
from console.links.waits import Waits
from console.live.browser import Browser
from console.live.hub import Hub
from console.live.regions import Variant
from console.live.screens import Screen, Seat
from console.supervision.regions import SUPERVISION, WALLBOARD

PBX = "office"


class Reader:
    """A browser that applies whatever it is sent at once."""

    def __init__(self, hub: Hub, screen: Screen, seat: Seat) -> None:
        self.received = 0  # characters
        self._seq = -1
        self._heard = asyncio.Event()
        self.browser = Browser(self._hear, lambda one: hub.resync(self.audience, one))
        self.audience = hub.join(self.browser, screen, seat, Variant("en", screen.masked))
        self._writer = asyncio.create_task(self.browser.write())

    async def _hear(self, message: dict[str, Any]) -> None:
        text = message["text"]
        self.received += len(text)
        if text.startswith('{"seq":'):
            self._seq = int(text[7 : text.index(",")])
            self._heard.set()

    async def read(self) -> None:
        """Take what is queued, and acknowledge it."""
        while self._seq < self.audience.seq:
            self._heard.clear()
            await self._heard.wait()
        self.browser.hear(json.dumps({"ack": self._seq}))

    async def read_on(self) -> None:
        """Until cancelled: acknowledge as often as a browser does."""
        while True:
            await asyncio.sleep(ACK_EVERY)
            self.browser.hear(json.dumps({"ack": self._seq}))

    async def close(self) -> None:
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)


class Audience:
    """A picture, its hub, and who watches: some desks, a supervisor and a wallboard."""

    def __init__(self, desks: tuple[str, ...]) -> None:
        self.desks = desks
        self.picture = Picture(PBX)
        self.hub = Hub(self.picture, Waits())
        self.readers: list[Reader] = []

    def join(self) -> None:
        seats = [(DESK, Seat(PBX, desk)) for desk in self.desks]
        seats += [(SUPERVISION, Seat(PBX, self.desks[0])), (WALLBOARD, Seat(PBX))]
        self.readers = [Reader(self.hub, *each) for each in seats]

    def take(self, facts: list[BoardFact]) -> None:
        """Each fact by itself, as if the last were longer ago than the coalescing interval."""
        for fact in facts:
            self.picture.apply(fact)
            self.hub.flush()

    def take_together(self, facts: list[BoardFact]) -> None:
        """All of them within one coalescing interval."""
        for fact in facts:
            self.picture.apply(fact)
        self.hub.flush()

    async def read(self) -> None:
        await asyncio.sleep(0)  # the loop's turn: it forgets the timers that were cancelled
        for reader in self.readers:
            await reader.read()

    async def close(self) -> None:
        self.hub.close()
        for reader in self.readers:
            await reader.close()
