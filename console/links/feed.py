"""The feed: a holder's facts, numbered, to the other processes, and their mirrors of the board.

Only with REDIS_URL. The layer is at-most-once: a gap or a new epoch means asking for a snapshot.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import structlog
from channels.exceptions import ChannelFull
from channels.layers import BaseChannelLayer
from django.conf import settings

from console.board.facts import BoardFact
from console.board.state import decode, encode
from console.links import counts, witnesses
from console.links.picture import Picture
from console.troubles import Trouble

log = structlog.get_logger()
WAITING_AT_MOST = 5_000  # messages for a layer that is slow; beyond it the mirrors resync anyway
TRY_AGAIN_AFTER = 1.0
ASK_AGAIN_AFTER = 1.0

_fact_encoder = msgspec.msgpack.Encoder()
_fact_decoder = msgspec.msgpack.Decoder(BoardFact)


@cache
def layer_away() -> tuple[type[Exception], ...]:
    """What a layer raises whose server does not answer; redis' own errors are no OSErrors.

    Imported when first asked for: a console without Redis, as most are, need not wait for it.
    """
    from redis.exceptions import RedisError

    return OSError, TimeoutError, RedisError, ChannelFull


def link_channel(pbx: str) -> str:
    return f"{settings.REDIS_PREFIX}link.{pbx}"


def feed_group(pbx: str) -> str:
    return f"feed.{pbx}"


async def given_back(layer: BaseChannelLayer, channel: str) -> None:
    """Drop a channel of ours: the layer does so by itself only when a wait for it is cancelled."""
    while channel in layer.channels:
        with contextlib.suppress(Exception):
            async with asyncio.timeout(0):
                await layer.receive(channel)


class FeedSender:
    """Sends each fact to the group in order; one task owns the sending."""

    def __init__(self, layer: BaseChannelLayer, picture: Picture) -> None:
        self.layer = layer
        self.picture = picture
        self.seq = 0
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(WAITING_AT_MOST)
        self._shown = -1  # the number of the snapshot that waits to be sent

    def fact(self, fact: BoardFact) -> None:
        self.seq += 1
        packed = _fact_encoder.encode(fact)
        self._put("feed.fact", fact=packed, proved_at=self.picture.proved_at)

    def beat(self, proved_at: float) -> None:
        self._put("feed.beat", proved_at=proved_at)

    def snapshot(self) -> None:
        """The whole board; mirrors that ask while one waits to be sent share it."""
        if self._shown != self.seq:
            self._shown = self.seq
            board = encode(self.picture.board)
            self._put("feed.board", board=board, proved_at=self.picture.proved_at)

    def _put(self, kind: str, **values: Any) -> None:
        message = {"type": kind, "epoch": self.picture.board.epoch, "seq": self.seq, **values}
        if self._waiting.full():
            self._drop()  # the gap makes every mirror ask for a snapshot
        self._waiting.put_nowait(message)

    def _drop(self) -> None:
        if self._waiting.get_nowait()["type"] == "feed.board":
            self._shown = -1
        self._waiting.task_done()
        counts.feed_dropped[self.picture.pbx] += 1

    @property
    def waiting(self) -> int:
        """How many messages the layer has not taken yet."""
        return self._waiting.qsize()

    async def sent(self) -> None:
        """Wait until nothing waits any more."""
        await self._waiting.join()

    async def run(self) -> None:
        """Until cancelled; a layer that is away costs messages, never the link."""
        sending = Trouble("the feed cannot be sent", "the feed is sent again")
        while True:
            message = await self._waiting.get()
            if message["type"] == "feed.board":
                self._shown = -1
            try:
                await self.layer.group_send(feed_group(self.picture.pbx), message)
                sending.ended(pbx=self.picture.pbx)
            except Exception as error:
                sending.happened(pbx=self.picture.pbx, cause=repr(error))
                counts.feed_dropped[self.picture.pbx] += 1
                await asyncio.sleep(TRY_AGAIN_AFTER)
                self._start_afresh()
            finally:
                self._waiting.task_done()

    def _start_afresh(self) -> None:
        """After a gap only a snapshot helps: what waited is older than it."""
        while not self._waiting.empty():
            self._drop()
        self.snapshot()


class Mirror:
    """Follows another process's board. `run` until cancelled; `began` is called once it hears."""

    def __init__(
        self, layer: BaseChannelLayer, picture: Picture, began: Callable[[], object] = lambda: None
    ) -> None:
        self.layer = layer
        self.picture = picture
        self._at = (-1, -1)  # epoch and number of the last message that the board contains
        self._asked = 0.0
        self._began = began
        self._understanding = Trouble("the feed is not understood")

    async def run(self) -> None:
        """Raises one of `layer_away` when it cannot even begin to listen."""
        await self._ask()  # before subscribing: a layer that is away keeps half a subscription
        channel = await self.layer.new_channel()
        group = feed_group(self.picture.pbx)
        try:
            await self.layer.group_add(group, channel)
            self._asked = 0.0
            await self._ask()
            self._began()
            while True:
                await self.hear(await self.layer.receive(channel))
        finally:
            with contextlib.suppress(*layer_away()):
                await self.layer.group_discard(group, channel)
            await given_back(self.layer, channel)

    async def hear(self, message: dict[str, Any]) -> None:
        """Follow one message; late and repeated ones, and those of an older epoch, say nothing."""
        try:
            if self._follow(message):
                return
            self._missed()
        except Exception as error:  # of ours or of theirs: the board is doubtful until a snapshot
            self._at = (-1, -1)
            self._understanding.happened(pbx=self.picture.pbx, cause=repr(error))
            counts.feed_not_understood[self.picture.pbx] += 1
        try:
            await self._ask()
        except layer_away() as error:
            log.debug("no snapshot can be asked for", pbx=self.picture.pbx, cause=repr(error))

    def _follow(self, message: dict[str, Any]) -> bool:
        """Whether the board is now as the holder's was; False asks for a snapshot."""
        at, kind = (message["epoch"], message["seq"]), message["type"]
        if at <= self._at:
            if at == self._at and kind == "feed.beat":
                self.picture.proved_at = max(self.picture.proved_at, message["proved_at"])
            return True
        if kind == "feed.board":
            board = decode(message["board"])
            self._missed()
            self._at, self._asked = at, 0.0
            counts.snapshots[self.picture.pbx] += 1
            self.picture.proved_at = message["proved_at"]
            self.picture.replace(board)
            witnesses.followed(self.picture.pbx, board, None, None)
            return True
        if kind == "feed.fact" and at == (self._at[0], self._at[1] + 1):
            fact = _fact_decoder.decode(message["fact"])
            self._at = at
            self.picture.proved_at = max(self.picture.proved_at, message["proved_at"])
            touched = self.picture.apply(fact, arrived_at=time.time())
            witnesses.followed(self.picture.pbx, self.picture.board, fact, touched)
            return True
        return False

    def _missed(self) -> None:
        """Something is missing, or a new holder began; once until the snapshot that mends it."""
        counts.gaps[self.picture.pbx] += not self._asked

    async def _ask(self) -> None:
        now = time.monotonic()
        if now - self._asked > ASK_AGAIN_AFTER:
            self._asked = now
            await self.layer.send(link_channel(self.picture.pbx), {"type": "link.snapshot"})
