"""The JSON-RPC door: a frame in, a reply out (section "Access to JSON-RPC API")."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import (
    CALL_CONTROL_DISABLED,
    CHECK_AUTH_FAILED,
    UNSUPPORTED_METHOD,
    Refused,
    ViolatesDocument,
)
from .faults import Faults
from .frames import Frames
from .methods import HANDLERS, Asked
from .sessions import Session, Sessions
from .tables import CALL_CONTROL, services
from .world import World

ENVELOPE = {"cseq", "auth_info", "service", "method", "params"}
LOG_LENGTH = 20_000  # a demo that runs for days must not fill memory


@dataclass(frozen=True)
class Reply:
    """What to send back, if anything, and after how many seconds."""

    content: dict[str, Any] | None
    delay: float = 0.0


@dataclass
class Api:
    """Checks, carries out and answers requests. Synchronous.

    `received` holds every request, passwords left out; `violations` those that do not fit the
    document, each with its complaints.
    """

    world: World
    frames: Frames
    sessions: Sessions
    faults: Faults
    fetch: Callable[[str], None]
    release: int = 96
    received: list[dict[str, Any]] = field(default_factory=list)
    violations: list[dict[str, Any]] = field(default_factory=list)
    is_enabled: bool = True

    def reply(self, frame: str | bytes, socket: Any) -> Reply:
        """Carry out one frame. Never raises: what goes wrong becomes an error reply."""
        request = _parsed(frame)
        if request is None:
            keep(self.violations, {"frame": str(frame)[:200], "complaints": ["not a request"]})
            return Reply(None)
        method, cseq = request.get("method"), request.get("cseq")
        keep(self.received, _loggable(request))
        try:
            content = self._result(request, socket)
        except ViolatesDocument as refused:
            keep(self.violations, {**_loggable(request), "complaints": refused.complaints})
            content = _error(refused)
        except Refused as refused:
            content = _error(refused)
        if cseq is None or self.faults.takes(self.faults.unanswered, str(method)):
            return Reply(None)
        return Reply({"cseq": cseq, **content}, self.faults.delay(str(method)))

    def _result(self, request: dict[str, Any], socket: Any) -> dict[str, Any]:
        service, method = request.get("service"), request.get("method")
        params = dict(request.get("params") or {})
        auth = params.pop("auth_info", None) or request.get("auth_info") or {}
        self._check(request, params)
        session = self._session(method, auth, socket)
        self._refuse_if_told(str(service), str(method))
        if self.faults.takes(self.faults.ignored, str(method)):
            return {"result": {"success": 1}, "success": 1}
        error = self.faults.login_error
        asked = Asked(
            self.world,
            self.frames,
            self.sessions,
            params,
            self.fetch,
            error,
            self.release,
            session,
        )
        result = HANDLERS[str(method)](asked)
        whole: dict[str, Any] = result.get("reply") or {"result": result, "success": 1}
        return whole

    def _check(self, request: dict[str, Any], params: dict[str, Any]) -> None:
        service, method = str(request.get("service")), str(request.get("method"))
        table = services(self.release).get(service, {}).get(method)
        if table is None:
            raise ViolatesDocument([f"{service}.{method}"], UNSUPPORTED_METHOD)
        complaints = [f"{key}: not in a request" for key in request.keys() - ENVELOPE]
        complaints += table.complaints(params)
        if complaints:
            raise ViolatesDocument(complaints)

    def _session(self, method: Any, auth: Any, socket: Any) -> Session | None:
        if method == "login":
            return None
        session = self.sessions.find(auth.get("session_id") if isinstance(auth, dict) else None)
        if session is None:
            raise Refused(CHECK_AUTH_FAILED)
        session.sockets.add(socket)
        return session

    def _refuse_if_told(self, service: str, method: str) -> None:
        if f"{service}.{method}" in self.faults.unsupported:
            raise Refused(UNSUPPORTED_METHOD, method)
        if method in CALL_CONTROL and not self.is_enabled:
            raise Refused(CALL_CONTROL_DISABLED)
        if error := self.faults.take_error(method):
            raise Refused(error, "as told")


def _parsed(frame: str | bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(frame)
    except (ValueError, RecursionError):
        return None
    is_request = isinstance(value, dict) and isinstance(value.get("params") or {}, dict)
    return value if is_request else None


def _error(refused: Refused) -> dict[str, Any]:
    return {"code": refused.code, "message": refused.message, "details": refused.details}


def keep(log: list[dict[str, Any]], entry: dict[str, Any]) -> None:
    if len(log) >= LOG_LENGTH:
        del log[: LOG_LENGTH // 2]
    log.append(entry)


def _loggable(request: dict[str, Any]) -> dict[str, Any]:
    params = request.get("params") or {}
    shown = {key: value for key, value in params.items() if key not in ("password", "token")}
    return {
        "service": request.get("service"),
        "method": request.get("method"),
        "params": shown,
        "cseq": request.get("cseq"),
    }
