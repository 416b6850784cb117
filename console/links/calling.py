"""One documented call to a PBX, over a socket and a session of its own (law 1's exception)."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from console.links.link import LinkConfig, leave, opened
from console.links.waits import Waits
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.lookups import without_passwords
from console.portasip.method import Method
from console.portasip.requests import EVENT, SCOPES
from console.portasip.structures import built, properties, written

# These answer for those alone who listen ("For this, subscribe to API notifications").
FOR_LISTENERS = frozenset(
    {
        "get_sip_calls_list",
        "get_on_spot_conference_list",
        "get_on_spot_conference_participant_list",
    }
)


@contextlib.asynccontextmanager
async def session(
    config: LinkConfig, waits: Waits
) -> AsyncIterator[tuple[Connection, CallControl]]:
    """A signed-in client for a moment; logs out at the end, whatever happened meanwhile."""
    connection, control = await opened(config, waits)
    try:
        await control.login(config.login, config.password)
        yield connection, control
    finally:
        await leave(connection, control)


def completed(config: LinkConfig, method: Method, params: dict[str, Any]) -> dict[str, Any]:
    """Return the params with what the PBX's record says of itself where they say nothing."""
    rows, known = properties(method.request), dict(params)
    if rows.keys() >= set(SCOPES) and not params.keys() & set(SCOPES):
        known |= {config.scope[0]: config.scope[1]}
    if "event" in rows and method.service == "CallControl":
        known.setdefault("event", EVENT)
    if "callee_answer_mode" in rows:
        known.setdefault("callee_answer_mode", config.answer_mode)
    return known


async def call(config: LinkConfig, waits: Waits, method: Method, params: dict[str, Any]) -> Any:
    """Return the content of the answer's `result`, without passwords and tokens.

    Raises InvalidParameter before anything is opened, then Refused, Unanswered or LinkLost.
    """
    request = written(built(method.request, completed(config, method, params)))
    async with session(config, waits) as (connection, control):
        if method.name in FOR_LISTENERS:
            await control.enable_notifications()
        answer = await connection.respond(method.service, method.name, request)
        return without_passwords(answer.content)
