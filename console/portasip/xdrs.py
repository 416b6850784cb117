"""Past calls as PortaBilling charged them: Account.get_xdr_list and Customer.get_customer_xdrs.

The range is always bounded, in UTC, and read page by page. How a record is to be understood is
known from public sources alone (notes, section 1, "xDR decoding").
"""

from collections.abc import AsyncIterator
from typing import Any

from msgspec import Struct

from .errors import InvalidParameter
from .lookups import LookUps
from .portabilling import VOICE_CALLS, GetCustomerXdrs, GetXdrList, XdrInfo
from .scalars import flag, number
from .stamps import written as stamp
from .structures import read

LONGEST = 31 * 86_400  # seconds; huge ranges have taken web services down
DIRECTIONS = {4: "outgoing", 8: "incoming", 12: "forwarded"}  # bit_flags & 12
MISSED, DECLINED, ELSEWHERE, REJECTED = (18, 19), (16, 17), 13, 21  # disconnect_cause


class PastCall(Struct, frozen=True):
    """One xDR. Times in seconds since the epoch, `seconds` the length charged.

    `direction` is outgoing, incoming, forwarded or ""; `outcome` answered, missed, declined,
    answered elsewhere or failed.
    """

    id: str
    call_id: str
    caller: str
    callee: str
    connected_at: float | None
    ended_at: float | None
    seconds: int | None
    direction: str
    outcome: str
    reason: str = ""


class PastCalls(LookUps):
    """Past calls. Every method raises Refused, Unanswered, LinkLost or InvalidParameter."""

    async def past_calls(
        self, since: float, until: float, *, i_account: int | None = None
    ) -> AsyncIterator[PastCall]:
        """Yield the calls billed between two moments, those that failed too, page by page.

        Of one account (get_xdr_list), else of the customer of the scope (get_customer_xdrs).
        `since` and `until` in seconds since the epoch, at most 31 days apart.
        """
        if not 0 < until - since <= LONGEST:
            raise InvalidParameter("to_date", "must be later than from_date, by at most 31 days")
        wanted: dict[str, Any] = {
            "from_date": stamp(since),
            "to_date": stamp(until),
            "show_unsuccessful": 1,
            "i_service_type": VOICE_CALLS,
        }
        if i_account is not None:
            of_account = GetXdrList(i_account=i_account, **wanted)
            rows = self._rows("Account", "get_xdr_list", "xdr_list", of_account)
        else:
            of_customer = GetCustomerXdrs(**self._owner(), **wanted)
            rows = self._rows("Customer", "get_customer_xdrs", "xdr_list", of_customer)
        async for row in rows:
            yield past_call(read(XdrInfo, row))


def past_call(xdr: XdrInfo) -> PastCall:
    """Return what one xDR says."""
    direction = DIRECTIONS.get((xdr.bit_flags or 0) & 12, "")
    return PastCall(
        id=str(xdr.i_xdr or ""),
        call_id=xdr.call_id or "",
        caller=xdr.CLI or "",
        callee=xdr.CLD or "",
        connected_at=xdr.unix_connect_time,
        ended_at=xdr.unix_disconnect_time,
        seconds=xdr.charged_quantity,
        direction=direction,
        outcome=_outcome(xdr, direction),
        reason=xdr.disconnect_reason or "",
    )


def _outcome(xdr: XdrInfo, direction: str) -> str:
    if not flag(xdr.failed):
        return "answered"
    cause = number(xdr.disconnect_cause)
    if cause in MISSED:
        return "missed"
    if cause in DECLINED or (cause == REJECTED and direction == "incoming"):
        return "declined"
    return "answered elsewhere" if cause == ELSEWHERE else "failed"
