"""Past calls: a bounded range in UTC, page by page, and what a record means."""

from typing import Any

import pytest

from console.portasip import lookups
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.errors import InvalidParameter
from console.portasip.portabilling import XdrInfo
from console.portasip.structures import read
from console.portasip.xdrs import LONGEST, PastCall, past_call
from console.simulator import Simulator
from tests.portasip.scripted import Line

NOON = 1_546_002_000.0  # 2018-12-28 13:00:00 UTC


async def collected(line: Line, **which: Any) -> list[PastCall]:
    control = CallControl(line, scope=("i_customer", 30))
    return [call async for call in control.past_calls(NOON, NOON + 3600, **which)]


async def test_the_range_is_written_in_utc_and_never_left_out() -> None:
    line = Line({"get_customer_xdrs": {"result": {"xdr_list": []}}})
    assert await collected(line) == []
    (frame,) = line.sent
    assert (frame["service"], frame["params"]["i_customer"]) == ("Customer", 30)
    assert frame["params"]["from_date"] == "2018-12-28 13:00:00"
    assert frame["params"]["to_date"] == "2018-12-28 14:00:00"
    assert (frame["params"]["i_service_type"], frame["params"]["show_unsuccessful"]) == (3, 1)


async def test_one_accounts_calls_are_asked_of_its_own_list() -> None:
    line = Line({"get_xdr_list": {"result": {"xdr_list": [{"i_xdr": 7}]}}})
    assert [call.id for call in await collected(line, i_account=1007)] == ["7"]
    assert (line.sent[0]["service"], line.sent[0]["params"]["i_account"]) == ("Account", 1007)


@pytest.mark.parametrize("until", [NOON, NOON - 1, NOON + LONGEST + 1, float("nan")])
async def test_an_empty_or_endless_range_is_refused_before_the_socket(until: float) -> None:
    line = Line()
    control = CallControl(line, scope=("i_customer", 30))
    with pytest.raises(InvalidParameter):
        await anext(control.past_calls(NOON, until))
    assert line.sent == []


async def test_a_scope_without_customer_needs_an_account() -> None:
    line = Line()
    control = CallControl(line, scope=("i_account", 5))
    with pytest.raises(InvalidParameter) as caught:
        await anext(control.past_calls(NOON, NOON + 60))
    assert caught.value.field == "i_customer"
    assert line.sent == []


async def test_they_are_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "PAGE", 2)
    pages = [
        {"result": {"xdr_list": [{"i_xdr": 1}, {"i_xdr": 2}], "total": 3}},
        {"result": {"xdr_list": [{"i_xdr": 3}], "total": 3}},
    ]
    line = Line({"get_customer_xdrs": pages})
    assert [call.id for call in await collected(line)] == ["1", "2", "3"]
    assert [frame["params"]["offset"] for frame in line.sent] == [0, 2]


@pytest.mark.parametrize(
    ("xdr", "direction", "outcome"),
    [
        ({"bit_flags": 4, "failed": "N"}, "outgoing", "answered"),
        ({"bit_flags": 8, "failed": "N"}, "incoming", "answered"),
        ({"bit_flags": 12}, "forwarded", "answered"),
        ({"bit_flags": 72, "failed": "Y", "disconnect_cause": "19"}, "incoming", "missed"),
        ({"bit_flags": 8, "failed": "Y", "disconnect_cause": 18}, "incoming", "missed"),
        ({"bit_flags": 8, "failed": "Y", "disconnect_cause": 16}, "incoming", "declined"),
        ({"bit_flags": 8, "failed": 1, "disconnect_cause": "17"}, "incoming", "declined"),
        ({"bit_flags": 8, "failed": "Y", "disconnect_cause": 21}, "incoming", "declined"),
        ({"bit_flags": 4, "failed": "Y", "disconnect_cause": 21}, "outgoing", "failed"),
        ({"bit_flags": 8, "failed": "Y", "disconnect_cause": 13}, "incoming", "answered elsewhere"),
        ({"failed": "Y", "disconnect_cause": None}, "", "failed"),
        ({}, "", "answered"),
    ],
)
def test_a_records_flags_and_causes_are_told_in_words(
    xdr: dict[str, Any], direction: str, outcome: str
) -> None:
    call = past_call(read(XdrInfo, xdr))
    assert (call.direction, call.outcome) == (direction, outcome)


async def test_calls_that_have_ended_are_found_again() -> None:
    async with Simulator() as pbx:
        connection = await Connection.open(pbx.url)
        control = CallControl(connection, scope=("i_customer", 30))
        await control.login(pbx.login, pbx.password)
        began = pbx.world.now - 60
        pbx.dial("123002", "123007")
        pbx.answer("123007")
        pbx.hang_up("123007")
        pbx.phone("123008", refuses=True)
        pbx.incoming_call("123008", number="442079460123")
        until = pbx.world.now + 60
        everyone = [call async for call in control.past_calls(began, until)]
        one = [call async for call in control.past_calls(began, until, i_account=1008)]
        assert sorted((c.caller, c.callee, c.direction, c.outcome) for c in everyone) == [
            ("123002", "123007", "incoming", "answered"),
            ("123002", "123007", "outgoing", "answered"),
            ("442079460123", "123008", "incoming", "declined"),
        ]
        assert [(call.caller, call.outcome) for call in one] == [("442079460123", "declined")]
        earlier = [call async for call in control.past_calls(began - 120, began - 60)]
        assert earlier == []
        assert pbx.violations == []
        await connection.close()
