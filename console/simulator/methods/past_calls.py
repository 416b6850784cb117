"""Account.get_xdr_list and Customer.get_customer_xdrs: past calls within a range of time."""

from datetime import UTC, datetime
from typing import Any

from ..errors import WRONG_PARAMETERS, Refused
from .asked import Asked, Handler
from .lookups import page, require_ours


def of_account(asked: Asked) -> dict[str, Any]:
    account = asked.world.office.account(int(asked.params["i_account"]))
    if account is None:
        raise Refused(WRONG_PARAMETERS, "i_account: not found")
    return _listed(asked, account.account_id)


def of_customer(asked: Asked) -> dict[str, Any]:
    require_ours(asked)
    return _listed(asked, "")


def _listed(asked: Asked, account: str) -> dict[str, Any]:
    """Both bounds are inclusive and on the bill time, the end of the call."""
    offset = asked.frames.clock_offset
    first, last = (_epoch(asked.params[name]) - offset for name in ("from_date", "to_date"))
    wants_failed = str(asked.params.get("show_unsuccessful", 0)) in ("1", "Y")
    rows = [
        xdr.row(offset)
        for xdr in asked.world.past.xdrs
        if first <= int(xdr.ended_at) <= last
        and account in ("", xdr.account)
        and (xdr.was_answered or wants_failed)
    ]
    return page(asked, "xdr_list", rows)


def _epoch(stamp: str) -> float:
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp()


HANDLERS: dict[str, Handler] = {"get_xdr_list": of_account, "get_customer_xdrs": of_customer}
