"""Proving that this process hears the layer: a message to itself comes back, or it listens anew.

Subscribers only listen. When the line to Redis goes half-open nobody tells them: a mirror would
stay as it is and a holder would take no commands, for ever.
"""

import asyncio

import structlog
from channels.layers import BaseChannelLayer

from console.links.feed import TRY_AGAIN_AFTER, layer_away
from console.troubles import Trouble

log = structlog.get_logger()
PULSE = {"type": "pulse"}


class Pulse:
    """Of this process and one layer; `every` and `within` are seconds."""

    def __init__(self, layer: BaseChannelLayer, every: float, within: float) -> None:
        self.layer = layer
        self.every = every
        self.within = within
        self._channel = ""
        self._failing = Trouble("the layer cannot be watched")
        self._deaf = Trouble("the layer is not heard, listening anew", "the layer is heard again")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._once()
            except layer_away() as error:
                log.debug("the layer is away", cause=repr(error))
            except Exception as error:
                self._failing.happened(exc_info=error)
            await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _once(self) -> None:
        """Listen until a message does not come back; always raises, or listens anew."""
        try:
            await self._subscribe()
            await self._hear()
        except TimeoutError:
            await self._listen_anew()

    async def _subscribe(self) -> None:
        """One channel outlives outages; a wait that was in vain has given it back."""
        if self._channel not in self.layer.channels:
            await self.layer.send("pulse", PULSE)  # to nobody: or half a channel would stay
            self._channel = await self.layer.new_channel()

    async def _hear(self) -> None:
        """Raises TimeoutError for a message that did not come back, or another of `layer_away`."""
        while True:
            await self.layer.send(self._channel, PULSE)
            async with asyncio.timeout(self.within):
                await self.layer.receive(self._channel)
            self._deaf.ended()
            await asyncio.sleep(self.every)

    async def _listen_anew(self) -> None:
        """Drop the sockets that listen. The library opens new ones and subscribes as before."""
        self._deaf.happened()
        for shard in self.layer._get_layer()._shards:
            if shard._pubsub is not None and shard._pubsub.connection is not None:
                await shard._pubsub.connection.disconnect(nowait=True)
