"""Typed look-ups of PortaBilling: who the extensions are, what the queues are called.

All are optional. A login may lack the right to them: then they raise Refused and the owner does
without. Passwords in an answer are dropped here, at the door.
"""

from collections.abc import AsyncIterator
from typing import Any

from .asking import Asking
from .errors import Refused
from .messages import Extension, QueueListed
from .responses import rows_of, text_of
from .scalars import number, text

PAGE = 200  # rows; PortaBilling caps lists that name no limit
PAGES = 500  # no PBX has 100,000 extensions: a wrong total must not keep us asking
QUEUE_SERVICES = ("Customer", "CallQueue")
QUEUE_KEYS = ("callqueue_list", "call_queue_list", "queue_list", "callqueues")


class LookUps(Asking):
    """Look-ups. Every method raises Refused, Unanswered or LinkLost."""

    async def extensions(self) -> tuple[Extension, ...]:
        """Account.get_account_list: every account of the scope, page by page."""
        wanted = self._owner() | {
            "get_statuses": 1,
            "get_not_closed_accounts": 1,
            "get_only_real_accounts": 1,
        }
        found: dict[str, Extension] = {}
        async for row in self._pages("Account", "get_account_list", "account_list", wanted):
            extension = _extension(row)
            if extension.id:
                found.setdefault(extension.id, extension)
        return tuple(found.values())

    async def queues(self) -> tuple[QueueListed, ...]:
        """get_callqueue_list of Customer, else of CallQueue, joined with the hunt groups.

        Without a list of queues, those that hunt groups name are returned. Raises Refused when
        neither is allowed.
        """
        try:
            queues = await self._queues()
        except Refused as error:
            if error.is_session:
                raise
            groups = await self._huntgroups()
            if not groups:
                raise
            return tuple(groups.values())
        groups = await self._huntgroups()
        return tuple(_joined(queue, groups.get(queue.id)) for queue in queues)

    async def _queues(self) -> tuple[QueueListed, ...]:
        first: Refused | None = None
        for service in QUEUE_SERVICES:
            try:
                return await self._queues_of(service)
            except Refused as error:
                if error.is_session:
                    raise
                first = first or error
        assert first is not None
        raise first

    async def _queues_of(self, service: str) -> tuple[QueueListed, ...]:
        found: dict[str, QueueListed] = {}
        pages = self._pages(service, "get_callqueue_list", "", self._owner())
        async for row in pages:
            queue = QueueListed(text_of(row, "i_c_queue"), text_of(row, "name").strip())
            if queue.id:
                found.setdefault(queue.id, queue)
        return tuple(found.values())

    async def _huntgroups(self) -> dict[str, QueueListed]:
        """Return by queue the hunt group it serves; nothing where that is not allowed."""
        found: dict[str, QueueListed] = {}
        pages = self._pages("Customer", "get_huntgroup_list", "huntgroup_list", self._owner())
        try:
            async for row in pages:
                queue = text_of(row, "assigned_callqueue", "i_c_queue")
                if queue:
                    name = text_of(row, "name").strip()
                    found.setdefault(queue, QueueListed(queue, name, text_of(row, "id")))
        except Refused as error:
            if error.is_session:
                raise
            return {}
        return found

    def _owner(self) -> dict[str, Any]:
        return self.scoped() if self.scope[0] == "i_customer" else {}

    async def _pages(
        self, service: str, method: str, key: str, wanted: dict[str, Any]
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield the rows of a list, page by page, until the total or a short page."""
        offset, before = 0, list[dict[str, Any]]()
        for _ in range(PAGES):
            params = wanted | {"limit": PAGE, "offset": offset, "get_total": 1}
            answer = await self.connection.request(service, method, params)
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


def _queue_key(answer: dict[str, Any]) -> str:
    # No document at hand names the list, so any list whose rows are queues will do.
    for key in (*QUEUE_KEYS, *answer):
        if any("i_c_queue" in row for row in rows_of(answer, key)):
            return key
    return QUEUE_KEYS[0]


def _extension(row: dict[str, Any]) -> Extension:
    """Return the few fields we keep; passwords and addresses stay behind."""
    status = row.get("sip_status")
    return Extension(
        id=text_of(row, "id").strip(),
        short=text_of(row, "extension_id").strip(),
        name=_name(row),
        registered=None if number(status) is None else number(status) == 1,
    )


def _name(row: dict[str, Any]) -> str:
    parts = (text(row.get(key)).strip() for key in ("firstname", "lastname"))
    whole = " ".join(part for part in parts if part)
    return whole or text_of(row, "extension_name").strip() or text_of(row, "companyname").strip()


def _joined(queue: QueueListed, group: QueueListed | None) -> QueueListed:
    if group is None:
        return queue
    return QueueListed(queue.id, queue.name or group.name, group.huntgroup)
