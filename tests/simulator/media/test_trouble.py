"""What tests can let go wrong with the media server, as with the WebSocket."""

import asyncio
import ssl

import httpx2
import pytest

from console.simulator import Simulator

from .client import RestClient


async def test_a_method_can_be_told_to_fail_once(media: RestClient, pbx: Simulator) -> None:
    pbx.fail_next("get_conf_list", "internal_error")
    reply = await media.ask("Conference", "get_conf_list")
    assert (reply.status, reply.fault) == (500, "internal_error")
    assert (await media.ask("Conference", "get_conf_list")).status == 200


async def test_logins_can_be_refused(media: RestClient, pbx: Simulator) -> None:
    pbx.refuse_logins("Server.Session.cannot_login_brute_force_activity")
    assert (await media.log_in()).fault.endswith("brute_force_activity")
    pbx.refuse_logins("")
    assert (await media.log_in()).status == 200


async def test_a_request_can_be_carried_out_without_an_answer(
    media: RestClient, pbx: Simulator
) -> None:
    pbx.leave_unanswered("create_conf")
    with pytest.raises(httpx2.TransportError):
        await media.ask("Conference", "create_conf", conf_info={"name": "Board"})
    listed = (await media.ask("Conference", "get_conf_list")).values["conf_list"]
    assert [each["name"] for each in listed] == ["Board"]


async def test_a_request_can_be_answered_with_success_and_ignored(
    media: RestClient, pbx: Simulator
) -> None:
    pbx.ignore_next("create_conf")
    reply = await media.ask("Conference", "create_conf", conf_info={"name": "Board"})
    assert reply.values == {"i_conf": 1}
    assert (await media.ask("Conference", "get_conf_list")).values == {"conf_list": []}


async def test_an_answer_can_be_late(media: RestClient, pbx: Simulator) -> None:
    pbx.delay_replies(60, "get_conf_list")
    asking = asyncio.create_task(media.ask("Conference", "get_conf_list"))
    assert (await media.ask("Session", "logout")).status == 200
    assert not asking.done()
    asking.cancel()


async def test_a_method_can_be_unknown(media: RestClient, pbx: Simulator) -> None:
    pbx.unsupport("DialDirectory.get_dir_info")
    reply = await media.ask("DialDirectory", "get_dir_info")
    assert reply.fault == "Server.DialDirectory.get_dir_info.unsupported_method"


async def test_a_silent_pbx_answers_later(media: RestClient, pbx: Simulator) -> None:
    pbx.silence()
    asking = asyncio.create_task(media.ask("Conference", "get_conf_list"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(asking), 0.05)
    pbx.silence(False)
    assert (await asking).status == 200


async def test_a_pbx_that_was_killed_comes_back_on_its_port_without_sessions(
    media: RestClient, pbx: Simulator
) -> None:
    await media.ask("Conference", "create_conf", conf_info={"name": "Board"})
    url = pbx.media_url
    await pbx.stop()
    with pytest.raises(httpx2.TransportError):
        await media.ask("Conference", "get_conf_list")
    await pbx.start()
    assert pbx.media_url == url
    reply = await media.ask("Conference", "get_conf_list")
    assert reply.fault == "Server.Session.check_auth.auth_failed"
    await media.log_in()
    assert len((await media.ask("Conference", "get_conf_list")).values["conf_list"]) == 1


async def test_connections_can_be_cut(media: RestClient, pbx: Simulator) -> None:
    pbx.delay_replies(60, "get_conf_list")
    asking = asyncio.create_task(media.ask("Conference", "get_conf_list"))
    while pbx.received[-1]["method"] != "get_conf_list":
        await asyncio.wait([asking], timeout=0.001)
    assert await pbx.drop_connections() >= 1
    with pytest.raises(httpx2.TransportError):
        await asking


async def test_with_tls_it_shows_the_certificate_of_the_websocket() -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    async with Simulator(tls=True) as pbx:
        assert pbx.media_url.startswith("https://")
        async with httpx2.AsyncClient(verify=trusting, trust_env=False) as http:
            text = (await http.get(f"{pbx.media_url}/wsdl.fcgi?get=Session.wsdl")).text
        assert f'location="{pbx.media_url}/soap/soap.fcgi"' in text
