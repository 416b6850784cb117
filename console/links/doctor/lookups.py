"""The look-ups of PortaBilling: all optional, each with what the console lacks without it."""

import asyncio
from typing import NamedTuple

from console.links.doctor.findings import Finding, ok, warning
from console.links.doctor.visit import Visit
from console.portasip.errors import Refused, Unanswered
from console.portasip.lookups import QUEUE_SERVICES
from console.portasip.scalars import number


class LookUp(NamedTuple):
    method: str
    services: tuple[str, ...]  # the first that answers counts
    lacking: str = ""  # without it; "" while only the doctor asks
    is_list: bool = True


LOOK_UPS = (
    LookUp(
        "get_account_list",
        ("Account",),
        "names of people, their short numbers and who is registered; People shows only those who "
        "had a call",
    ),
    LookUp("get_callqueue_list", QUEUE_SERVICES, "queues in which nobody waits"),
    LookUp("get_huntgroup_list", ("Customer",), "the hunt groups of queues"),
    LookUp("get_extensions_list", ("Customer",)),
    LookUp("get_customer_info", ("Customer",), is_list=False),
)


async def look_ups(visit: Visit) -> Finding:
    answers = await asyncio.gather(*(_asked(visit, each) for each in LOOK_UPS))
    results = {each.method: answer for each, answer in zip(LOOK_UPS, answers, strict=True)}
    refused = [each for each in LOOK_UPS if not results[each.method].startswith("allowed")]
    missing = [each for each in refused if each.lacking]
    what = f"Not allowed: {', '.join(each.method for each in refused)}"
    if not refused:
        what = f"All allowed: {', '.join(each.method for each in LOOK_UPS)}"
    if not missing:
        return ok(what, results=results)
    advice = "\n".join(
        f"Without {each.method} ({results[each.method]}) the console lacks {each.lacking}."
        for each in missing
    )
    advice += "\nGive the user the right to read them at the PBX, if that matters."
    return warning("look-ups", what, advice, results=results)


async def _asked(visit: Visit, look_up: LookUp) -> str:
    """`allowed`, with the number of rows where the PBX tells it, or why not."""
    params = visit.owner | ({"limit": 1, "get_total": 1} if look_up.is_list else {})
    connection, within = visit.control.connection, visit.bounds.answer / 2  # two services in turn
    reason = ""
    for service in look_up.services:
        try:
            answer = await connection.request(service, look_up.method, params, deadline=within)
        except Refused as refused:
            reason = reason or visit.quoted(refused.code)
        except Unanswered:
            reason = reason or "no answer"
        else:
            total = number(answer.get("total"))
            return "allowed" if total is None else f"allowed ({total})"
    return reason
