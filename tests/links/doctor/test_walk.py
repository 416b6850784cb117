"""The walk as a whole: every step in order, and nothing left behind."""

import asyncio
import time
from dataclasses import replace

import pytest

from console.links.doctor import Bounds, Finding, Visit, examine, is_well
from console.simulator import Simulator
from tests.links.doctor.conftest import PASSWORD, SHORT, examined, methods, record
from tests.links.doctor.odd_servers import SESSION_ID, answering
from tests.portasip.scripted import pbx as scripted

STEPS = [
    "settings", "name", "connect", "tls", "websocket", "login", "release", "permission",
    "subscription", "list", "look-ups", "clock", "round trips", "notifications", "logout",
]  # fmt: skip


async def test_a_well_pbx_passes_every_step_in_order(pbx: Simulator) -> None:
    found = await examined(pbx.url)
    assert found.steps == STEPS
    assert found.troubles == {}
    assert is_well(found.findings)


async def test_it_logs_in_once_and_out_at_the_end(pbx: Simulator) -> None:
    await examined(pbx.url)
    assert methods(pbx).count("login") == 1
    assert methods(pbx)[-1] == "logout"
    assert pbx.expire_sessions() == 0


async def test_after_a_failure_it_goes_no_further_and_still_logs_out(pbx: Simulator) -> None:
    pbx.fail_next("get_sip_calls_list", "internal_error")
    found = await examined(pbx.url)
    assert found.steps[-2:] == ["list", "logout"]
    assert found.troubles == {"list": ("failed", "refused")}
    assert not is_well(found.findings)
    assert pbx.expire_sessions() == 0


async def test_interrupted_it_logs_out_first(pbx: Simulator) -> None:
    pbx.leave_unanswered("get_sip_calls_list")
    findings = list[Finding]()
    walk = asyncio.create_task(examine(Visit(record(pbx.url)), findings.append))
    async with asyncio.timeout(5):
        while "get_sip_calls_list" not in methods(pbx):  # noqa: ASYNC110 - it raises no event
            await asyncio.sleep(0.005)
    walk.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walk
    assert findings[-1] == replace(findings[-1], step="logout", state="ok")
    assert pbx.expire_sessions() == 0


async def test_a_lost_socket_ends_the_walk_in_any_step(pbx: Simulator) -> None:
    cuts = list[Finding]()

    def tell(finding: Finding) -> None:
        cuts.append(finding)
        if finding.step == "list":
            for connection in list(pbx._sockets.connections):
                connection.transport.abort()

    await examine(Visit(record(pbx.url)), tell)
    troubles = [(each.step, each.details["cause"]) for each in cuts if "cause" in each.details]
    assert troubles == [("look-ups", "lost"), ("logout", "not-logged-out")]


async def test_the_walk_has_an_end_where_every_answer_is_slow(pbx: Simulator) -> None:
    pbx.delay_replies(0.3)
    bounds = Bounds(whole=2.0)
    began = time.monotonic()
    found = await examined(pbx.url, bounds=bounds)
    assert time.monotonic() - began < bounds.whole + bounds.farewell + 1
    assert found.findings[-2].details["cause"] == "unanswered"
    assert found.steps[-1] == "logout"
    assert found["logout"].state == "ok"


def test_even_a_black_hole_takes_less_than_a_minute() -> None:
    bounds, polite_close = Bounds(), 1.0
    assert bounds.whole + bounds.farewell + polite_close < 60
    assert bounds.answer + bounds.glance < bounds.step
    assert 3 * bounds.glance < bounds.step  # of a refused certificate: two more looks


async def test_no_secret_is_told_even_if_the_pbx_repeats_it() -> None:
    enabling = {
        "code": f"odd.{SESSION_ID}",
        "message": f"{SESSION_ID} and {PASSWORD}\x1b[31m\n" + "x" * 1000,
    }
    async with scripted(answering(enable_api_notifications=enabling)) as url:
        found = await examined(url)
    said = found["subscription"].what
    assert SESSION_ID not in found.text
    assert PASSWORD not in found.text
    assert "odd.…: … and … [31m xxx" in said
    assert len(said) < 300


async def test_the_visit_itself_shows_no_secret(pbx: Simulator) -> None:
    found = await examined(pbx.url)
    assert PASSWORD not in repr(found.visit)


async def test_a_session_that_is_not_given_back_is_said(pbx: Simulator) -> None:
    pbx.leave_unanswered("logout")
    found = await examined(pbx.url, bounds=SHORT)
    assert found.troubles == {"logout": ("warning", "not-logged-out")}
