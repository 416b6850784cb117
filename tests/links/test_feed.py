"""Over a layer that loses, doubles and disorders, the mirror's board equals the holder's."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from channels.layers import InMemoryChannelLayer
from redis.exceptions import ConnectionError as RedisAway

from console.board.facts import LinkChanged
from console.board.state import Board, encode
from console.links import feed, witnesses
from console.links.consumer import ended
from console.links.feed import FeedSender, Mirror, link_channel
from console.links.picture import Picture
from console.links.witnesses import Witness
from console.portasip.messages import LegChanged, LegId, Party

SOON = 5.0


class Layer(InMemoryChannelLayer):
    """An in-memory layer whose group messages go through `deliver`, and that can be away."""

    def __init__(self) -> None:
        super().__init__(capacity=10_000)
        self.is_away = False
        self.disturb: Callable[[dict[str, Any]], list[dict[str, Any]]] = lambda message: [message]
        self.sent: list[dict[str, Any]] = []

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if self.is_away:
            raise RedisAway("gone")
        self.sent.append(message)
        for one in self.disturb(message):
            await super().group_send(group, one)

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        if self.is_away:
            raise RedisAway("gone")
        await super().send(channel, message)


class Pair:
    """A holder and a mirror on one layer."""

    def __init__(self) -> None:
        self.layer = Layer()
        self.holder = Picture("main")
        self.holder.begin(1)
        self.sender = FeedSender(self.layer, self.holder)
        self.copy = Picture("main")
        self.mirror = Mirror(self.layer, self.copy)
        self.asked = 0

    async def answer(self) -> None:
        """What the holder's consumer does with `link.snapshot`."""
        while True:
            await self.layer.receive(link_channel("main"))
            self.asked += 1
            self.sender.snapshot()

    def new_holder(self, epoch: int) -> FeedSender:
        """The link was taken anew: facts go out under a new epoch, from number 1."""
        self.holder.begin(epoch)
        old, self.sender = self.sender, FeedSender(self.layer, self.holder)
        return old

    def happen(self, fact: Any) -> None:
        self.holder.apply(fact)
        self.sender.fact(fact)

    def is_same(self) -> bool:
        return encode(self.copy.board) == encode(self.holder.board)

    async def agree(self) -> None:
        async with asyncio.timeout(SOON):
            while not self.is_same():
                self.sender.beat(1.0)
                await asyncio.sleep(0.005)


def ring(number: int, state: str = "ringing") -> LegChanged:
    return LegChanged(
        leg=LegId(f"call-{number}@pbx", "t"),
        state=state,
        at=float(number),
        caller=Party(number=f"44118496{number:04d}"),
        callee=Party(number="123007", account_id="123007"),
        direction="incoming",
    )


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110 - a layer raises no event for this
            await asyncio.sleep(0.005)


def started(*work: Awaitable[None]) -> list[asyncio.Task[None]]:
    return [asyncio.ensure_future(each) for each in work]


@pytest.fixture
async def pair(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pair]:
    """Both running, the mirror up to date."""
    monkeypatch.setattr(feed, "ASK_AGAIN_AFTER", 0.02)
    monkeypatch.setattr(feed, "TRY_AGAIN_AFTER", 0.02)
    pair = Pair()
    tasks = started(pair.sender.run(), pair.answer(), pair.mirror.run())
    await pair.agree()
    yield pair
    await ended(*tasks)


async def test_a_mirror_begins_with_a_snapshot_and_follows_the_facts(pair: Pair) -> None:
    asked = pair.asked
    for number in range(20):
        pair.happen(ring(number))
    await until(pair.is_same)
    assert len(pair.copy.board.legs) == 20
    assert pair.asked == asked


async def test_beats_carry_the_proof(pair: Pair) -> None:
    pair.sender.beat(123.0)
    await until(lambda: pair.copy.proved_at == 123.0)
    pair.sender.beat(100.0)
    pair.sender.beat(124.0)
    await until(lambda: pair.copy.proved_at == 124.0)


