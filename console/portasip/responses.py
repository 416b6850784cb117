"""Responses: success or the PBX's error, wherever in the frame it stands."""

from typing import Any

from msgspec import Struct

from .errors import Refused
from .scalars import flag, text

ENVELOPE = frozenset({"cseq", "result", "error", "auth_info"})
MARKS = ("result", "success", "code", "error", "faultcode", "faultstring")


class Response(Struct, frozen=True):
    """The answer to the request with the same `cseq`; "" when the PBX named none.

    `result` holds the content of the frame's `result` and, where that has no such key, the keys
    beside it: `call` of join_on_spot_conference stands at the top (row 9). `content` is the
    frame's `result` as it came, or those keys where there is none. Both may hold a session id or a
    password, so the repr shows neither.
    """

    cseq: str
    result: dict[str, Any]
    error: Refused | None = None
    content: Any = None

    def __repr__(self) -> str:
        outcome = "accepted" if self.error is None else str(self.error)
        return f"Response(cseq={self.cseq!r}, {outcome})"


def looks_like_a_response(frame: dict[str, Any]) -> bool:
    """Whether a frame without `cseq` and notification has the marks of an answer."""
    return any(mark in frame for mark in MARKS)


def response_of(frame: dict[str, Any]) -> Response:
    """Read a response: an error is explicit or a zero `success`, all else is success (row 8)."""
    result = frame.get("result")
    merged = {key: value for key, value in frame.items() if key not in ENVELOPE}
    if isinstance(result, dict):
        merged |= result
    elif result is not None:
        merged["result"] = result
    content = merged if result is None else result
    return Response(text(frame.get("cseq")), merged, error_of(frame), content)


def error_of(frame: dict[str, Any]) -> Refused | None:
    """Return the error a frame reports, from any of the shapes known (row 7).

    The document names `code`, `message` and `details` but shows no frame: they may stand at the
    top, in `error`, in `result`, or as SOAP's `faultcode` and `faultstring`.
    """
    result = frame.get("result")
    inner: dict[str, Any] = result if isinstance(result, dict) else {}
    for holder in (frame, inner):
        nested = holder.get("error")
        if isinstance(nested, dict) and nested:
            return _refused(nested)
        if isinstance(nested, str) and nested:
            return Refused(text(holder.get("code")) or nested, _message(holder) or nested)
        if holder.get("faultcode") or holder.get("faultstring"):
            return _refused(holder)
    if _is_zero(frame) or _is_zero(inner):
        return _refused(frame if _code(frame) else inner)
    # A success beside a code means that the code is part of the answer.
    if _code(frame) and not flag(frame.get("success")):
        return _refused(frame)
    return None


def _is_zero(holder: dict[str, Any]) -> bool:
    return flag(holder.get("success")) is False


def _code(holder: dict[str, Any]) -> str:
    return text(holder.get("code")) or text(holder.get("faultcode"))


def _message(holder: dict[str, Any]) -> str:
    return text(holder.get("message")) or text(holder.get("faultstring"))


def _refused(holder: dict[str, Any]) -> Refused:
    return Refused(_code(holder) or "unspecified", _message(holder), holder.get("details"))


def text_of(answer: dict[str, Any], *path: str) -> str:
    """Return the text at a path of keys in an answer, "" when it is not there."""
    value: object = answer
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return text(value)


def rows_of(answer: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects of the list at `key`; anything else in it is left out."""
    rows = answer.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
