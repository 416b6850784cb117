"""The holder of one PBX's link: a Channels consumer on the channel `link.<pbx>`."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog
from channels.consumer import AsyncConsumer, get_handler_name

from console.board.facts import BoardFact, LinkChanged, ServicesConfigured
from console.board.state import Touched
from console.links import counts, sentences, witnesses
from console.links.carrying import Carrier
from console.links.commands import Command, named
from console.links.database import DATABASE_AWAY
from console.links.feed import TRY_AGAIN_AFTER, FeedSender
from console.links.holding import Hold, HoldLost
from console.links.link import Link, LinkConfig
from console.links.picture import Picture
from console.links.returning import Returner
from console.links.waits import Waits
from console.troubles import Trouble

Receive = Callable[[], Awaitable[dict[str, Any]]]
log = structlog.get_logger()
LAST_WORDS_WITHIN = 1.0


# The links that this process holds, by PBX: commands pressed here need no layer to reach them.
here: dict[str, "LinkConsumer"] = {}


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
        self.returner = Returner(picture, self.carrier, self.publish, time.time)

    async def __call__(self, scope: Any, receive: Receive, send: Any) -> None:
        self.picture.begin(self.hold.generation)
        witnesses.took(self.config.pbx, self.picture.board)
        feeding: list[asyncio.Task[None]] = []
        if self.shared:
            self.feed = FeedSender(scope["layer"], self.picture)
            self.feed.snapshot()
            feeding = [asyncio.create_task(self.feed.run())]
        here[self.config.pbx] = self
        self.publish(ServicesConfigured(self.config.services, at=time.time()))
        reason = sentences.LINK_LEFT
        try:
            await self._until_one_ends(receive)
        except HoldLost:
            reason = sentences.HOLD_LOST
            raise
        finally:
            del here[self.config.pbx]
            lost = LinkChanged(
                "lost", at=time.time(), reason=reason, proved_at=self.link.proved_at or None
            )
            self.publish(lost)
            try:
                await self._last_words()
            finally:
                await ended(*feeding)

    async def _until_one_ends(self, receive: Receive) -> None:
        """The link's tasks, until one fails or we are cancelled. Then no command is taken any
        more, those under way are settled, and the link logs out, in this order."""
        hearing = asyncio.create_task(self._hear(receive))
        tasks = [
            asyncio.create_task(self.link.run()),
            asyncio.create_task(self._keep_hold()),
            asyncio.create_task(self._beat()),
        ]
        returning = asyncio.create_task(self.returner.run())
        try:
            done, _ = await asyncio.wait([hearing, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            hearing.cancel()
            # First of all: what is due from now on is for the next holder.
            await ended(returning)
            try:
                await self.carrier.stop()
            finally:
                await ended(*tasks)
                # To stop listening is a message to the layer, which may be away or hang.
                await asyncio.wait({hearing}, timeout=LAST_WORDS_WITHIN)

    async def _last_words(self) -> None:
        """Let the other processes know; a layer that is away must not keep us."""
        if self.feed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_WITHIN):
                    await self.feed.sent()

    def publish(self, fact: BoardFact) -> Touched:
        """Fold here, and tell the other processes and the witnesses."""
        self.picture.proved_at = self.link.proved_at
        touched = self.picture.apply(fact)
        witnesses.saw(self.config.pbx, self.picture.board, fact, touched)
        if self.feed:
            self.feed.fact(fact)
        return touched

    async def _hear(self, receive: Receive) -> None:
        """Take messages. A layer that is away keeps other processes out, and ends nothing."""
        hearing = Trouble("no commands can be received", "commands are received again")
        while True:
            try:
                message = await receive()
            except Exception as error:  # the layer is away, or somebody sent it rubbish
                hearing.happened(pbx=self.config.pbx, cause=repr(error))
                await asyncio.sleep(TRY_AGAIN_AFTER)
            else:
                hearing.ended(pbx=self.config.pbx)
                await self.dispatch(message)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels does it, but without its hop to the thread in which the ORM may be waiting,
        and without dying of a message."""
        try:
            await getattr(self, get_handler_name(message))(message)
        except Exception:
            log.exception("a message to the link failed", pbx=self.config.pbx)

    async def link_command(self, message: dict[str, Any]) -> None:
        try:
            command = msgspec.convert(message["command"], Command)
        except (msgspec.ValidationError, KeyError) as error:
            log.warning("a command of no shape", pbx=self.config.pbx, cause=str(error))
            return
        if not self.carrier.take(command):
            counts.second_presses[self.config.pbx] += 1
            log.info("second press", **named(command))

    async def link_snapshot(self, message: dict[str, Any]) -> None:
        if self.feed:
            self.feed.snapshot()

    async def _keep_hold(self) -> None:
        """Renew; while the database is away ask again at short intervals, for as long as we may."""
        renewing = Trouble("the hold cannot be renewed", "the hold is renewed again")
        while True:
            pause = self.waits.lease_renew
            try:
                async with asyncio.timeout(self.waits.lease_renew):
                    await self.hold.renew()
                renewing.ended(pbx=self.config.pbx)
            except (*DATABASE_AWAY, TimeoutError) as error:
                renewing.happened(pbx=self.config.pbx, cause=repr(error))
                pause = self.waits.lease_poll
            self.hold.check()
            await asyncio.sleep(pause)

    async def _beat(self) -> None:
        """Carry the time of the last proof to the board's readers."""
        while True:
            self.picture.proved_at = self.link.proved_at
            if self.feed:
                self.feed.beat(self.picture.proved_at)
            await asyncio.sleep(self.waits.heartbeat_every / 2)


async def ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
