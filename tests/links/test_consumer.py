"""The holder of a link: it renews, hears, tells, and leaves nothing open when it ends."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from channels.layers import InMemoryChannelLayer
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisAway
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from console.board.state import encode
from console.links import consumer as module
from console.links import feed, sentences
from console.links.commands import Command
from console.links.consumer import LinkConsumer, ended, here
from console.links.feed import Mirror
from console.links.holding import HoldLost
from console.links.link import LinkConfig
from console.links.picture import Picture
from console.links.verbs import VERBS
from console.simulator import Simulator
from tests.links.conftest import SHORT, SOON, frames_sent

WAITS = replace(SHORT, lease_renew=0.05, lease_poll=0.02)


class Hold:
    """A hold whose database does as it is told."""

    def __init__(self) -> None:
        self.generation = 7
        self.renewals = 0
        self.is_lost = False
        self.fails: Exception | None = None
        self.hangs = False

    async def take(self) -> bool:
        return True

    async def renew(self) -> None:
        self.renewals += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.fails:
            raise self.fails

    def check(self) -> None:
        if self.is_lost:
            raise HoldLost("The lease of this PBX has run out.")

    async def release(self) -> None:
        self.is_lost = True


class Holder:
    def __init__(self, pbx: Simulator, shared: bool = False) -> None:
        self.pbx = pbx
        self.hold = Hold()
        self.layer = InMemoryChannelLayer()
        self.picture = Picture("main")
        self.hears: asyncio.Queue[Any] = asyncio.Queue()
        config = LinkConfig("main", pbx.url, "demo", "demo-password", ("i_customer", 30))
        self.consumer = LinkConsumer(config, self.picture, self.hold, WAITS, shared)

    async def receive(self) -> dict[str, Any]:
        """The next message; an exception is what the layer raises."""
        message = await self.hears.get()
        if isinstance(message, Exception):
            raise message
        return dict(message)

    async def run(self) -> None:
        await self.consumer({"layer": self.layer}, self.receive, None)

    def state(self) -> str:
        return self.picture.board.link.state

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(SOON):
            while not condition():  # noqa: ASYNC110 - the simulator raises no event for this
                await asyncio.sleep(0.005)

    def dial(self, key: str) -> dict[str, Any]:
        values = {"pbx": "main", "desk": "123007", "verb": "dial", "target": "123012"}
        now = time.time()
        command = Command(key=key, expires=now + 10, asked_at=now, **values)
        return {"type": "link.command", "command": msgspec.to_builtins(command)}

    def outcome(self) -> str:
        desk = self.picture.board.desks.get("123007")
        return desk.command.outcome if desk and desk.command else ""


@asynccontextmanager
async def holding(holder: Holder) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(holder.run())
    try:
        await holder.until(lambda: holder.state() == "live")
        yield task
    finally:
        await ended(task)


@pytest.fixture
def holder(pbx: Simulator) -> Holder:
    return Holder(pbx)


async def test_the_board_carries_the_generation_and_the_holder_is_found_here(
    holder: Holder,
) -> None:
    async with holding(holder):
        assert holder.picture.board.epoch == 7
        assert here["main"] is holder.consumer
    assert "main" not in here


async def test_a_command_in_a_message_is_carried_out_once(holder: Holder) -> None:
    async with holding(holder):
        holder.hears.put_nowait(holder.dial("7.a"))
        holder.hears.put_nowait(holder.dial("7.a"))
        await holder.until(lambda: holder.outcome() == "accepted")
        sent = [request["method"] for request in holder.pbx.received]
        assert sent.count("originate_advanced_call") == 1


async def test_every_line_that_a_command_causes_carries_its_key_call_and_pbx(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[dict[str, Any]] = []

    async def noting(hand: Any) -> None:
        bound.append(get_contextvars())

    monkeypatch.setitem(VERBS, "dial", noting)
    async with holding(holder):
        with capture_logs() as lines:
            holder.hears.put_nowait(holder.dial("7.a"))
            holder.hears.put_nowait(holder.dial("7.a"))
            await holder.until(lambda: holder.outcome() == "accepted")
    named = {"pbx": "main", "key": "7.a", "verb": "dial", "call": ""}
    assert bound == [named]
    events = [one.pop("event") for one in lines if named.items() <= one.items()]
    assert sorted(events) == ["command settled", "second press"]


async def test_a_database_that_is_away_for_long_warns_once_and_says_when_it_is_back(
    holder: Holder,
) -> None:
    async with holding(holder):
        with capture_logs() as lines:
            before = holder.hold.renewals
            holder.hold.fails = OperationalError("away")
            await holder.until(lambda: holder.hold.renewals >= before + 4)
            holder.hold.fails = None
            await holder.until(lambda: any("renewed again" in one["event"] for one in lines))
    levels = [one["log_level"] for one in lines if one["event"] == "the hold cannot be renewed"]
    assert levels[0] == "warning"
    assert set(levels[1:]) == {"debug"}


async def test_a_command_of_another_epoch_is_refused_in_words(holder: Holder) -> None:
    async with holding(holder):
        holder.hears.put_nowait(holder.dial("6.a"))
        await holder.until(lambda: holder.outcome() == "refused")
        desk = holder.picture.board.desks["123007"]
        assert desk.command is not None
        assert desk.command.sentence == sentences.OUT_OF_DATE


@pytest.mark.parametrize(
    "message",
    [
        {"type": "link.weather"},
        {"type": "_private"},
        {},
        {"type": "link.command"},
        {"type": "link.command", "command": {"pbx": "main"}},
        RedisAway("gone"),
        OSError("gone"),
    ],
)
async def test_no_message_and_no_lost_layer_ends_a_link(
    holder: Holder, message: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRY_AGAIN_AFTER", 0.01)
    async with holding(holder) as running:
        holder.hears.put_nowait(message)
        holder.hears.put_nowait(holder.dial("7.a"))
        await holder.until(lambda: holder.outcome() == "accepted")
        assert not running.done()


@pytest.mark.parametrize("trouble", ["fails", "hangs"])
async def test_a_database_that_is_away_for_less_than_the_lease_ends_nothing(
    holder: Holder, trouble: str
) -> None:
    async with holding(holder) as running:
        setattr(holder.hold, trouble, OperationalError("away") if trouble == "fails" else True)
        before = holder.hold.renewals
        await holder.until(lambda: holder.hold.renewals >= before + 3)
        assert not running.done()
        assert holder.state() == "live"
        assert holder.pbx.connections == 1


async def test_a_lost_hold_ends_the_link_without_another_word_and_the_board_says_why(
    holder: Holder,
) -> None:
    async with holding(holder) as running:
        holder.hold.is_lost = True
        sent = frames_sent(holder.consumer.link)
        with pytest.raises(HoldLost):
            await running
        await holder.until(lambda: holder.pbx.connections == 0)
        assert sent == []
    assert holder.state() == "lost"
    assert holder.picture.board.link.reason == sentences.HOLD_LOST


async def test_a_cancelled_holder_logs_out_and_says_that_the_link_is_lost(holder: Holder) -> None:
    async with holding(holder):
        heard = len(holder.pbx.received)
    assert [each["method"] for each in holder.pbx.received[heard:]][-1] == "logout"
    await holder.until(lambda: holder.pbx.connections == 0)
    assert holder.state() == "lost"
    assert holder.picture.board.link.reason == sentences.LINK_LEFT


async def test_a_holder_cancelled_twice_closes_its_socket_all_the_same(holder: Holder) -> None:
    async with holding(holder) as running:
        holder.pbx.faults.unanswered["logout"] = 1
        running.cancel()
        await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await holder.until(lambda: holder.pbx.connections == 0)
    assert "main" not in here


async def test_a_cancelled_holder_settles_what_is_under_way_as_unknown(holder: Holder) -> None:
    async with holding(holder):
        holder.pbx.faults.unanswered["originate_advanced_call"] = 1
        holder.hears.put_nowait(holder.dial("7.a"))
        await holder.until(lambda: holder.outcome() == "sent")
    assert holder.outcome() == "unknown"


async def test_nothing_runs_on_when_a_holder_has_ended(holder: Holder) -> None:
    before = asyncio.all_tasks()
    async with holding(holder):
        holder.hears.put_nowait(holder.dial("7.a"))
    await holder.until(lambda: holder.pbx.connections == 0)
    names = {repr(task) for task in asyncio.all_tasks() - before if "simulator" not in repr(task)}
    assert not [name for name in names if "console/links" in name]


async def test_other_processes_see_the_end_before_it_is_over(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "ASK_AGAIN_AFTER", 0.02)
    holder = Holder(pbx, shared=True)
    copy = Picture("main")
    mirror = asyncio.create_task(Mirror(holder.layer, copy).run())
    async with holding(holder):
        await holder.until(lambda: copy.board.link.state == "live")
    await holder.until(lambda: encode(copy.board) == encode(holder.picture.board))
    assert copy.board.link.state == "lost"
    await ended(mirror)
