"""Look-ups are optional: what the console lacks without each is said."""

import pytest

from console.links.doctor.lookups import LOOK_UPS, LookUp
from console.simulator import Simulator
from tests.links.doctor.conftest import SHORT, examined


async def test_all_are_tried_and_counted(pbx: Simulator) -> None:
    found = (await examined(pbx.url))["look-ups"]
    assert found.state == "ok"
    assert found.details["results"]["get_account_list"] == "allowed (40)"
    assert found.details["results"]["get_customer_info"] == "allowed"


USED = [each for each in LOOK_UPS if each.lacking]


@pytest.mark.parametrize("look_up", USED, ids=[each.method for each in USED])
async def test_one_that_is_refused_is_a_warning_with_what_is_lacking(
    look_up: LookUp, pbx: Simulator
) -> None:
    for service in look_up.services:
        pbx.unsupport(f"{service}.{look_up.method}")
    found = await examined(pbx.url)
    assert found.troubles == {"look-ups": ("warning", "look-ups")}
    assert f"Without {look_up.method} (sip.unsupported_method)" in found["look-ups"].advice
    assert look_up.lacking in found["look-ups"].advice


async def test_one_that_the_console_does_not_use_is_only_named(pbx: Simulator) -> None:
    pbx.unsupport("Customer.get_customer_info")
    found = await examined(pbx.url)
    assert found.troubles == {}
    assert found["look-ups"].what == "Not allowed: get_customer_info"


async def test_queues_may_come_from_their_own_service(pbx: Simulator) -> None:
    pbx.unsupport("Customer.get_callqueue_list")
    assert (await examined(pbx.url))["look-ups"].state == "ok"


async def test_one_without_an_answer_does_not_keep_the_others(pbx: Simulator) -> None:
    pbx.leave_unanswered("get_account_list")
    found = await examined(pbx.url, bounds=SHORT)
    assert found.troubles == {"look-ups": ("warning", "look-ups")}
    assert found["look-ups"].details["results"]["get_account_list"] == "no answer"
    assert found["look-ups"].details["results"]["get_customer_info"] == "allowed"


async def test_only_a_customers_scope_is_part_of_them(pbx: Simulator) -> None:
    await examined(pbx.url, scope_key="i_main_office", scope_value=30)
    asked = [each for each in pbx.received if each["method"] == "get_account_list"]
    assert [each["params"] for each in asked] == [{"limit": 1, "get_total": 1}]