async def test_a_lost_fact_is_noticed_by_the_next_message(pair: Pair) -> None:
    pair.layer.disturb = lambda message: []
    pair.happen(ring(1))
    await until(lambda: pair.layer.sent[-1]["type"] == "feed.fact")
    pair.layer.disturb = lambda message: [message]
    assert not pair.is_same()
    pair.happen(ring(2))
    await until(pair.is_same)


async def test_the_last_fact_lost_is_noticed_by_a_beat(pair: Pair) -> None:
    pair.layer.disturb = lambda message: []
    pair.happen(ring(1))
    await until(lambda: pair.layer.sent[-1]["type"] == "feed.fact")
    pair.layer.disturb = lambda message: [message]
    pair.sender.beat(1.0)
    await until(pair.is_same)


async def test_repeated_messages_change_nothing_and_ask_for_nothing(pair: Pair) -> None:
    asked = pair.asked
    pair.layer.disturb = lambda message: [message, message]
    for number in range(5):
        pair.happen(ring(number))
    await until(pair.is_same)
    for message in list(pair.layer.sent):
        await pair.mirror.hear(message)
    assert pair.is_same()
    assert pair.asked == asked


async def test_an_old_snapshot_brings_no_ended_call_back(pair: Pair) -> None:
    pair.happen(ring(1))
    pair.sender.snapshot()
    await until(lambda: pair.layer.sent[-1]["type"] == "feed.board")
    old = pair.layer.sent[-1]
    pair.happen(ring(1, "terminated"))
    await until(lambda: pair.copy.board.legs == {} and pair.is_same())
    await pair.mirror.hear(old)
    assert pair.copy.board.legs == {}


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_the_layer_does_the_boards_agree_in_the_end(pair: Pair, seed: int) -> None:
    chance = random.Random(seed)
    kept: list[dict[str, Any]] = []

    def disturbed(message: dict[str, Any]) -> list[dict[str, Any]]:
        fate = chance.random()
        if fate < 0.2:
            return []
        if fate < 0.4:
            return [message, message]
        if fate < 0.6:
            kept.append(message)
            return []
        return [message, *(kept.pop() for _ in range(len(kept)))]

    pair.layer.disturb = disturbed
    for number in range(60):
        state = chance.choice(["ringing", "connected", "holding", "terminated"])
        pair.happen(ring(chance.randrange(12), state))
        if chance.random() < 0.3:
            await asyncio.sleep(0.002)
        if number == 30:
            pair.happen(LinkChanged("lost", at=1.0))
    pair.layer.disturb = lambda message: [message, *kept]
    await pair.agree()


async def test_a_holder_that_was_replaced_is_not_listened_to(pair: Pair) -> None:
    old = pair.new_holder(epoch=2)
    tasks = started(pair.sender.run())
    pair.sender.snapshot()
    await until(lambda: pair.copy.board.epoch == 2)
    before = len(pair.layer.sent)
    frozen = Picture("main")
    frozen.begin(1)
    frozen.apply(ring(99))
    waking = FeedSender(pair.layer, frozen)
    waking.seq = old.seq
    waking.fact(ring(99))
    waking.snapshot()
    waking.beat(9999.0)
    tasks += started(waking.run())
    await until(lambda: len(pair.layer.sent) >= before + 3)
    pair.happen(ring(1))
    await until(pair.is_same)
    assert len(pair.copy.board.legs) == 1
    assert pair.copy.proved_at < 9999.0
    await ended(*tasks)


async def test_a_new_epoch_is_taken_from_its_facts_alone(pair: Pair) -> None:
    pair.new_holder(epoch=2)
    tasks = started(pair.sender.run())
    pair.happen(ring(1))
    await until(pair.is_same)
    await ended(*tasks)


async def test_a_layer_that_is_away_costs_nothing_but_time(pair: Pair) -> None:
    pair.layer.is_away = True
    for number in range(5):
        pair.happen(ring(number))
    await until(lambda: pair.sender._waiting.qsize() <= 1)
    pair.layer.is_away = False
    await until(pair.is_same)


