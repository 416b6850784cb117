"""Which release the PBX is, as far as it can be told, beside what its record says."""

import uuid
from typing import Any

from console.links.doctor.findings import Finding, failed, ok, warning
from console.links.doctor.visit import Visit
from console.portasip.errors import Refused, Unanswered
from console.portasip.releases import DOCUMENTED

TOKENS, DESTINATION = 101, 120
WRONG = ("wrong_parameters", "unsupported_method")


async def release(visit: Visit) -> Finding:
    """Sets `has_ping`. The record may be too low without harm, never too high."""
    visit.has_ping = await _has_ping(visit)
    takes_destination = await _takes_destination(visit)
    least = DESTINATION if takes_destination else TOKENS if visit.has_tokens else DOCUMENTED
    details = {
        "recorded": visit.pbx.release,
        "at_least": least,
        "access_token": visit.has_tokens,
        "session_ping": visit.has_ping,
        "destination": takes_destination,
    }
    trouble = _too_high(visit, least, details) or _too_low(visit, least, details)
    ping = "with" if visit.has_ping else "without"
    return trouble or ok(
        f"Nothing speaks against MR{visit.pbx.release}; {ping} Session.ping.", **details
    )


def _too_high(visit: Visit, least: int, details: dict[str, Any]) -> Finding | None:
    recorded = visit.pbx.release
    if recorded >= DESTINATION and details["destination"] is False:
        what = f"The PBX is earlier than MR{DESTINATION}; its record says MR{recorded}."
        advice = f"Until that is changed every transfer fails.\n{_set(visit, least)}"
        return failed("release-too-high", what, advice, **details)
    if DESTINATION > recorded >= TOKENS and not visit.has_tokens:
        what = f"The login gave no access token, as MR{TOKENS} does; the record says MR{recorded}."
        advice = f"Too high a number does harm, too low a one none.\n{_set(visit, least)}"
        return warning("release-too-high", what, advice, **details)
    return None


def _too_low(visit: Visit, least: int, details: dict[str, Any]) -> Finding | None:
    recorded = visit.pbx.release
    if recorded >= least:
        return None
    what = f"The PBX is MR{least} or later; its record says MR{recorded}."
    advice = f"It works, by ways that are out of use.\n{_set(visit, least)}"
    return warning("release-too-low", what, advice, **details)


def _set(visit: Visit, number: int) -> str:
    return visit.addpbx(f"--release {number}")


async def _has_ping(visit: Visit) -> bool:
    """A release that does not know it may also say nothing."""
    connection, glance = visit.control.connection, visit.bounds.glance
    try:
        await connection.request("Session", "ping", {}, deadline=glance)
    except (Refused, Unanswered):
        return False
    return True


async def _takes_destination(visit: Visit) -> bool | None:
    """Whether transfer_call knows `destination` (MR120); None where that cannot be told.

    Asked with a leg that cannot exist, so nothing happens to any call: who knows the property
    does not find the call, who knows only `cld` misses that one. A request that fits the MR96
    document cannot tell, for MR120 takes the old one too. So a PBX of which nothing says that it
    is later than the document is not asked.

    A PBX that looks for the call before it reads the parameters would always say not found.
    Therefore, before the record is to be raised, the same is asked with no target at all, which is
    wrong in every release.
    """
    recorded = visit.pbx.release
    if not visit.has_tokens and recorded < DESTINATION:
        return None
    answer = await _refusal(visit, destination="100")
    if answer in WRONG:
        return False
    if answer != "call_not_found":
        return None
    if recorded < DESTINATION and await _refusal(visit) not in WRONG:
        return None
    return True


async def _refusal(visit: Visit, **target: Any) -> str:
    """The code, without service, that refuses the transfer of a leg that cannot exist; else ""."""
    nobody = {"id": f"{uuid.uuid4()}@doctor.invalid", "tag": "doctor"}
    params = {"call": nobody} | target
    connection, glance = visit.control.connection, visit.bounds.glance
    try:
        await connection.request("CallControl", "transfer_call", params, deadline=glance)
    except Refused as refused:
        return refused.suffix
    except Unanswered:
        return ""
    return ""
