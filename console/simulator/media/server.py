"""The media server's port: HTTP with a JSON door, a SOAP door and its WSDL documents."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from random import Random
from ssl import SSLContext
from urllib.parse import parse_qs

from ..api import Api
from ..web import Rejected, Request, Response, WebServer, answer
from . import rest, soap, wsdl
from .logins import Logins
from .refusals import Refusal
from .service import Answer, Call, MediaServices

LARGEST_BODY = 64 << 20  # bytes: minutes of music on hold
WITHIN = 60.0  # seconds for a whole request
HOST = re.compile(r"[\w.-]+(:\d+)?", re.ASCII)
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
        self._is_secure = False
        self._web = WebServer(
            self._respond,
            largest_body=LARGEST_BODY,
            within=WITHIN,
            is_silent=lambda: api.faults.silent,
        )

    @property
    def port(self) -> int:
        return self._web.port or self._port

    async def listen(self, host: str, tls: SSLContext | None) -> None:
        """Listen; after `stop` on the same port again."""
        self._is_secure = tls is not None
        await self._web.listen(host, self.port, tls)

    async def stop(self) -> None:
        await self._web.stop()

    def cut(self) -> int:
        """Abort the TCP connections; return how many there were."""
        return self._web.cut()

    def read_on(self) -> None:
        """Read what arrived during a silence."""
        self._web.read_on()

    def clear(self) -> None:
        """Bring every account's media back to fresh. Sessions stay."""
        self._services.accounts.clear()

    async def _respond(self, request: Request) -> Response | None:
        door: Callable[[Request], Awaitable[Response | None]]
        if (named := REST.fullmatch(request.path)) is not None:
            service, method = named.groups()
            way, door = "POST", partial(self._rest, service, method)
        elif request.path in ("/soap/soap.fcgi", "/soap.fcgi"):
            way, door = "POST", self._soap
        elif request.path in ("/soap/wsdl.fcgi", "/wsdl.fcgi"):
            way, door = "GET", self._wsdl
        else:
            raise Rejected(404, "nothing is here")
        if request.method != way:
            refused = answer(405, {"error": f"{way} is the only way"})
            return replace(refused, headers={"Allow": way})
        return await door(request)

    async def _rest(self, service: str, method: str, request: Request) -> Response | None:
        call = rest.read(request, service, method, self._services.api.release)
        return await self._answered(call, rest.written, partial(rest.fault, call))

    async def _soap(self, request: Request) -> Response | None:
        exchange = soap.Exchange(request)
        return await self._answered(exchange.call, exchange.written, exchange.fault)

    async def _wsdl(self, request: Request) -> Response:
        host = request.headers.get("host", "")
        if HOST.fullmatch(host) is None:
            raise Rejected(400, "which host?")
        [name] = parse_qs(request.query).get("get", [])[:1] or [""]
        scheme = "https" if self._is_secure else "http"
        document = wsdl.written(name, f"{scheme}://{host}", host.partition(":")[0])
        if document is None:
            raise Rejected(404, "get=Types.xsd or the .xsd or .wsdl of a service")
        return Response(200, document, soap.XML)

    async def _answered(
        self,
        call: Call,
        written: Callable[[Answer], Response],
        fault: Callable[[Refusal], Response],
    ) -> Response | None:
        try:
            response = written(self._services.answer(call))
        except Refusal as refusal:
            response = fault(refusal)
        if self._faults.takes(self._faults.unanswered, call.method):
            return None
        await asyncio.sleep(self._faults.delay(call.method))
        return response
