"""The media server's port: HTTP with a JSON door, a SOAP door and its WSDL documents."""

import asyncio
import re
from collections.abc import Callable
from random import Random
from ssl import SSLContext

from ..api import Api
from ..web import Rejected, Request, Response, WebServer, answer
from . import rest
from .logins import Logins
from .refusals import Refusal
from .service import Call, MediaServices

LARGEST_BODY = 64 << 20  # bytes: minutes of music on hold
WITHIN = 60.0  # seconds for a whole request
REST = re.compile(r"/rest/(\w+)/(\w+)/?", re.ASCII)


class MediaServer:
    """Listens on one address; `port` is known once `listen` returns."""

    def __init__(
        self, api: Api, now: Callable[[], float], port: int, password: str, domain: str
    ) -> None:
        office = api.world.office
        groups = (group.account_id for group in office.hunt_groups if group.account_id)
        accounts = {*office.extensions, *groups}
        # As of the WebSocket, session ids are no part of the day.
        self.logins = Logins(accounts, password, domain, now, Random())
        self._services = MediaServices(api, self.logins)
        self._faults = api.faults
        self._port = port
        self._web = WebServer(
            self._respond,
            largest_body=LARGEST_BODY,
            within=WITHIN,
            is_silent=lambda: api.faults.silent,
        )
        self.stop, self.cut, self.read_on = self._web.stop, self._web.cut, self._web.read_on

    @property
    def port(self) -> int:
        return self._web.port or self._port

    async def listen(self, host: str, tls: SSLContext | None) -> None:
        """Listen; after `stop` on the same port again."""
        await self._web.listen(host, self.port, tls)

    def clear(self) -> None:
        """Bring every account's media back to fresh. Sessions stay."""
        self._services.accounts.clear()

    async def _respond(self, request: Request) -> Response | None:
        if (named := REST.fullmatch(request.path)) is not None:
            if request.method != "POST":
                return _not_allowed("POST")
            service, method = named.groups()
            call = rest.read(request, service, method, self._services.api.release)
            return await self._answered(call, rest.written, rest.fault)
        raise Rejected(404, "nothing is here")

    async def _answered(
        self,
        call: Call,
        written: Callable[..., Response],
        fault: Callable[[Call, Refusal], Response],
    ) -> Response | None:
        try:
            response = written(self._services.answer(call))
        except Refusal as refusal:
            response = fault(call, refusal)
        if self._faults.takes(self._faults.unanswered, call.method):
            return None
        await asyncio.sleep(self._faults.delay(call.method))
        return response


def _not_allowed(method: str) -> Response:
    refused = answer(405, {"error": f"{method} is the only way"})
    return Response(405, refused.content, headers={"Allow": method})
