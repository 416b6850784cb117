"""Sections "Establishing an authenticated session" and "Global methods and types"."""

from typing import Any

from ..properties import Method, Structure, integer, string, structure

LOGIN = string(32)
PASSWORD = string(16)
DOMAIN = string()
SESSION_ID = string(32)


def _authenticates(values: dict[str, Any]) -> str:
    if values.get("session_id") or all(
        values.get(name) for name in ("login", "domain", "password")
    ):
        return ""
    return "session_id, or login, domain and password: required"


# Its example in the section "Sending an HTTP request" sends credentials and a null session_id.
AUTH_INFO = Structure(
    "auth_info",
    {"login": LOGIN, "domain": DOMAIN, "password": PASSWORD, "session_id": SESSION_ID},
    (_authenticates,),
)
LOGIN_REQUEST = structure("LoginRequest", login=LOGIN, domain=DOMAIN, password=PASSWORD)

METHODS = {
    "login": Method(
        LOGIN_REQUEST.demanding("login", "domain", "password"),
        structure(
            "LoginResponse",
            session_id=SESSION_ID,
            # Not in the document: what later releases add (see `logins`).
            access_token=string(4096),
            refresh_token=string(4096),
            expires_at=string(),
            expires_in=integer(),
        ),
    ),
    "logout": Method(structure("LogoutRequest"), structure("LogoutResponse", success=integer())),
}
