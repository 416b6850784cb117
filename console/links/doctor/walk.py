"""The walk: the steps in order, each within its bounds, and out again whatever happens."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NamedTuple

from console.links.doctor.calls import clock, list_calls, notifications, round_trips
from console.links.doctor.findings import Finding
from console.links.doctor.login import login, logout
from console.links.doctor.lookups import look_ups
from console.links.doctor.network import connect, name
from console.links.doctor.permission import permission, subscription
from console.links.doctor.release import release
from console.links.doctor.settings import settings
from console.links.doctor.tls import tls
from console.links.doctor.trouble import of_trouble
from console.links.doctor.visit import Visit
from console.links.doctor.websocket import websocket
from console.portasip.errors import PortaError


class Step(NamedTuple):
    """`is_needed`: after its failure the next steps make no sense."""

    name: str
    take: Callable[[Visit], Awaitable[Finding]]
    is_needed: bool = True


STEPS = (
    Step("settings", settings),
    Step("name", name),
    Step("connect", connect),
    Step("tls", tls),
    Step("websocket", websocket),
    Step("login", login),
    Step("release", release, is_needed=False),
    Step("permission", permission),
    Step("subscription", subscription),
    Step("list", list_calls),
    Step("look-ups", look_ups, is_needed=False),
    Step("clock", clock, is_needed=False),
    Step("round trips", round_trips, is_needed=False),
    Step("notifications", notifications, is_needed=False),
)


async def examine(visit: Visit, tell: Callable[[Finding], None]) -> None:
    """Take the steps up to the first needed one that fails; `tell` hears of each at once.

    Leaves no session and no socket behind, also when cancelled.
    """
    ends = asyncio.get_running_loop().time() + visit.bounds.whole
    try:
        for step in STEPS:
            finding = await _taken(step, visit, ends)
            tell(finding)
            if finding.state == "failed" and (step.is_needed or _is_over(finding)):
                return
    finally:
        await _leave(visit, tell)


def _is_over(finding: Finding) -> bool:
    """Whether nothing more will be answered, whatever the step."""
    return finding.details.get("cause") in ("lost", "unanswered")


async def _taken(step: Step, visit: Visit, ends: float) -> Finding:
    now = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(min(now + visit.bounds.step, ends)):
            finding = await step.take(visit)
    except (PortaError, OSError) as error:  # among them TimeoutError
        finding = of_trouble(visit, error)
    return replace(finding, step=step.name)


async def _leave(visit: Visit, tell: Callable[[Finding], None]) -> None:
    connection = visit.connection
    if connection is None:
        return
    try:
        if connection.session.session_id:
            tell(replace(await logout(visit), step="logout"))
    finally:
        await connection.close()
