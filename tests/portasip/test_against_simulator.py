"""The client against the simulated PBX, which checks every request after the document."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from console.portasip.client import CallControl, Options
from console.portasip.connection import Connection
from console.portasip.errors import LinkLost, Refused, Unanswered
from console.portasip.messages import Fact, FrameNotUnderstood, LegChanged, LegId
from console.portasip.stamps import ClockOffset
from console.simulator import Simulator


class Desk:
    """A signed-in client and everything it was told."""

    def __init__(self, pbx: Simulator, connection: Connection) -> None:
        self.pbx = pbx
        self.connection = connection
        self.control = CallControl(connection, scope=("i_customer", 30))
        self.facts: list[Fact] = []
        self.offset = ClockOffset(connection.offset)
        connection.on_fact = self.hear

    def hear(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.offset.observe(fact)

    def leg(self, device: str) -> LegId:
        """The leg whose telephone is `device`, as the PBX itself sees it."""
        (leg,) = (leg for leg in self.pbx.truth()["legs"] if leg["device"] == device)
        return LegId(leg["id"], leg["tag"])

    def states(self) -> dict[LegId, str]:
        """The last state of each leg, by what was told."""
        legs = [fact for fact in self.facts if isinstance(fact, LegChanged)]
        return {fact.leg: fact.state for fact in legs if fact.state != "terminated"}

    async def sees(self) -> dict[str, str]:
        """What the PBX's list says, by its own request: all notifications came before it."""
        listed = await self.control.calls_list(0, None)
        return {call.leg.tag: call.state for call in listed.calls}


async def signed_in(pbx: Simulator, **waits: Any) -> Desk:
    desk = Desk(pbx, await Connection.open(pbx.url, **waits))
    await desk.control.login(pbx.login, pbx.password)
    await desk.control.enable_notifications()
    return desk


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Simulator() as pbx:
        desk = await signed_in(pbx)
        yield desk
        assert [fact for fact in desk.facts if isinstance(fact, FrameNotUnderstood)] == []
        assert desk.connection.strays == 0
        assert pbx.violations == []
        await desk.connection.close()


async def test_every_leg_that_lives_is_told_and_listed_alike(desk: Desk) -> None:
    desk.pbx.dial("123002", "123007")
    desk.pbx.queue_call(25)
    listed = await desk.sees()
    truth = {leg["tag"]: leg["state"] for leg in desk.pbx.truth()["legs"]}
    assert listed == truth
    assert {leg.tag: state for leg, state in desk.states().items()} == truth


async def test_a_call_is_answered_held_resumed_transferred_and_ended(desk: Desk) -> None:
    desk.pbx.dial("123002", "123007")
    await desk.control.answer(desk.leg("123007"))
    await desk.control.hold(desk.leg("123007"))
    assert sorted((await desk.sees()).values()) == ["held", "holding"]
    await desk.control.unhold(desk.leg("123007"))
    await desk.control.transfer(desk.leg("123007"), "123003")
    desk.pbx.answer("123003")
    assert set((await desk.sees()).values()) == {"connected"}
    await desk.control.terminate(desk.leg("123002"))
    assert await desk.sees() == {}


async def test_an_originate_is_followed_by_its_tracking_id(desk: Desk) -> None:
    desk.pbx.phone("123007", picks_up=True)
    dialled = await desk.control.originate("123007", "123007", "123003")
    await desk.sees()
    legs = [fact for fact in desk.facts if isinstance(fact, LegChanged)]
    assert legs
    assert {fact.tracking_id for fact in legs} == {dialled.tracking_id}


async def test_a_call_becomes_a_conference_with_its_participants(desk: Desk) -> None:
    desk.pbx.dial("123002", "123007")
    desk.pbx.answer("123007")
    await desk.control.convert_to_conference(
        desk.leg("123007"), "board", callee=Options(moderator=True)
    )
    (conference,) = await desk.control.conference_list()
    assert len(conference.participants) == 2
    first = conference.participants[0].participant
    key = (conference.name, conference.owner)
    await desk.control.update_participant(*key, first, mute=True, hold=True)
    changed = {who.participant: who for who in await desk.control.participants(*key)}
    assert (changed[first].mute, changed[first].hold) == (True, True)
    await desk.control.join_conference(*key, callee="123003")
    await desk.control.remove_participant(*key, first)
    (after,) = await desk.control.conference_list()
    assert first not in {who.participant for who in after.participants}


