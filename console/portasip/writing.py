"""The strict writer: values as the document wants them, checked before anything is sent.

Each function returns the value to send or raises InvalidParameter with the document's name of
the field and its limit. Where the document gives no limit, only what cannot be right is refused.
"""

import re
from urllib.parse import urlsplit

from .errors import InvalidParameter
from .messages import LegId

SCOPES = ("i_customer", "i_account", "i_main_office", "i_ivr_an")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
LANGUAGE = re.compile(r"[a-z]{2}")
STATES = frozenset({"trying", "ringing", "early", "connected", "held", "holding"}) | {
    "queued",
    "dequeued",
    "terminated",
}


def flag_param(value: bool) -> str:
    """Return `Y` or `N` (row 32)."""
    return "Y" if value else "N"


def word(field: str, value: str) -> str:
    """Return a trimmed non-empty text without control characters."""
    value = _string(field, value).strip()
    if not value or CONTROL.search(value):
        raise InvalidParameter(field, "must be a non-empty line of text")
    return value


def dialable(field: str, value: str) -> str:
    """Return an account ID, a number, an extension or a service code."""
    value = _string(field, value).strip()
    if not value or CONTROL.search(value) or " " in value:
        raise InvalidParameter(field, "must be a number without spaces")
    return value


def _string(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidParameter(field, "must be a string")
    return value


def positive(field: str, value: object) -> int:
    """Return an unsigned int, from an int or from digits (rows 4 and 14)."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value) if len(value) < 20 else 0
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise InvalidParameter(field, "must be a positive whole number")
    return value


def scope_param(scope: tuple[str, object]) -> tuple[str, int]:
    """Return the scope: one of the four keys and its id as int."""
    key, value = scope
    if key not in SCOPES:
        raise InvalidParameter("scope", "must be one of " + ", ".join(SCOPES))
    return key, positive(key, value)


def leg_params(field: str, leg: LegId) -> dict[str, str]:
    """Return a SipCallIdentifier: id and tag as they came, as strings (row 13)."""
    id, tag = leg
    if not _string(f"{field}.id", id):
        raise InvalidParameter(f"{field}.id", "must not be empty")
    if not _string(f"{field}.tag", tag):
        raise InvalidParameter(f"{field}.tag", "must not be empty")
    return {"id": id, "tag": tag}


def conference_name(value: str) -> str:
    """Return a trimmed name of at most 64 characters (row 16)."""
    value = word("name", value)
    if len(value) > 64:
        raise InvalidParameter("name", "must have at most 64 characters")
    return value


def web_url(field: str, value: str) -> str:
    """Return an http or https address."""
    value = word(field, value)
    try:
        parts = urlsplit(value)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        named = False
    if not named or " " in value:
        raise InvalidParameter(field, "must be an http or https address")
    return value


def language(value: str) -> str:
    """Return an ISO 639-1 code."""
    if not LANGUAGE.fullmatch(_string("lang", value)):
        raise InvalidParameter("lang", "must be two lower-case letters (ISO 639-1)")
    return value


def callback_events(values: tuple[str, ...]) -> list[str]:
    """Return `state_callback_events`, each a call state of the document."""
    for value in values:
        if value not in STATES:
            raise InvalidParameter("state_callback_events", "must be call states")
    return list(values)


def sip_headers(headers: tuple[tuple[str, str], ...]) -> object:
    """Return `sip_headers`: one as an object, several as a list (row 29)."""
    written = []
    for name, value in headers:
        if not HEADER_NAME.fullmatch(_string("sip_headers.name", name)):
            raise InvalidParameter("sip_headers.name", "must be a SIP header name")
        if CONTROL.search(_string("sip_headers.value", value)):
            raise InvalidParameter("sip_headers.value", "must be one line")
        written.append({"name": name, "value": value})
    return written[0] if len(written) == 1 else written
