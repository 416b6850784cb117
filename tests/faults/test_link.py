"""Whatever befalls the line, and when: the link comes back by itself and the board agrees."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from console.board.facts import LinkChanged
from console.simulator import Simulator
from tests.agreement.pictures import seen, stated
from tests.faults.conftest import through
from tests.faults.proxy import DOWN, UP, Fault, Passage, Proxy
from tests.faults.spoiling import FAULTS, closed, cut, deaf, mute, reset, stalled
from tests.links.conftest import SHORT, Office, linked
from tests.links.desk import CALLER, Desk

LATER = "441184960299"


BEGINNINGS = {
    "handshake": b"Upgrade: websocket",
    "login": b'"login"',
    "subscription": b'"enable_api_notifications"',
    "first list": b'"get_sip_calls_list"',
    "conference list": b'"get_on_spot_conference_list"',
}
named = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)


async def agreed(office: Office) -> None:
    """Live, and the board is what the PBX says; nobody ever used two sockets."""
    await office.live()
    await office.until(lambda: seen(office.picture.board) == stated(office.pbx.truth()))
    await office.until(lambda: office.pbx.connections == 1)


def was_lost(office: Office) -> bool:
    return any(isinstance(fact, LinkChanged) and fact.state == "lost" for fact in office.facts)


async def comes_back(office: Office, proxy: Proxy) -> None:
    """Lost, with a call that nobody heard of; then there again."""
    await office.until(lambda: was_lost(office))
    office.pbx.incoming_call("123008", number=LATER)
    await agreed(office)
    assert proxy.most_at_once == 1


@named
async def test_a_fault_while_tcp_connects(office: Office, proxy: Proxy, fault: Fault) -> None:
    def once(passage: Passage) -> None:
        proxy.on_accept = None
        fault(passage)

    proxy.on_accept = once
    async with linked(office):
        await comes_back(office, proxy)


@named
@pytest.mark.parametrize("phase", BEGINNINGS)
async def test_a_fault_while_the_link_begins(
    office: Office, proxy: Proxy, phase: str, fault: Fault
) -> None:
    proxy.strike(fault, BEGINNINGS[phase])
    async with linked(office):
        await comes_back(office, proxy)
    assert proxy.has_struck


@pytest.mark.parametrize("fault", [stalled, reset, cut], ids=lambda fault: fault.__name__)
async def test_a_fault_while_tls_shakes_hands(fault: Fault) -> None:
    async with Simulator(tls=True) as pbx, Proxy(pbx.port) as proxy:
        office = through(proxy, pbx)
        proxy.strike(fault)
        async with linked(office):
            await comes_back(office, proxy)


@named
async def test_a_fault_while_all_is_quiet(office: Office, proxy: Proxy, fault: Fault) -> None:
    async with linked(office):
        await office.live()
        proxy.befall(fault)
        await comes_back(office, proxy)


@pytest.mark.parametrize(
    "fault", [stalled, deaf, reset, closed, cut], ids=lambda fault: fault.__name__
)
async def test_a_command_under_way_is_unknown_and_never_sent_twice(
    office: Office, proxy: Proxy, desk: Desk, fault: Fault
) -> None:
    """The PBX acts; its answer is lost with the link, and the list shows what happened."""
    async with linked(office):
        await office.live()
        call = await desk.talking()
        proxy.strike(fault, b'"hold_call"')
        outcome = await desk.press("hold", call=call)
        assert outcome.outcome == "unknown"
        await comes_back(office, proxy)
        assert await desk.has("holding") == [call]
    assert office.methods().count("hold_call") == 1


@named
async def test_a_command_that_never_arrives_is_unknown_too(
    office: Office, proxy: Proxy, desk: Desk, fault: Fault
) -> None:
    async with linked(office):
        await office.live()
        call = await desk.talking()
        proxy.befall(mute)
        pressed = desk.command("hold", call=call)
        desk.carrier.take(pressed)
        proxy.befall(fault)
        assert (await desk.settled(pressed.key)).outcome == "unknown"
        await comes_back(office, proxy)
        assert await desk.has("connected") == [call]
    assert office.methods().count("hold_call") == 0


@named
async def test_a_fault_while_the_link_says_goodbye(
    office: Office, proxy: Proxy, fault: Fault
) -> None:
    async with linked(office):
        await office.live()
        proxy.strike(fault, b'"logout"')
    await office.until(lambda: office.pbx.connections == 0 or not proxy.open)
    assert proxy.has_struck
    assert office.methods().count("logout") == 1


async def test_a_slow_line_costs_time_and_nothing_else(
    proxy: Proxy, office: Office, desk: Desk
) -> None:
    proxy.on_accept = lambda passage: passage.delay(0.02)
    office.link.waits = replace(SHORT, pong_within=5)  # the machine may be slow besides
    async with linked(office):
        await office.live()
        call = await desk.talking()
        assert (await desk.press("hold", call=call)).outcome == "accepted"
        await agreed(office)
    assert not was_lost(office)
    assert len(proxy.passages) == 1


async def test_a_pbx_that_does_not_listen_is_found_when_it_does(
    office: Office, proxy: Proxy
) -> None:
    await proxy.stop()
    async with linked(office):
        await office.until(lambda: was_lost(office))
        await proxy.listen()
        await agreed(office)


async def test_fault_after_fault_ends_in_agreement(office: Office, proxy: Proxy) -> None:
    """Each new connection is spoilt a little later than the one before."""
    faults = iter([(reset, "handshake"), (cut, "login"), (deaf, "first list"), (closed, "login")])

    def next_one(passage: Passage) -> None:
        coming = next(faults, None)
        if coming is not None:
            proxy.strike(coming[0], BEGINNINGS[coming[1]])

    proxy.on_accept = next_one
    async with linked(office):
        await comes_back(office, proxy)
        await office.until(lambda: len(proxy.passages) == 5)
        await agreed(office)


# ---- single notifications -----------------------------------------------------------------------

Edit = Callable[[list[bytes]], list[bytes]]


async def test_a_lost_ending_leaves_the_screen_with_the_next_list(
    office: Office, proxy: Proxy
) -> None:
    proxy.edits[DOWN] = lambda piece: [] if b'"terminated"' in piece.content else [piece]
    async with linked(office):
        await office.live()
        office.pbx.incoming_call("123007", number=CALLER)
        await office.until(lambda: bool(office.picture.board.legs))
        office.pbx.hang_up(CALLER)
        await agreed(office)
        assert not office.picture.board.legs
        await office.until(lambda: office.methods().count("enable_api_notifications") > 1)
    assert not was_lost(office)


async def test_every_notification_twice_changes_nothing(office: Office, proxy: Proxy) -> None:
    proxy.edits[DOWN] = lambda piece: [piece] * (2 if b'"call_info"' in piece.content else 1)
    async with linked(office):
        await office.live()
        office.pbx.incoming_call("123007", number=CALLER)
        office.pbx.answer("123007")
        office.pbx.hold("123007")
        await agreed(office)
        assert office.picture.board.counters["duplicate"] >= 3
        assert "ghosts" not in office.picture.board.counters


async def test_notifications_in_another_order_are_put_right(office: Office, proxy: Proxy) -> None:
    kept = []

    def swapped(piece):  # type: ignore[no-untyped-def]
        if b'"call_info"' not in piece.content:
            return [piece]
        kept.append(piece)
        return [kept.pop(), kept.pop()] if len(kept) == 2 else []

    proxy.edits[DOWN] = swapped
    async with linked(office):
        await office.live()
        office.pbx.incoming_call("123007", number=CALLER)
        office.pbx.answer("123007")
        office.pbx.hang_up(CALLER)
        office.pbx.dial("123008", "123009")
        proxy.edits.clear()
        await agreed(office)
    assert not was_lost(office)


async def test_a_request_that_never_arrives_ends_the_link_within_its_deadline(
    office: Office, proxy: Proxy
) -> None:
    """A list without an answer proves nothing: the link begins anew."""
    async with linked(office):
        await office.live()
        lose = iter([True])
        proxy.edits[UP] = lambda piece: (
            [] if b"get_sip_calls_list" in piece.content and next(lose, False) else [piece]
        )
        await comes_back(office, proxy)