async def test_what_waits_for_a_slow_layer_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "WAITING_AT_MOST", 10)
    pair = Pair()
    for number in range(50):
        pair.happen(ring(number))
    assert pair.sender._waiting.qsize() == 10
    tasks = started(pair.sender.run(), pair.answer(), pair.mirror.run())
    await pair.agree()
    await asyncio.wait_for(pair.sender.sent(), SOON)
    await ended(*tasks)


async def test_mirrors_that_ask_at_once_get_one_snapshot(pair: Pair) -> None:
    before = sum(message["type"] == "feed.board" for message in pair.layer.sent)
    for _ in range(5):
        pair.sender.snapshot()
    await asyncio.wait_for(pair.sender.sent(), SOON)
    boards = sum(message["type"] == "feed.board" for message in pair.layer.sent)
    assert boards == before + 1


@pytest.mark.parametrize(
    "message",
    [
        {"type": "feed.fact"},
        {"type": "feed.fact", "epoch": 1, "seq": 1, "fact": b"\xc1"},
        {"type": "feed.board", "epoch": 9, "seq": 1, "board": b"rubbish", "proved_at": 1.0},
        {"type": "feed.board", "epoch": "x", "seq": None},
        {"type": "feed.weather", "epoch": 9, "seq": 9},
    ],
)
async def test_a_message_of_another_release_ends_no_mirror(
    pair: Pair, message: dict[str, Any]
) -> None:
    await pair.mirror.hear(message)
    pair.happen(ring(1))
    await until(pair.is_same)


async def test_a_fault_of_ours_while_following_is_mended_by_a_snapshot(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, apply = asyncio.Event(), pair.copy.apply

    def failing_once(*fact: Any, **how: Any) -> Any:
        if failed.is_set():
            return apply(*fact, **how)
        failed.set()
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(pair.copy, "apply", failing_once)
    pair.happen(ring(1))
    await failed.wait()
    await until(pair.is_same)


async def test_a_mirror_that_fails_gives_its_channel_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels, receive = set(pair.layer.channels), pair.layer.receive

    async def failing(channel: str) -> dict[str, Any]:
        if channel in channels:
            return await receive(channel)
        raise ValueError("this is no message")

    monkeypatch.setattr(pair.layer, "receive", failing)
    with pytest.raises(ValueError, match="no message"):
        await Mirror(pair.layer, Picture("main")).run()
    assert set(pair.layer.channels) == channels


async def test_a_stopped_mirror_leaves_nothing_in_the_layer(pair: Pair) -> None:
    copy = Picture("main")
    task = started(Mirror(pair.layer, copy).run())[0]
    await until(lambda: encode(copy.board) == encode(pair.holder.board))
    members = len(pair.layer.groups["feed.main"])
    await ended(task)
    assert len(pair.layer.groups["feed.main"]) == members - 1


class Followed(Witness):
    def __init__(self) -> None:
        self.facts: list[Any] = []
        self.calls: list[int] = []

    def followed(self, pbx: str, board: Board, fact: Any, touched: Any) -> None:
        assert (fact is None) == (touched is None)
        self.facts.append(fact)
        self.calls.append(len(board.calls))


async def test_a_mirror_tells_its_witnesses_of_every_fact_and_of_every_board(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = Followed()
    monkeypatch.setattr(witnesses, "_witnesses", [witness])
    pair.happen(ring(1))
    pair.happen(ring(1, "connected"))
    await until(lambda: len(witness.facts) == 2)
    pair.sender.snapshot()
    pair.holder.apply(ring(2))
    pair.sender.seq += 1  # a fact that is lost on the way
    pair.happen(ring(3))
    await until(lambda: witness.calls[-1] == 3)
    assert witness.facts == [ring(1), ring(1, "connected"), None]
    assert witness.calls == [1, 1, 3]
