"""The holder of one PBX's link: a Channels consumer on the channel `link.<pbx>`."""

import asyncio
import time
from typing import Any

import msgspec
import structlog
from channels.consumer import AsyncConsumer
from channels.layers import BaseChannelLayer

from console.board.facts import BoardFact
from console.board.state import Touched
from console.links.carrying import Carrier
from console.links.commands import Command
from console.links.feed import FeedSender
from console.links.holding import Hold
from console.links.link import Link, LinkConfig
from console.links.picture import Picture
from console.links.waits import Waits

log = structlog.get_logger()


class LinkConsumer(AsyncConsumer):
    """Keeps the socket, takes commands as channel messages, publishes facts.

    Lives from the taking of the hold to its end; ends by HoldLost or by being cancelled, and in
    both cases its socket is closed before it returns.
    """

    def __init__(
        self, config: LinkConfig, picture: Picture, hold: Hold, waits: Waits, shared: bool
    ) -> None:
        self.config = config
        self.picture = picture
        self.hold = hold
        self.waits = waits
        self.shared = shared
        self.feed: FeedSender | None = None
        self.link = Link(config, picture, self.publish, waits, hold.check)
        self.carrier = Carrier(
            picture,
            lambda: self.link.control,
            self.publish,
            time.time,
            self.link.doubt,
            join_legs=config.join_legs,
            step_within=waits.request_deadline,
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.picture.begin(self.hold.generation)
        if self.shared:
            layer: BaseChannelLayer = scope["layer"]
            self.feed = FeedSender(layer, self.picture)
            self.feed.snapshot()
        tasks = [
            asyncio.create_task(super().__call__(scope, receive, send)),
            asyncio.create_task(self.link.run()),
            asyncio.create_task(self._keep_hold()),
            asyncio.create_task(self._beat()),
        ]
        if self.feed:
            tasks.append(asyncio.create_task(self.feed.run()))
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self.carrier.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def publish(self, fact: BoardFact) -> Touched:
        """Fold here, and tell the other processes."""
        touched = self.picture.apply(fact)
        if self.feed:
            self.feed.fact(fact)
        return touched

    async def link_command(self, message: dict[str, Any]) -> None:
        try:
            command = msgspec.convert(message["command"], Command)
        except (msgspec.ValidationError, KeyError) as error:
            log.warning("a command of no shape", cause=str(error))
            return
        if not self.carrier.take(command):
            log.info("second press", verb=command.verb, key=command.key)

    async def link_snapshot(self, message: dict[str, Any]) -> None:
        if self.feed:
            self.feed.snapshot()

    async def link_retry(self, message: dict[str, Any]) -> None:
        self.link.try_now()

    async def _keep_hold(self) -> None:
        while True:
            self.hold.check()
            await self.hold.renew()
            await asyncio.sleep(self.waits.lease_renew)

    async def _beat(self) -> None:
        """Carry the time of the last proof to the board's readers."""
        while True:
            self.picture.proved_at = self.link.proved_at
            if self.feed:
                self.feed.beat(self.picture.proved_at)
            await asyncio.sleep(self.waits.heartbeat_every / 2)
