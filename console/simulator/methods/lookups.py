"""Look-ups of PortaBilling that call control needs: people, queues, hunt groups."""

from collections.abc import Sequence
from typing import Any

from ..errors import WRONG_PARAMETERS, Refused
from ..office import Extension, HuntGroup
from .asked import OK, Asked, Handler

Row = dict[str, Any]
PAGE = 100  # the PBX caps lists without a limit


def account_list(asked: Asked) -> Row:
    wanted = asked.params
    rows = [
        _account(asked, extension)
        for extension in asked.world.office.extensions.values()
        if wanted.get("id", extension.account_id) == extension.account_id
        and int(wanted.get("i_account", extension.i_account)) == extension.i_account
    ]
    return page(asked, "account_list", rows)


def customer_info(asked: Asked) -> Row:
    office = asked.world.office
    require_ours(asked)
    info = {"i_customer": office.i_customer, "name": office.name, "i_office_type": 3}
    return {"customer_info": info}


def callqueue_list(asked: Asked) -> Row:
    wanted = asked.params.get("i_c_queue")
    rows = [
        {
            "i_c_queue": queue.i_c_queue,
            "name": queue.group.name,
            "incoming_capacity": queue.group.capacity,
            "announcement_interval": 30,
            "average_duration": 90,
            "maximum_waiting_time": 600,
        }
        for queue in asked.world.queues.values()
        if wanted is None or int(wanted) == queue.i_c_queue
    ]
    return page(asked, "callqueue_list", rows)


def extensions_list(asked: Asked) -> Row:
    office = asked.world.office
    people = [
        {
            "id": extension.extension_id,
            "name": extension.name,
            "type": "Account",
            "i_account": extension.i_account,
            "account_id": extension.account_id,
            "firstname": extension.firstname,
            "lastname": extension.lastname,
        }
        for extension in office.extensions.values()
    ]
    groups = [{"id": g.id, "name": g.name, "type": "Group"} for g in office.hunt_groups]
    return page(asked, "extensions_list", people + groups)


def huntgroup_list(asked: Asked) -> Row:
    rows = [_group(asked, group) for group in asked.world.office.hunt_groups]
    return page(asked, "huntgroup_list", rows)


def update_huntgroups(asked: Asked) -> Row:
    """Log an operator in and out of hunt groups; success even when nothing changes."""
    account = asked.world.office.account(int(asked.params["i_account"]))
    if account is None:
        raise Refused(WRONG_PARAMETERS, "i_account: not found")
    for key, is_active in (
        ("subscribe_to_huntgroups", True),
        ("unsubscribe_from_huntgroups", False),
    ):
        for named in asked.params.get(key, []):
            group = asked.world.office.hunt_group(named["id"])
            if group is not None and account.account_id in group.members:
                group.members[account.account_id] = is_active
    return OK


def _account(asked: Asked, extension: Extension) -> Row:
    return {
        "i_account": extension.i_account,
        "i_customer": asked.world.office.i_customer,
        "id": extension.account_id,
        "firstname": extension.firstname,
        "lastname": extension.lastname,
        "companyname": asked.world.office.name,
        "extension_id": extension.extension_id,
        "extension_name": extension.name,
        "sip_status": 1 if extension.is_registered else 0,
        "status": None,
    }


def _group(asked: Asked, group: HuntGroup) -> Row:
    office = asked.world.office
    members = [office.extensions[account] for account in group.members]
    row: Row = {
        "i_c_group": group.i_c_group,
        "id": group.id,
        "name": group.name,
        "assigned_extensions": [
            {
                "account_id": member.account_id,
                "id": member.extension_id,
                "name": member.name,
                "type": "Account",
                "hunt_active": "Y" if group.members[member.account_id] else "N",
            }
            for member in members
        ],
    }
    if group.i_c_queue is not None:
        row["assigned_callqueue"] = {
            "i_c_queue": group.i_c_queue,
            "incoming_capacity": group.capacity,
        }
    return row


def require_ours(asked: Asked) -> None:
    wanted = asked.params.get("i_customer")
    if wanted is not None and int(wanted) != asked.world.office.i_customer:
        raise Refused(WRONG_PARAMETERS, f"i_customer: {wanted} not found")


def page(asked: Asked, name: str, rows: Sequence[Row]) -> Row:
    require_ours(asked)
    offset, limit = int(asked.params.get("offset", 0)), int(asked.params.get("limit", PAGE))
    page: Row = {name: list(rows[offset : offset + limit])}
    if str(asked.params.get("get_total", 0)) in ("1", "Y"):
        page["total"] = len(rows)
    return page


HANDLERS: dict[str, Handler] = {
    "get_account_list": account_list,
    "get_customer_info": customer_info,
    "get_callqueue_list": callqueue_list,
    "get_extensions_list": extensions_list,
    "get_huntgroup_list": huntgroup_list,
    "update_huntgroups_subscription": update_huntgroups,
}
