"""The door: a command goes to the holder by the shortest way, or the press is answered at once."""

import asyncio
import time
from typing import Any

import pytest
from channels.layers import channel_layers, get_channel_layer
from redis.exceptions import ConnectionError as RedisAway

from console.board.facts import CommandSent, LinkChanged
from console.links import consumer, pictures, sentences, switchboard
from console.links.commands import Command, NotPossible
from console.links.picture import Picture

COMMAND = Command(pbx="main", desk="123007", verb="dial", key="7.a", expires=time.time() + 10)


class Holder:
    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def dispatch(self, message: dict[str, Any]) -> None:
        self.messages.append(message)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(switchboard, "TAKEN_WITHIN", 0.1)
    monkeypatch.setattr(switchboard, "TRY_AGAIN_WITHIN", 0.01)
    channel_layers.backends.clear()


@pytest.fixture
def picture() -> Picture:
    picture = pictures.picture_of("main")
    picture.begin(7)
    picture.apply(LinkChanged("live", at=1.0))
    return picture


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Holder:
    holder = Holder()
    monkeypatch.setitem(consumer.here, "main", holder)
    return holder


async def received() -> dict[str, Any]:
    message: dict[str, Any] = await asyncio.wait_for(get_channel_layer().receive("link.main"), 1)
    return message


async def test_without_a_live_link_nothing_is_sent(picture: Picture, holder: Holder) -> None:
    picture.apply(LinkChanged("lost", at=2.0))
    with pytest.raises(NotPossible, match="No PBX link"):
        await switchboard.send(COMMAND)
    assert holder.messages == []


async def test_a_command_goes_straight_to_a_holder_in_this_process(
    picture: Picture, holder: Holder, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    await switchboard.send(COMMAND)
    assert [message["type"] for message in holder.messages] == ["link.command"]


async def test_a_command_goes_to_another_process_over_the_layer(picture: Picture) -> None:
    await switchboard.send(COMMAND)
    assert (await received())["command"]["key"] == "7.a"


async def test_a_press_that_no_holder_takes_is_answered(picture: Picture, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    with pytest.raises(NotPossible) as refusal:
        await switchboard.send(COMMAND)
    assert str(refusal.value) == sentences.NO_ANSWER


async def test_a_press_that_a_holder_elsewhere_takes_is_sent(
    picture: Picture, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    sending = asyncio.create_task(switchboard.send(COMMAND))
    await received()
    picture.apply(CommandSent(desk="123007", key="7.a", verb="dial", at=2.0))
    await sending


async def test_a_layer_that_stumbles_is_tried_again_and_one_that_is_away_is_said(
    picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = get_channel_layer()
    send, tries = layer.send, []

    async def stumbling(channel: str, message: dict[str, Any]) -> None:
        tries.append(channel)
        if len(tries) == 1:
            raise RedisAway("gone")
        await send(channel, message)

    async def away(channel: str, message: dict[str, Any]) -> None:
        raise RedisAway("gone")

    monkeypatch.setattr(layer, "send", stumbling)
    await switchboard.send(COMMAND)
    assert (await received())["command"]["key"] == "7.a"
    monkeypatch.setattr(layer, "send", away)
    with pytest.raises(NotPossible) as refusal:
        await switchboard.send(COMMAND)
    assert str(refusal.value) == sentences.NO_ANSWER  # what was tried may have arrived
