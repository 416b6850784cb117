"""The service Session."""

from typing import Any

from ..errors import Refused
from .asked import OK, Asked, Handler


def login(asked: Asked) -> dict[str, Any]:
    if asked.login_error:
        raise Refused(asked.login_error)
    opened = asked.sessions.login(asked.params["login"], asked.params.get("password", ""))
    return {"session_id": opened.id}


def logout(asked: Asked) -> dict[str, Any]:
    asked.sessions.close(asked.open_session())
    return OK


def ping(asked: Asked) -> dict[str, Any]:
    return OK


HANDLERS: dict[str, Handler] = {"login": login, "logout": logout, "ping": ping}
