"""The control port: HTTP on loopback, through which tests in other processes direct the PBX.

`POST /incoming_call` with `{"to": "123007", "number": "442079460123"}` does what the method of the
same name does, and answers `{"result": …}`, or `{"error": …}` with status 400 or 404. `GET /`
lists the commands with their parameters. Only programs of this machine may ask: requests with an
`Origin`, for another host or with another content type than JSON are refused.
"""

import inspect
import json
from collections.abc import Callable
from typing import Any

from .people import NobodyThere
from .simulator import Simulator
from .web import Rejected, Request, Response, WebServer, answer

LARGEST_BODY = 4 << 20  # bytes: a raw frame of 1 MiB must fit, escaped
WITHIN = 10.0  # seconds for a whole request
VERBS = (
    "dial", "incoming_call", "queue_call", "offer", "answer", "refuse", "hang_up", "hold",
    "unhold", "press", "transfer", "phone", "truth", "clear", "expire_sessions", "drop_connections",
    "silence", "stop", "start", "send_raw", "refuse_logins", "fail_next", "leave_unanswered",
    "ignore_next", "delay_replies", "disturb_notifications", "unsupport",
)  # fmt: skip


class ControlPort:
    """Listens on loopback; `port` is known once `start` returns."""

    def __init__(self, pbx: Simulator) -> None:
        self._web = WebServer(self._answered, largest_body=LARGEST_BODY, within=WITHIN)
        self._commands: dict[str, Callable[..., Any]] = {
            **{verb: getattr(pbx, verb) for verb in VERBS},
            "received": lambda: pbx.received,
            "violations": lambda: pbx.violations,
            "connections": lambda: pbx.connections,
            "prompts": pbx.prompts.shown,
        }

    @property
    def port(self) -> int:
        return self._web.port

    async def start(self, port: int = 0) -> None:
        await self._web.listen("127.0.0.1", port)

    async def stop(self) -> None:
        await self._web.stop()

    async def _answered(self, request: Request) -> Response:
        try:
            _require_local(request.headers)
            if request.method == "GET":
                return answer(200, {"commands": self._help()}, closes=True)
            result = await self._carried_out(request.path.strip("/"), _body(request))
        except Rejected as rejected:
            return answer(rejected.status, {"error": str(rejected)}, closes=True)
        except NobodyThere as error:
            return answer(404, {"error": str(error)}, closes=True)
        return answer(200, {"result": result}, closes=True)

    async def _carried_out(self, name: str, body: dict[str, Any]) -> Any:
        command = self._commands.get(name)
        if command is None:
            raise Rejected(404, f"no command {name}")
        try:
            inspect.signature(command).bind(**body)
            result = command(**body)
            return await result if inspect.isawaitable(result) else result
        except (TypeError, ValueError, OSError) as error:
            raise Rejected(400, str(error)) from error

    def _help(self) -> dict[str, str]:
        return {name: str(inspect.signature(each)) for name, each in self._commands.items()}


def _body(request: Request) -> dict[str, Any]:
    if request.method != "POST" or request.content_type != "application/json":
        raise Rejected(400, "POST JSON as application/json")
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Rejected(400, "not JSON") from None
    if not isinstance(body, dict):
        raise Rejected(400, "the body must be an object")
    return body


def _require_local(headers: dict[str, str]) -> None:
    # A web page in a browser on this machine can reach loopback: it must not direct the PBX.
    host = headers.get("host", "").rsplit(":", 1)[0]
    if "origin" in headers or host not in ("127.0.0.1", "localhost"):
        raise Rejected(403, "for programs on this machine only")
