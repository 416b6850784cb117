"""The look-ups: paged, optional, and blind to passwords."""

from typing import Any

import pytest

from console.portasip import lookups
from console.portasip.client import CallControl
from console.portasip.errors import InvalidParameter, Refused
from console.portasip.messages import Extension, HuntGroup, QueueListed
from tests.portasip.scripted import Line

DENIED = {"code": "Server.Customer.access_denied", "message": "Access denied"}
EXPIRED = {"code": "Server.Session.check_auth.auth_failed"}


def control(line: Line, scope: tuple[str, int] = ("i_customer", 30)) -> CallControl:
    return CallControl(line, scope=scope)


def accounts(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"result": {"account_list": list(rows)} | more}


async def names(*rows: dict[str, Any]) -> list[str]:
    found = await control(Line({"get_account_list": accounts(*rows)})).extensions()
    return [extension.name for extension in found]


async def test_an_extension_has_its_account_its_short_number_its_name_and_its_phone() -> None:
    row = {
        "id": 123007,
        "extension_id": 107,
        "firstname": " Ann ",
        "lastname": "Lee",
        "companyname": "Vale",
        "email": "ann@example.com",
        "sip_status": "1",
        "h323_password": "hush-hush",
    }
    line = Line({"get_account_list": accounts(row, {"id": "123008", "sip_status": 0}, {}, total=2)})
    found = await control(line).extensions()
    assert found == (
        Extension("123007", "107", "Ann Lee", True, "Vale", "ann@example.com"),
        Extension("123008", registered=False),
    )
    assert "hush" not in repr(found)


async def test_a_name_comes_from_the_person_the_extension_or_the_company() -> None:
    everything = {"firstname": "A", "lastname": "B", "extension_name": "C", "companyname": "D"}
    rows: list[dict[str, Any]] = []
    for number, left_out in enumerate([(), ("firstname",), ("firstname", "lastname")]):
        rows.append({k: v for k, v in everything.items() if k not in left_out} | {"id": number})
    rows += [{"id": 3, "companyname": "D"}, {"id": 4, "firstname": None}]
    assert await names(*rows) == ["A B", "B", "C", "D", ""]


async def test_extensions_are_read_page_by_page_until_the_total(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookups, "PAGE", 2)
    pages = [
        accounts({"id": 1}, {"id": 2}, total="5"),
        accounts({"id": 3}, {"id": 4}, total=5),
        accounts({"id": 5}, total=5),
    ]
    line = Line({"get_account_list": pages})
    assert [extension.id for extension in await control(line).extensions()] == list("12345")
    asked = [frame["params"] for frame in line.sent]
    assert [(params["limit"], params["offset"]) for params in asked] == [(2, 0), (2, 2), (2, 4)]
    assert {params["i_customer"] for params in asked} == {30}


async def test_without_a_total_a_short_page_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "PAGE", 2)
    line = Line({"get_account_list": [accounts({"id": 1}, {"id": 2}), accounts({"id": 3})]})
    assert len(await control(line).extensions()) == 3


async def test_a_server_that_gives_one_page_for_ever_is_not_asked_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookups, "PAGE", 1)
    line = Line({"get_account_list": accounts({"id": 1})})
    assert len(await control(line).extensions()) == 1
    assert len(line.sent) == 2


async def test_an_account_that_looks_at_itself_names_no_customer() -> None:
    line = Line({"get_account_list": accounts()})
    await control(line, ("i_account", 5)).extensions()
    assert "i_customer" not in line.sent[0]["params"]


async def test_extensions_that_may_not_be_read_are_refused() -> None:
    with pytest.raises(Refused):
        await control(Line({"get_account_list": DENIED})).extensions()


QUEUES = {"result": {"callqueue_list": [{"i_c_queue": 25, "name": " Sales "}, {"i_c_queue": 26}]}}
GROUPS = {
    "result": {
        "huntgroup_list": [
            {"id": "5001", "name": "Group", "assigned_callqueue": {"i_c_queue": 25}},
            {"id": "5002", "name": "Support", "assigned_callqueue": {"i_c_queue": "26"}},
            {"id": "5003", "name": "No queue", "assigned_callqueue": None},
        ]
    }
}
JOINED = (QueueListed("25", "Sales", "5001"), QueueListed("26", "Support", "5002"))


async def test_queues_are_joined_with_their_hunt_groups() -> None:
    line = Line({"get_callqueue_list": QUEUES, "get_huntgroup_list": GROUPS})
    assert await control(line).queues() == JOINED


async def test_queues_are_asked_of_the_second_service_when_the_first_refuses() -> None:
    line = Line(
        {
            "Customer.get_callqueue_list": DENIED,
            "CallQueue.get_callqueue_list": QUEUES,
            "get_huntgroup_list": GROUPS,
        }
    )
    assert await control(line).queues() == JOINED


