"""The feed: a holder's facts, numbered, to the other processes, and their mirrors of the board.

Only with REDIS_URL. The layer is at-most-once: a gap or a new epoch means asking for a snapshot.
"""

import asyncio
import time
from typing import Any

import msgspec
import structlog
from channels.layers import BaseChannelLayer

from console.board.facts import BoardFact
from console.board.state import decode, encode
from console.links.picture import Picture

log = structlog.get_logger()
WAITING_AT_MOST = 5_000  # messages for a layer that is away; beyond it the mirrors resync anyway
ASK_AGAIN_AFTER = 1.0

_fact_encoder = msgspec.msgpack.Encoder()
_fact_decoder = msgspec.msgpack.Decoder(BoardFact)


def link_channel(pbx: str) -> str:
    return f"link.{pbx}"


def feed_group(pbx: str) -> str:
    return f"feed.{pbx}"


class FeedSender:
    """Sends each fact to the group in order; one task owns the sending."""

    def __init__(self, layer: BaseChannelLayer, picture: Picture) -> None:
        self.layer = layer
        self.picture = picture
        self.seq = 0
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(WAITING_AT_MOST)

    def fact(self, fact: BoardFact) -> None:
        self.seq += 1
        self._put("feed.fact", fact=_fact_encoder.encode(fact))

    def beat(self, proved_at: float) -> None:
        self._put("feed.beat", proved_at=proved_at)

    def snapshot(self) -> None:
        self._put("feed.board", board=encode(self.picture.board), proved_at=self.picture.proved_at)

    def _put(self, kind: str, **values: Any) -> None:
        message = {"type": kind, "epoch": self.picture.board.epoch, "seq": self.seq, **values}
        if self._waiting.full():
            self._waiting.get_nowait()  # the gap makes every mirror ask for a snapshot
        self._waiting.put_nowait(message)

    async def run(self) -> None:
        while True:
            message = await self._waiting.get()
            try:
                await self.layer.group_send(feed_group(self.picture.pbx), message)
            except (OSError, TimeoutError) as error:
                log.warning("the feed cannot be sent", pbx=self.picture.pbx, cause=repr(error))


class Mirror:
    """Follows another process's board. `run` until cancelled."""

    def __init__(self, layer: BaseChannelLayer, picture: Picture) -> None:
        self.layer = layer
        self.picture = picture
        self._epoch = -1
        self._seq = -1
        self._asked = 0.0

    async def run(self) -> None:
        channel = await self.layer.new_channel()
        group = feed_group(self.picture.pbx)
        await self.layer.group_add(group, channel)
        try:
            await self._ask()
            while True:
                await self._hear(await self.layer.receive(channel))
        finally:
            await self.layer.group_discard(group, channel)

    async def _hear(self, message: dict[str, Any]) -> None:
        epoch, seq = message["epoch"], message["seq"]
        if epoch < self._epoch:
            return  # a holder that was replaced and does not know it yet
        if message["type"] == "feed.board":
            self._epoch, self._seq = epoch, seq
            self.picture.proved_at = message["proved_at"]
            self.picture.replace(decode(message["board"]))
        elif message["type"] == "feed.fact" and (epoch, seq) == (self._epoch, self._seq + 1):
            self._seq = seq
            self.picture.apply(_fact_decoder.decode(message["fact"]))
        elif (epoch, seq) != (self._epoch, self._seq):
            await self._ask()
        else:
            self.picture.proved_at = max(self.picture.proved_at, message.get("proved_at", 0.0))

    async def _ask(self) -> None:
        now = time.monotonic()
        if now - self._asked > ASK_AGAIN_AFTER:
            self._asked = now
            await self.layer.send(link_channel(self.picture.pbx), {"type": "link.snapshot"})
