"""The service Session."""

from typing import Any

from ..errors import Refused
from ..frames import stamp
from ..sessions import FIRST_RELEASE_WITH_TOKENS
from .asked import OK, Asked, Handler

TOKEN_LIVES = 48 * 3600  # seconds


def login(asked: Asked) -> dict[str, Any]:
    if asked.login_error:
        raise Refused(asked.login_error)
    opened = asked.sessions.login(asked.params["login"], asked.params.get("password", ""))
    if asked.release < FIRST_RELEASE_WITH_TOKENS:
        return {"session_id": opened.id}
    # MR101 adds tokens; nothing is known of their content but that they are JWT.
    return {
        "session_id": opened.id,
        "access_token": f"access.{opened.id}.unsigned",
        "refresh_token": f"refresh.{opened.id}.unsigned",
        "expires_in": TOKEN_LIVES,
        "expires_at": stamp(asked.world.now + TOKEN_LIVES),
    }


def logout(asked: Asked) -> dict[str, Any]:
    asked.sessions.close(asked.open_session())
    return OK


def ping(asked: Asked) -> dict[str, Any]:
    return OK


HANDLERS: dict[str, Handler] = {"login": login, "logout": logout, "ping": ping}
