"""What tests can let go wrong."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from console.simulator import Simulator

from .client import PlainClient, connected


async def test_cut_connections_end_without_a_farewell(pbx: Simulator, client: PlainClient) -> None:
    assert await pbx.drop_connections() == 1
    with pytest.raises(ConnectionClosed) as ended:
        await client.reader
    assert ended.value.rcvd is None


async def test_a_pbx_that_was_killed_comes_back_on_its_port_without_sessions(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.incoming_call("123007")
    port = pbx.port
    await pbx.stop()
    with pytest.raises(ConnectionRefusedError):
        await connect(pbx.url)
    await pbx.start()
    assert pbx.port == port
    again = await connected(pbx)
    again.session_id = client.session_id
    reply = await again.ask("get_sip_calls_list", i_customer=30)
    assert reply["code"] == "Server.Session.check_auth.auth_failed"
    assert len(pbx.truth()["legs"]) == 1
    await again.close()


async def test_a_silent_pbx_answers_no_ping_and_catches_up_later(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.silence()
    pong = await client.socket.ping()
    asking = asyncio.create_task(client.ask("ping", "Session"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(pong), 0.05)
    pbx.silence(False)
    assert (await asking)["success"] == 1
    await pong


async def test_one_method_can_be_told_to_fail_once(pbx: Simulator, client: PlainClient) -> None:
    pbx.fail_next("ping", "internal_error")
    assert (await client.ask("ping", "Session"))["code"] == "internal_error"
    assert (await client.ask("ping", "Session"))["success"] == 1


async def test_a_request_can_be_carried_out_without_a_reply(
    pbx: Simulator, client: PlainClient
) -> None:
    pbx.leave_unanswered("originate_advanced_call")
    dial = {"bill_id": "123007", "caller_id": "123007", "callee_id": "123003"}
    asking = asyncio.create_task(client.ask("originate_advanced_call", **dial))
    await client.until(lambda: len(client.notifications) == 2)
    assert not asking.done()
    asking.cancel()


async def test_a_late_reply_comes_after_what_it_did(pbx: Simulator, client: PlainClient) -> None:
    pbx.delay_replies(0.05, "originate_advanced_call")
    await client.ask(
        "originate_advanced_call", bill_id="123007", caller_id="123007", callee_id="123003"
    )
    assert client.states() == ["outgoing trying", "outgoing ringing"]


async def test_notifications_are_disturbed_the_same_way_from_the_same_seed(
    pbx: Simulator, client: PlainClient
) -> None:
    async def seen() -> list[str]:
        pbx.disturb_notifications(drop=0.2, duplicate=0.3, reorder=0.3, seed=5)
        del client.notifications[:]
        for _ in range(4):
            pbx.incoming_call("123007")
            pbx.hang_up("123007")
        pbx.disturb_notifications()
        pbx.queue_call(25)
        await client.until(lambda: client.states()[-1:] == ["incoming queued"])
        return client.states()

    first = await seen()
    assert first == await seen()
    assert first[:-1] != ["incoming trying", "incoming ringing", "incoming terminated"] * 4


async def test_logins_can_be_refused(pbx: Simulator) -> None:
    pbx.refuse_logins("Server.Session.cannot_login_brute_force_activity")
    client = await connected(pbx)
    reply = await client.ask("login", "Session", login="demo", password="demo-password")
    assert reply["code"].endswith("brute_force_activity")
    await client.close()
