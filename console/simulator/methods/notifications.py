"""Call state notification management, and the list of calls in progress."""

from typing import Any

from ..errors import DISABLED_NOTIFICATIONS, Refused
from .asked import OK, Asked, Handler


def enable(asked: Asked) -> dict[str, Any]:
    asked.open_session().scopes |= asked.sessions.scopes(asked.params)
    return OK


def disable(asked: Asked) -> dict[str, Any]:
    asked.open_session().scopes -= asked.sessions.scopes(asked.params)
    return OK


def calls_list(asked: Asked) -> dict[str, Any]:
    scopes = asked.sessions.scopes(asked.params)
    if not scopes <= asked.open_session().scopes:
        raise Refused(DISABLED_NOTIFICATIONS, "enable_api_notifications first")
    legs = (leg for leg in asked.world.legs.values() if asked.sessions.covers(scopes, leg))
    return {"calls_list": [asked.frames.call_info(leg) for leg in legs]}


HANDLERS: dict[str, Handler] = {
    "enable_api_notifications": enable,
    "disable_api_notifications": disable,
    "get_sip_calls_list": calls_list,
}
