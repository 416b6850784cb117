"""The JSON door: `POST /rest/<service>/<method>/` (sections "JSON API" and "Error handling")."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from ..sessions import FIRST_RELEASE_WITH_TOKENS
from ..web import Request, Response, answer
from . import multipart
from .refusals import Refusal
from .service import Answer, Call
from .sounds import Sound

FIELDS = ("auth_info", "params", "aux_info")
MOST_FIELDS = 100
BEARER = "bearer "


def read(request: Request, service: str, method: str, release: int) -> Call:
    """Return what is asked. What does not fit becomes a complaint of the call."""
    given: dict[str, Any] = {}
    files: list[Sound] = []
    complaints: list[str] = []
    try:
        given, files = _given(request, release)
    except (ValueError, RecursionError) as error:
        complaints = [str(error)]
    complaints += [f"{name}: not in a request" for name in given if name not in FIELDS]
    aux_info, wrong = _aux_info(given.get("aux_info"))
    authorization = request.headers.get("authorization", "")
    is_bearer = release >= FIRST_RELEASE_WITH_TOKENS and authorization.lower().startswith(BEARER)
    return Call(
        "rest",
        service,
        method,
        given.get("params", {}),
        given.get("auth_info"),
        token=authorization[len(BEARER) :].strip() if is_bearer else "",
        files=tuple(files),
        is_dry=bool(aux_info),
        complaints=(*complaints, *wrong),
    )


def written(given: Answer) -> Response:
    """The response structure as JSON; with a sound, as the first of two parts.

    The document says that a sound comes in a MIME attachment, not how. Here the answer then is
    multipart/mixed: the JSON, and the sound as audio/basic under the name that the JSON gives.
    """
    if given.sound is None:
        return answer(200, given.values)
    sound = {
        "Content-Type": "audio/basic",
        "Content-Disposition": multipart.attachment(given.sound.filename),
    }
    text = json.dumps(given.values).encode()
    content_type, content = multipart.write(
        "mixed", [({"Content-Type": "application/json"}, text), (sound, given.sound.content)]
    )
    return Response(200, content, content_type)


def fault(call: Call, refusal: Refusal) -> Response:
    code = refusal.code(call.service, call.method)
    return answer(500, {"faultcode": code, "faultstring": refusal.text})


def _given(request: Request, release: int) -> tuple[dict[str, Any], list[Sound]]:
    match request.content_type:
        case "application/x-www-form-urlencoded":
            text = request.body.decode()
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
            return _fields(pairs), []
        case "multipart/form-data":
            parts = multipart.read(request.headers["content-type"], request.body)
            pairs = [(part.name, part.content.decode()) for part in parts if not part.filename]
            return _fields(pairs), [_file(part) for part in parts if part.filename]
        case "application/json" if release >= FIRST_RELEASE_WITH_TOKENS:
            return _object("the body", request.body.decode()), []
    raise ValueError(f"Content-Type: {request.content_type or 'none'} is not documented")


def _file(part: multipart.Part) -> Sound:
    # HTML's way to write a quotation mark in a form's filename
    return Sound(part.filename.replace("%22", '"'), part.content)


def _fields(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, text in pairs:
        if name in given:
            raise ValueError(f"{name}: twice")
        given[name] = _object(name, text) if name in FIELDS else text
    return given


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        raise ValueError(f"{name}: not JSON") from None
    if not isinstance(value, dict):
        raise ValueError(f"{name}: must be an object")
    return value


def _aux_info(given: Any) -> tuple[bool, list[str]]:
    """Whether this is a dry run, and what is wrong with the structure that says so."""
    if given is None:
        return False, []
    if not isinstance(given, dict) or given.keys() - {"dry_run"}:
        return False, ["aux_info: dry_run is all it may hold"]
    dry_run = given.get("dry_run", 0)
    if dry_run not in (0, 1, "0", "1"):
        return False, ["aux_info.dry_run: must be 0 or 1"]
    return bool(int(dry_run)), []
