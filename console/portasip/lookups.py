"""Typed look-ups of PortaBilling: who the extensions are, what the queues are called.

All are optional. A login may lack the right to them: then they raise Refused and the owner does
without. Passwords in an answer are dropped here, at the door.
"""

from collections.abc import AsyncIterator
from typing import Any

from msgspec.structs import replace

from .asking import Asking
from .errors import Refused
from .messages import Extension, HuntGroup, QueueListed
from .portabilling import (
    AccountInfo,
    CQInfo,
    CustomerInfo,
    ExtensionInfo,
    GetAccountList,
    GetCallqueueList,
    GetCustomerInfo,
    GetExtensionsList,
    GetHuntgroupList,
    HuntgroupInfo,
    HuntgroupNumber,
    Page,
    UpdateHuntgroupsSubscription,
)
from .responses import rows_of
from .scalars import number
from .structures import S, Structure, read, written

PAGE = 200  # rows; PortaBilling caps lists that name no limit
PAGES = 500  # no PBX has 100,000 extensions: a wrong total must not keep us asking
QUEUE_SERVICES = ("Customer", "CallQueue")


class LookUps(Asking):
    """Look-ups. Every method raises Refused, Unanswered, LinkLost or InvalidParameter."""

    async def look_up(self, service: str, method: str, request: Structure) -> dict[str, Any]:
        """Return an answer of PortaBilling, without the passwords that may stand in it."""
        answer = await self.connection.request(service, method, written(request))
        return dict(without_passwords(answer))

    async def accounts(self, **wanted: Any) -> tuple[AccountInfo, ...]:
        """Account.get_account_list, page by page; `wanted` are properties of the request."""
        request = GetAccountList(**self._owner() | wanted)
        return await self._all("Account", "get_account_list", "account_list", request, AccountInfo)

    async def customer(self) -> CustomerInfo:
        """Customer.get_customer_info: the customer of the scope, else the login's own."""
        request = GetCustomerInfo(**self._owner())
        answer = await self.look_up("Customer", "get_customer_info", request)
        return read(CustomerInfo, answer.get("customer_info"))

    async def dialling_plan(self, *, main_office: bool = False) -> tuple[ExtensionInfo, ...]:
        """Customer.get_extensions_list: every short number and what it stands for."""
        request = GetExtensionsList(
            **self._owner(), detailed_info=1, get_main_office_extensions=1 if main_office else None
        )
        method, key = "get_extensions_list", "extensions_list"
        return await self._all("Customer", method, key, request, ExtensionInfo)

    async def huntgroups(self, *, main_office: bool = False) -> tuple[HuntgroupInfo, ...]:
        """Customer.get_huntgroup_list: groups, their queues and who is logged in."""
        request = GetHuntgroupList(
            **self._owner(), get_main_office_huntgroups=1 if main_office else None
        )
        method, key = "get_huntgroup_list", "huntgroup_list"
        return await self._all("Customer", method, key, request, HuntgroupInfo)

    async def callqueues(self) -> tuple[CQInfo, ...]:
        """get_callqueue_list of Customer, else of CallQueue: the document names no service."""
        request, first = GetCallqueueList(**self._owner()), None
        for service in QUEUE_SERVICES:
            try:
                return await self._all(service, "get_callqueue_list", "", request, CQInfo)
            except Refused as error:
                if error.is_session:
                    raise
                first = first or error
        assert first is not None
        raise first

    async def log_in_to_queues(
        self, i_account: int, join: tuple[str, ...] = (), leave: tuple[str, ...] = ()
    ) -> dict[str, bool]:
        """Account.update_huntgroups_subscription; groups are named by their numbers.

        Returns by group, as read again afterwards, whether the account is active in it: the PBX
        answers success even when nothing changed. A group it is no member of is not there.
        """
        request = UpdateHuntgroupsSubscription(
            i_account=i_account,
            subscribe_to_huntgroups=tuple(HuntgroupNumber(id=id) for id in join) or None,
            unsubscribe_from_huntgroups=tuple(HuntgroupNumber(id=id) for id in leave) or None,
        )
        await self.look_up("Account", "update_huntgroups_subscription", request)
        accounts = await self.accounts(i_account=i_account)
        # A server that ignores the filter lists everybody.
        account = next((each for each in accounts if each.i_account == i_account), AccountInfo())
        return {
            group.id: member.hunt_active == "Y"
            for group in await self.huntgroups()
            for member in group.assigned_extensions or ()
            if group.id and account.id and member.account_id == account.id
        }

    async def extensions(self) -> tuple[Extension, ...]:
        """Account.get_account_list: every account of the scope, as a board keeps it."""
        rows = await self.accounts(
            get_statuses=1, get_not_closed_accounts=1, get_only_real_accounts=1
        )
        found: dict[str, Extension] = {}
        for extension in map(_extension, rows):
            if extension.id:
                found.setdefault(extension.id, extension)
        return tuple(found.values())

    async def hunt_groups(self) -> tuple[HuntGroup, ...]:
        """Customer.get_huntgroup_list: every group that has a number, as a board keeps it."""
        found: dict[str, HuntGroup] = {}
        for row in await self.huntgroups():
            number_of, queue = (row.id or "").strip(), row.assigned_callqueue
            if number_of:
                served = str(queue.i_c_queue or "") if queue else ""
                group = HuntGroup(number_of, (row.name or "").strip(), served)
                found.setdefault(number_of, group)
        return tuple(found.values())

    async def queues(self) -> tuple[QueueListed, ...]:
        """get_callqueue_list joined with get_huntgroup_list, as a board keeps them.

        Without a list of queues, those that hunt groups name are returned. Raises Refused when
        neither is allowed.
        """
        try:
            listed = await self.callqueues()
        except Refused as error:
            if error.is_session:
                raise
            groups = await self._groups_of_queues()
            if not groups:
                raise
            return tuple(groups.values())
        groups = await self._groups_of_queues()
        queues = {queue.id: queue for queue in map(_queue, reversed(listed)) if queue.id}
        return tuple(_joined(each, groups.get(each.id)) for each in reversed(queues.values()))

    async def _groups_of_queues(self) -> dict[str, QueueListed]:
        """Return by queue the hunt group it serves; nothing where that is not allowed."""
        try:
            groups = await self.huntgroups()
        except Refused as error:
            if error.is_session:
                raise
            return {}
        found: dict[str, QueueListed] = {}
        for group in groups:
            queue = group.assigned_callqueue and group.assigned_callqueue.i_c_queue
            if queue:
                named = QueueListed(str(queue), (group.name or "").strip(), group.id or "")
                found.setdefault(str(queue), named)
        return found

    def _owner(self) -> dict[str, Any]:
        return self.scope if "i_customer" in self.scope else {}

    async def _all(
        self, service: str, method: str, key: str, request: Page, row: type[S]
    ) -> tuple[S, ...]:
        return tuple([read(row, each) async for each in self._rows(service, method, key, request)])

    async def _rows(
        self, service: str, method: str, key: str, request: Page
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield the rows of a list, page by page, until the total or a short page."""
        offset, before = 0, list[dict[str, Any]]()
        for _ in range(PAGES):
            page = replace(request, limit=PAGE, offset=offset, get_total=1)
            answer = await self.look_up(service, method, page)
            rows = rows_of(answer, key or _queue_key(answer))
            if rows == before:
                return  # the server ignores `offset`
            for row in rows:
                yield row
            before = rows
            offset += len(rows)
            total = number(answer.get("total"))
            if not rows or (offset >= total if total else len(rows) < PAGE):
                return


def without_passwords(value: Any) -> Any:
    """Return an answer without any property whose name speaks of a password or a token."""
    if isinstance(value, dict):
        return {k: without_passwords(v) for k, v in value.items() if not is_secret(k)}
    return [without_passwords(each) for each in value] if isinstance(value, list) else value


def is_secret(name: str) -> bool:
    return any(word in name.lower() for word in ("password", "passwd", "token"))


def _queue_key(answer: dict[str, Any]) -> str:
    # No document at hand names the list, so any list whose rows are queues will do.
    for key in ("callqueue_list", *answer):
        if any("i_c_queue" in row for row in rows_of(answer, key)):
            return key
    return "callqueue_list"


def _extension(row: AccountInfo) -> Extension:
    return Extension(
        id=(row.id or "").strip(),
        short=(row.extension_id or "").strip(),
        name=_name(row),
        registered=None if row.sip_status is None else row.sip_status == 1,
        company=(row.companyname or "").strip(),
        email=(row.email or "").strip(),
    )


def _name(row: AccountInfo) -> str:
    person = f"{(row.firstname or '').strip()} {(row.lastname or '').strip()}".strip()
    return person or (row.extension_name or "").strip() or (row.companyname or "").strip()


def _queue(row: CQInfo) -> QueueListed:
    return QueueListed(str(row.i_c_queue or ""), (row.name or "").strip())


def _joined(queue: QueueListed, group: QueueListed | None) -> QueueListed:
    if group is None:
        return queue
    return QueueListed(queue.id, queue.name or group.name, group.huntgroup)
