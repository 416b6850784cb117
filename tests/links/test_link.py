"""The life of a link: it comes, it goes, it comes back, and it never lies about which."""

import dataclasses
import json

import pytest

from console.board.facts import LinkChanged
from console.links.holding import HoldLost
from console.portasip.messages import (
    CallsListed,
    ExtensionsListed,
    FrameNotUnderstood,
    QueuesListed,
)
from console.simulator import Simulator
from tests.links.conftest import SHORT, Office, frames_sent, linked


def states(office: Office) -> list[str]:
    return [fact.state for fact in office.facts if isinstance(fact, LinkChanged)]


def lists(office: Office) -> int:
    return sum(isinstance(fact, CallsListed) for fact in office.facts)


async def test_a_link_logs_in_subscribes_lists_and_is_live(office: Office) -> None:
    assert office.methods()[:3] == ["login", "enable_api_notifications", "get_sip_calls_list"]
    assert states(office) == ["connecting", "live"]


async def test_names_of_people_and_queues_are_read(office: Office) -> None:
    await office.until(lambda: any(isinstance(fact, QueuesListed) for fact in office.facts))
    people = next(fact for fact in office.facts if isinstance(fact, ExtensionsListed))
    assert len(people.extensions) == 40
    assert office.picture.board.queues["25"].name == "Reception"
    await office.until(lambda: "530" in office.picture.board.groups)
    assert office.picture.board.groups["530"].name == "Accounts"


async def test_a_call_reaches_the_board(office: Office, pbx: Simulator) -> None:
    told = pbx.incoming_call("123007", number="441184960233")
    await office.until(lambda: len(office.picture.board.legs) == 1)
    leg = next(iter(office.picture.board.legs.values()))
    assert leg.id == (told["legs"][0]["id"], str(told["legs"][0]["tag"]))
    assert leg.extension == "123007"


async def test_routine_lists_prove_the_session(office: Office) -> None:
    before = lists(office)
    await office.until(lambda: lists(office) >= before + 2)
    assert states(office) == ["connecting", "live"]


async def test_an_expired_session_is_replaced_without_losing_the_link(
    office: Office, pbx: Simulator
) -> None:
    pbx.expire_sessions()
    await office.until(lambda: office.methods().count("login") == 2)
    pbx.incoming_call("123007")
    await office.until(lambda: len(office.picture.board.legs) == 1)
    assert states(office) == ["connecting", "live"]
    assert pbx.connections == 1


async def test_internal_error_on_the_list_means_one_new_login(
    office: Office, pbx: Simulator
) -> None:
    pbx.faults.errors["get_sip_calls_list"].append("internal_error")
    await office.until(lambda: office.methods().count("login") == 2)
    before = lists(office)
    await office.until(lambda: lists(office) > before + 1)
    assert office.methods().count("login") == 2


async def test_a_lost_socket_is_said_at_once_and_comes_back(office: Office, pbx: Simulator) -> None:
    await pbx.stop()
    await office.lost()
    lost = next(
        fact for fact in office.facts if isinstance(fact, LinkChanged) if fact.state == "lost"
    )
    assert lost.reason == "The PBX does not answer."
    assert lost.next_try is not None
    await pbx.start()
    await office.live()


async def test_calls_that_ended_meanwhile_are_gone_when_the_link_is_back(
    office: Office, pbx: Simulator
) -> None:
    pbx.incoming_call("123007", number="441184960233")
    pbx.incoming_call("123008", number="441184960234")
    await office.until(lambda: len(office.picture.board.legs) == 2)
    await pbx.stop()
    await office.lost()
    pbx.hang_up("441184960233")
    pbx.incoming_call("123009", number="441184960235")
    await pbx.start()
    await office.live()
    extensions = {leg.extension for leg in office.picture.board.legs.values()}
    assert extensions == {"123008", "123009"}


async def test_a_half_open_socket_is_given_up_within_the_pings_bound(
    office: Office, pbx: Simulator
) -> None:
    pbx.silence()
    await office.lost()
    pbx.silence(False)
    await office.live()


async def test_refused_credentials_wait_long_and_say_why(pbx: Simulator) -> None:
    office = Office(pbx, password="wrong")
    async with linked(office):
        await office.lost()
        lost = office.facts[-1]
        assert isinstance(lost, LinkChanged)
        assert lost.reason == "The PBX refused the console's user name or password."
        assert lost.next_try == pytest.approx(lost.at + SHORT.refused_credentials, abs=1)


async def test_another_lookup_that_is_refused_is_done_without(pbx: Simulator) -> None:
    pbx.faults.unsupported.add("Account.get_account_list")
    office = Office(pbx)
    async with linked(office):
        await office.until(lambda: any(isinstance(fact, QueuesListed) for fact in office.facts))
        assert not any(isinstance(fact, ExtensionsListed) for fact in office.facts)
        assert states(office) == ["connecting", "live"]


RUBBISH = {
    "no JSON": "{",
    "an unknown event": json.dumps({"action": "update", "event": "sip.weather", "result": {}}),
    "a response to nobody": json.dumps({"cseq": 99999, "result": {"success": 1}, "success": 1}),
    "a notification without a tag": json.dumps(
        {
            "action": "update",
            "event": "sip.call_control_notifications",
            "result": {"call_info": {"call": {"id": "x@pbx"}, "state": "ringing"}},
        }
    ),
    "a megabyte": json.dumps({"event": "sip.call_control_notifications", "x": "y" * 2**20}),
}


@pytest.mark.parametrize("text", RUBBISH.values(), ids=RUBBISH.keys())
async def test_a_bad_frame_is_counted_and_the_socket_lives_on(
    office: Office, pbx: Simulator, text: str
) -> None:
    pbx.send_raw(text)
    pbx.incoming_call("123007")
    await office.until(lambda: len(office.picture.board.legs) == 1)
    assert states(office) == ["connecting", "live"]
    assert pbx.connections == 1


async def test_a_frame_not_understood_brings_a_list_at_once(pbx: Simulator) -> None:
    office = Office(pbx, dataclasses.replace(SHORT, list_every=60))
    async with linked(office):
        await office.live()
        before = lists(office)
        pbx.send_raw("{")
        await office.until(lambda: lists(office) == before + 1)
        assert any(isinstance(fact, FrameNotUnderstood) for fact in office.facts)


async def test_stopping_logs_out_and_closes_the_socket(pbx: Simulator) -> None:
    office = Office(pbx)
    async with linked(office):
        await office.live()
    assert office.methods()[-1] == "logout"
    await office.until(lambda: pbx.connections == 0)


async def test_a_link_whose_hold_is_lost_sends_nothing_more_and_closes(pbx: Simulator) -> None:
    def refuse() -> None:
        raise HoldLost("The lease of this PBX has run out.")

    office = Office(pbx)
    async with linked(office) as running:
        await office.live()
        sent = frames_sent(office.link)
        office.may_send = refuse
        with pytest.raises(HoldLost):
            await running
        await office.until(lambda: pbx.connections == 0)
        assert sent == []


async def test_the_password_stands_in_no_text_about_the_link(office: Office) -> None:
    assert "demo-password" not in repr(office.link.config)
    assert "demo-password" not in "".join(map(repr, office.facts))