async def test_queues_do_without_hunt_groups() -> None:
    line = Line({"get_callqueue_list": QUEUES, "get_huntgroup_list": DENIED})
    assert await control(line).queues() == (QueueListed("25", "Sales"), QueueListed("26"))


async def test_hunt_groups_tell_of_their_queues_when_queues_are_refused() -> None:
    line = Line({"get_callqueue_list": DENIED, "get_huntgroup_list": GROUPS})
    assert await control(line).queues() == (
        QueueListed("25", "Group", "5001"),
        QueueListed("26", "Support", "5002"),
    )


async def test_hunt_groups_are_listed_with_the_queue_that_each_serves() -> None:
    groups = await control(Line({"get_huntgroup_list": GROUPS})).hunt_groups()
    assert groups == (
        HuntGroup("5001", "Group", "25"),
        HuntGroup("5002", "Support", "26"),
        HuntGroup("5003", "No queue"),
    )


async def test_queues_that_nothing_tells_of_are_refused() -> None:
    line = Line({"get_callqueue_list": DENIED, "get_huntgroup_list": DENIED})
    with pytest.raises(Refused) as caught:
        await control(line).queues()
    assert caught.value.suffix == "access_denied"


async def test_a_list_of_queues_is_found_under_any_key() -> None:
    odd = {"result": {"total": 1, "cq_info_list": [{"i_c_queue": 25, "name": "Sales"}]}}
    line = Line({"get_callqueue_list": odd, "get_huntgroup_list": DENIED})
    assert await control(line).queues() == (QueueListed("25", "Sales"),)


@pytest.mark.parametrize("method", ["get_callqueue_list", "get_huntgroup_list"])
async def test_an_expired_session_is_told_at_once(method: str) -> None:
    line = Line({"get_callqueue_list": QUEUES, "get_huntgroup_list": GROUPS} | {method: EXPIRED})
    with pytest.raises(Refused) as caught:
        await control(line).queues()
    assert caught.value.is_session
    assert line.sent[-1]["method"] == method


async def test_a_customer_tells_its_office() -> None:
    info = {"customer_info": {"i_customer": "30", "i_office_type": 2, "i_main_office": 12}}
    customer = await control(Line({"get_customer_info": {"result": info}})).customer()
    assert (customer.i_customer, customer.i_office_type, customer.i_main_office) == (30, 2, 12)


async def test_the_dialling_plan_holds_people_and_groups() -> None:
    rows = [{"id": 107, "type": "Account", "account_id": 123007}, {"id": "510", "type": "Group"}]
    line = Line({"get_extensions_list": {"result": {"extensions_list": rows}}})
    plan = await control(line).dialling_plan(main_office=True)
    assert [(entry.id, entry.type) for entry in plan] == [("107", "Account"), ("510", "Group")]
    assert line.sent[0]["params"]["get_main_office_extensions"] == 1


async def test_no_password_of_an_answer_comes_through_the_door() -> None:
    nested = {"accounts": [{"id": 1, "h323_password": "a", "info": {"Service_Password": "b"}}]}
    secrets = nested | {"access_token": "c", "passwd": "d"}
    assert lookups.without_passwords(secrets) == {"accounts": [{"id": 1, "info": {}}]}


MEMBER = {"account_id": "123007", "id": "107"}


def groups_with(active: str) -> dict[str, Any]:
    member, other = MEMBER | {"hunt_active": active}, {"account_id": "123008", "hunt_active": "Y"}
    rows = [
        {"id": "510", "assigned_extensions": [member, other]},
        {"id": "520", "assigned_extensions": [other]},
    ]
    return {"result": {"huntgroup_list": rows}}


@pytest.mark.parametrize(("active", "is_in"), [("Y", True), ("N", False)])
async def test_logging_in_to_a_queue_answers_what_was_read_afterwards(
    active: str, is_in: bool
) -> None:
    line = Line(
        {
            "get_account_list": accounts(
                {"i_account": 1008, "id": "123008"}, {"i_account": 1007, "id": "123007"}
            ),
            "get_huntgroup_list": groups_with(active),
        }
    )
    standing = await control(line).log_in_to_queues(1007, join=("510",), leave=("520",))
    assert standing == {"510": is_in}
    assert line.sent[0]["params"] == {
        "i_account": 1007,
        "subscribe_to_huntgroups": [{"id": "510"}],
        "unsubscribe_from_huntgroups": [{"id": "520"}],
    }
    methods = [frame["method"] for frame in line.sent]
    assert methods[0] == "update_huntgroups_subscription"
    assert "get_huntgroup_list" in methods[1:]


@pytest.mark.parametrize("group", ["", "5 10"])
async def test_a_queue_without_a_number_is_refused_before_the_socket(group: str) -> None:
    line = Line()
    with pytest.raises(InvalidParameter) as caught:
        await control(line).log_in_to_queues(1007, join=(group,))
    assert caught.value.field == "subscribe_to_huntgroups[0].id"
    assert line.sent == []
