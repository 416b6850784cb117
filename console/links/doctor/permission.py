"""Whether this login may hear of the calls of this scope."""

import asyncio
from typing import Any

from console.links.doctor.findings import Finding, failed, ok, skipped
from console.links.doctor.trouble import of_trouble
from console.links.doctor.visit import Visit
from console.portasip.errors import PortaError, Refused
from console.portasip.responses import rows_of, text_of

GIVE = "Give the user the permission Call control (modify) at the PBX."
SCOPE_CODES = ("wrong_parameters", "not_found", "no_such_customer", "no_such_account")


async def permission(visit: Visit) -> Finding:
    """Subscribes. Sets `not_subscribed` where that fails for another reason than rights."""
    scope = f"{visit.pbx.scope_key}={visit.pbx.scope_value}"
    try:
        await visit.control.enable_notifications()
    except Refused as refused:
        if _is_denied(refused):
            return await _denied(visit, refused, scope)
        if refused.suffix in SCOPE_CODES:
            return await _no_scope(visit, refused, scope)
        if refused.suffix == "unsupported_method":
            return _no_call_control(visit, refused)
        visit.not_subscribed = refused
    except PortaError as error:
        visit.not_subscribed = error
    if visit.not_subscribed is not None:
        return skipped("Cannot be told; see the subscription.")
    return ok(f"The user may control the calls of {scope}.")


async def subscription(visit: Visit) -> Finding:
    if visit.not_subscribed is not None:
        return of_trouble(visit, visit.not_subscribed)
    return ok("enable_api_notifications succeeded.")


def _is_denied(refused: Refused) -> bool:
    suffix = refused.suffix.lower()
    return suffix == "call_control_disabled" or "denied" in suffix or "permission" in suffix


async def _denied(visit: Visit, refused: Refused, scope: str) -> Finding:
    own = await _own_scopes(visit)
    what = f"The user may not control the calls of {scope} ({visit.quoted(refused.code)})."
    advice = GIVE
    if own and scope not in own:
        advice += f"\nThe login itself belongs to {', '.join(own)}.\n{_set(visit, own[0])}"
    return failed("permission", what, advice, code=visit.quoted(refused.code), own_scopes=own)


async def _no_scope(visit: Visit, refused: Refused, scope: str) -> Finding:
    own = await _own_scopes(visit)
    what = f"The PBX knows no {scope} for this user ({visit.quoted(refused.code)})."
    if own and scope not in own:
        advice = f"The login itself belongs to {', '.join(own)}.\n{_set(visit, own[0])}"
    else:
        advice = (
            "The PBX's Customer.get_customer_info and Account.get_account_list tell the number, "
            "and its administrator sees it.\n" + _set(visit, f"{visit.pbx.scope_key}=NUMBER")
        )
    return failed("scope", what, advice, code=visit.quoted(refused.code), own_scopes=own)


def _no_call_control(visit: Visit, refused: Refused) -> Finding:
    what = "This address of the PBX offers no call control."
    advice = (
        "In stand-alone mode and on a secondary site there is none. Ask the PBX's administrator, "
        "or give the main site's address.\n"
        f"{visit.addpbx('--url', 'wss://HOST:PORT/ws')}"
    )
    return failed("no-call-control", what, advice, code=visit.quoted(refused.code))


def _set(visit: Visit, scope: str) -> str:
    return visit.addpbx("--scope", scope)


async def _own_scopes(visit: Visit) -> list[str]:
    """What the login itself belongs to, as --scope takes it; the kind of the record's first."""
    login = visit.config.login
    customer, accounts = await asyncio.gather(
        _answer(visit, "Customer", "get_customer_info", {}),
        _answer(visit, "Account", "get_account_list", {"limit": 1}),
    )
    account = rows_of(accounts, "account_list")[:1]
    numbers = {
        "i_customer": text_of(customer, "customer_info", "i_customer")
        or "".join(text_of(row, "i_customer") for row in account),
        "i_account": "".join(
            text_of(row, "i_account") for row in account if text_of(row, "id") == login
        ),
    }
    own = [f"{key}={number}" for key, number in numbers.items() if number.isdigit()]
    return sorted(own, key=lambda scope: not scope.startswith(visit.pbx.scope_key))


async def _answer(
    visit: Visit, service: str, method: str, params: dict[str, Any]
) -> dict[str, Any]:
    """{} where the user may not ask, or nothing comes."""
    glance = visit.bounds.glance
    try:
        return await visit.control.connection.request(service, method, params, deadline=glance)
    except PortaError:
        return {}