async def test_extensions_and_queues_are_looked_up(desk: Desk) -> None:
    extensions = {extension.id: extension for extension in await desk.control.extensions()}
    queues = {queue.id: queue for queue in await desk.control.queues()}
    assert extensions["123007"].name
    assert extensions["123007"].short
    assert extensions["123007"].registered is True
    assert queues["25"].name
    assert queues["25"].huntgroup


async def test_a_leg_that_ended_is_refused_as_not_found(desk: Desk) -> None:
    desk.pbx.dial("123002", "123007")
    ended = desk.leg("123007")
    await desk.control.terminate(ended)
    with pytest.raises(Refused) as caught:
        await desk.control.hold(ended)
    assert caught.value.suffix == "call_not_found"


async def test_a_wrong_password_is_refused_as_credentials() -> None:
    async with Simulator() as pbx:
        connection = await Connection.open(pbx.url)
        with pytest.raises(Refused) as caught:
            await CallControl(connection, scope=("i_customer", 30)).login(pbx.login, "wrong")
        assert caught.value.is_credentials
        await connection.close()


async def test_an_expired_session_is_refused_and_a_new_login_on_the_same_socket_helps(
    desk: Desk,
) -> None:
    desk.pbx.expire_sessions()
    with pytest.raises(Refused) as caught:
        await desk.sees()
    assert caught.value.is_session
    await desk.control.login(desk.pbx.login, desk.pbx.password)
    await desk.control.enable_notifications()
    assert await desk.sees() == {}


async def test_a_request_without_a_reply_is_unanswered(desk: Desk) -> None:
    desk.pbx.faults.unanswered["get_sip_calls_list"] = 1
    with pytest.raises(Unanswered):
        await desk.connection.request(
            "CallControl", "get_sip_calls_list", {"i_customer": 30}, deadline=0.05
        )
    assert await desk.sees() == {}


@pytest.mark.parametrize("hours", [-2, 2])
async def test_a_clock_that_is_off_is_measured_and_corrected(hours: int) -> None:
    async with Simulator(clock_offset=hours * 3600.0) as pbx:
        desk = await signed_in(pbx)
        desk.pbx.dial("123002", "123007")
        await desk.sees()
        assert desk.offset.seconds == pytest.approx(hours * 3600, abs=1.5)
        listed = await desk.control.calls_list(0, desk.offset.seconds)
        ages = [listed.at - call.start_time for call in listed.calls if call.start_time]
        assert ages
        assert all(0 <= age < 3 for age in ages)
        await desk.connection.close()


@pytest.mark.parametrize("shape", ["bare", "unwrapped", "wrapped"])
async def test_each_shape_of_the_queue_notification_says_the_same(shape: str) -> None:
    async with Simulator(queue_shape=shape) as pbx:
        desk = await signed_in(pbx)
        pbx.queue_call(25, number="442079460123")
        await desk.sees()
        (queued,) = (f for f in desk.facts if isinstance(f, LegChanged) and f.state == "queued")
        assert queued.queue is not None
        assert queued.queue.queue == "25"
        assert queued.caller is not None
        assert queued.caller.number == "442079460123"
        await desk.connection.close()


async def test_a_pbx_that_goes_silent_is_left_within_the_bound() -> None:
    async with Simulator() as pbx:
        desk = await signed_in(pbx, ping_every=0.05, pong_within=0.1)
        pbx.silence()
        async with asyncio.timeout(2):
            cause = await desk.connection.closed()
        assert "no pong" in str(cause)
        pbx.silence(False)


Cut = Callable[[Simulator], Awaitable[Any]]


@pytest.mark.parametrize("cut", [Simulator.drop_connections, Simulator.stop])
async def test_a_pbx_that_is_gone_is_a_lost_link(cut: Cut) -> None:
    async with Simulator() as pbx:
        desk = await signed_in(pbx)
        await cut(pbx)
        async with asyncio.timeout(5):
            assert isinstance(await desk.connection.closed(), LinkLost)
        with pytest.raises(LinkLost):
            await desk.sees()
