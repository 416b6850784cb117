"""List, clock, round trips and notifications."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.links.doctor import Bounds, Finding, Visit, examine
from console.simulator import Simulator
from tests.links.doctor.conftest import Examined, examined, methods, record
from tests.links.doctor.odd_servers import answering
from tests.portasip.scripted import pbx as scripted


async def meanwhile(pbx: Simulator, step: str, deed: Any) -> Examined:
    """The walk, with something done at the PBX right after a step."""
    findings = list[Finding]()

    def tell(finding: Finding) -> None:
        findings.append(finding)
        if finding.step == step:
            deed()

    visit = Visit(record(pbx.url))
    await examine(visit, tell)
    return Examined(visit, findings)


async def test_calls_and_their_legs_are_counted(pbx: Simulator) -> None:
    pbx.dial("123007", "123008")
    pbx.incoming_call("123009")
    found = (await examined(pbx.url))["list"]
    assert found.what == "3 legs of 2 calls"
    assert found.details == {"legs": 3, "calls": 2, "unreadable": 0}


async def test_a_quiet_office_has_no_calls(pbx: Simulator) -> None:
    assert (await examined(pbx.url))["list"].what == "No calls now"


async def test_entries_that_cannot_be_read_are_counted() -> None:
    good = {"call": {"id": "a@pbx", "tag": "t"}, "state": "connected"}
    rows = [good, {"state": "connected"}, "x"]
    answer = {"result": {"calls_list": rows}, "success": 1}
    async with scripted(answering(get_sip_calls_list=answer)) as url:
        found = await examined(url)
    assert found.troubles["list"] == ("warning", "unreadable")
    assert found["list"].what == "1 leg of 1 call, and 2 entries that cannot be read"


async def test_an_answer_without_a_list_is_a_warning() -> None:
    async with scripted(answering()) as url:
        found = await examined(url)
    assert found.troubles["list"] == ("warning", "no-list")


async def test_a_subscription_that_the_list_denies_is_named(pbx: Simulator) -> None:
    pbx.fail_next("get_sip_calls_list", "Server.CallControl.sip.disabled_api_notifications")
    found = await examined(pbx.url)
    assert found.troubles == {"list": ("failed", "not-subscribed")}
    assert "do not share sessions" in found["list"].advice


async def test_a_clock_ahead_shows_in_the_stamps_of_the_list() -> None:
    async with Simulator(clock_offset=60) as pbx:
        pbx.incoming_call("123007")
        found = await examined(pbx.url)
    assert found.troubles == {"clock": ("warning", "clock")}
    assert found["clock"].details["offset"] == pytest.approx(60, abs=2)
    assert "ahead of" in found["clock"].what
    assert "NTP" in found["clock"].advice


async def test_a_clock_behind_shows_in_a_call_that_begins_meanwhile() -> None:
    async with Simulator(clock_offset=-60) as pbx:
        found = await meanwhile(pbx, "subscription", lambda: pbx.incoming_call("123007"))
    assert found.troubles == {"clock": ("warning", "clock")}
    assert found["clock"].details["offset"] == pytest.approx(-60, abs=2)
    assert "behind" in found["clock"].what


async def test_the_date_of_the_handshake_shows_a_wrong_clock() -> None:
    date = datetime.now(UTC) - timedelta(seconds=90)

    def late(connection: Any, request: Any, response: Any) -> None:
        del response.headers["Date"]
        response.headers["Date"] = date.strftime("%a, %d %b %Y %H:%M:%S GMT")

    async with scripted(answering(), process_response=late) as url:
        found = await examined(url)
    assert found.troubles["clock"] == ("warning", "clock")
    assert found["clock"].details["date"] == pytest.approx(-90, abs=3)


async def test_without_date_and_calls_the_clock_is_not_known() -> None:
    def undated(connection: Any, request: Any, response: Any) -> None:
        del response.headers["Date"]

    async with scripted(answering(), process_response=undated) as url:
        found = await examined(url)
    assert found["clock"].state == "ok"
    assert found["clock"].what.startswith("Cannot be told without calls")


@pytest.mark.parametrize(
    ("unsupported", "method"),
    [("", "Session.ping"), ("Session.ping", "get_sip_calls_list")],
)
async def test_ten_round_trips_are_measured(unsupported: str, method: str, pbx: Simulator) -> None:
    pbx.unsupport(unsupported)
    found = (await examined(pbx.url))["round trips"]
    assert found.details["method"] == method
    assert found.details["trips"] == 10
    assert 0 < found.details["median_ms"] <= found.details["worst_ms"]
    assert methods(pbx).count(method.rpartition(".")[2]) == 11, "once for its own step"


async def test_slow_round_trips_are_a_warning_and_end_in_time(pbx: Simulator) -> None:
    pbx.delay_replies(0.3, "ping")
    found = await examined(pbx.url, bounds=Bounds(answer=2.0))
    assert found.troubles == {"round trips": ("warning", "slow")}
    assert 0 < found["round trips"].details["trips"] < 10


async def test_frames_that_came_meanwhile_are_counted(pbx: Simulator) -> None:
    found = await meanwhile(pbx, "subscription", lambda: pbx.incoming_call("123007"))
    assert found["notifications"].state == "ok"
    assert found["notifications"].details["frames"] > 0


async def test_frames_not_understood_are_a_warning(pbx: Simulator) -> None:
    found = await meanwhile(pbx, "list", lambda: pbx.send_raw('{"event": "sip.weather"}'))
    assert found.troubles == {"notifications": ("warning", "not-understood")}
    assert found["notifications"].details == {
        "cause": "not-understood",
        "frames": 1,
        "not_understood": 1,
    }
