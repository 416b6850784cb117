"""A process that no longer hears the layer listens anew; one that does is left in peace."""

import asyncio
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from channels.layers import InMemoryChannelLayer
from redis.exceptions import ConnectionError as RedisAway

from console.links import pulse
from console.links.consumer import ended
from console.links.pulse import Pulse

SOON = 5.0


class Layer(InMemoryChannelLayer):
    """With the sockets of the Redis layer: while it is deaf nothing comes, until they are new."""

    def __init__(self) -> None:
        super().__init__()
        self.is_deaf = self.is_away = False
        self.sent = self.opened = self.refused = 0
        socket = SimpleNamespace(disconnect=self._disconnect)
        self._shards = [
            SimpleNamespace(_pubsub=SimpleNamespace(connection=socket)),
            SimpleNamespace(_pubsub=None),
        ]

    def _get_layer(self) -> "Layer":
        return self

    async def _disconnect(self, nowait: bool) -> None:
        self.is_deaf = False
        self.opened += 1

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        if self.is_away:
            self.refused += 1
            raise RedisAway("gone")
        self.sent += 1
        if not self.is_deaf:
            await super().send(channel, message)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not condition():  # noqa: ASYNC110 - the layer raises no event for this
                await asyncio.sleep(0.005)


@pytest.fixture
async def layer(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Layer]:
    monkeypatch.setattr(pulse, "TRY_AGAIN_AFTER", 0.01)
    layer = Layer()
    running = asyncio.create_task(Pulse(layer, 0.01, 0.2).run())
    await layer.until(lambda: layer.sent > 2)
    yield layer
    assert not running.done()
    await ended(running)


async def test_who_hears_the_layer_keeps_its_sockets(layer: Layer) -> None:
    before = layer.sent
    await layer.until(lambda: layer.sent > before + 5)
    assert layer.opened == 0


async def test_who_hears_nothing_listens_anew_once(layer: Layer) -> None:
    layer.is_deaf = True
    await layer.until(lambda: layer.opened == 1)
    before = layer.sent
    await layer.until(lambda: layer.sent > before + 5)
    assert layer.opened == 1


async def test_a_layer_that_is_away_is_waited_for(layer: Layer) -> None:
    layer.is_away = True
    await layer.until(lambda: layer.refused > 1)
    before = layer.sent
    layer.is_away = False
    await layer.until(lambda: layer.sent > before + 5)
    assert layer.opened == 0
