"""Envelopes as the server's own WSDL wants them, written by zeep.

The document does not say which style of SOAP the server speaks; its WSDL does. zeep reads it and
writes requests by it: namespaces, order, header. It does not read answers, because it refuses
what a schema does not foresee, and an answer has to be read even then (`envelopes.told_by`).

zeep never opens a connection here. It gets documents from a table; a document that it misses is
fetched through the guarded client, by its name and from our own server whatever address the WSDL
gives for it, and zeep starts anew. That is slow, so it runs in a thread, once for each service.
"""

import asyncio
import logging
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..errors import AnswerNotUnderstood, LinkLost, Unanswered
from ..method import Method
from ..structures import properties
from .http import Web

log = logging.getLogger(__name__)

LARGEST_DOCUMENT = 1 << 20  # bytes
MOST_DOCUMENTS = 8  # a service names one more than itself
LOADING = 10.0  # seconds for all documents of one service
DOCUMENT = re.compile(r"[A-Za-z0-9_]{1,64}\.(?:wsdl|xsd)")
PATH = "/soap/wsdl.fcgi?get="

Client = Any  # zeep is imported when it is first needed: that alone takes a good part of a second


class Missing(Exception):
    """zeep asks for a document that is not there yet."""


class Wsdl:
    """The WSDL documents of one server, as zeep clients by service."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._clients: dict[str, Client | None] = {}
        self._loading = asyncio.Lock()

    async def envelope(
        self, method: Method, params: dict[str, Any], auth: dict[str, str]
    ) -> bytes | None:
        """Return the request, None where the server has no WSDL that zeep can use.

        Raises LinkLost when the documents do not come: then nothing was asked yet.
        """
        client = await self._loaded_once(method.service)
        if client is None:
            return None
        try:
            return _written(client, method, params, auth)
        except Exception as error:  # zeep raises whatever its parts do; the text may quote values
            log.warning("no %s by the WSDL: %s", method.name, type(error).__name__)
            return None

    async def _loaded_once(self, service: str) -> Client | None:
        if service not in self._clients:
            async with self._loading:
                if service not in self._clients:
                    self._clients[service] = await self._client(service)
        return self._clients[service]

    async def _client(self, service: str) -> Client | None:
        documents: dict[str, bytes] = {}
        try:
            async with asyncio.timeout(LOADING):
                root = await self._root(service, documents)
                if root:
                    return await self._loaded(root, documents)
        except (TimeoutError, Unanswered) as error:
            raise LinkLost(f"the WSDL of {service} did not come in time", error) from error
        except AnswerNotUnderstood as error:
            log.warning("no WSDL of %s: %s", service, error)
        return None

    async def _root(self, service: str, documents: dict[str, bytes]) -> str:
        """Return the name of a service's WSDL: the document gives them the names of schemas."""
        for name in (f"{service}.wsdl", f"{service}.xsd"):
            if await self._fetch(name, documents):
                return name
        log.info("the server has no WSDL of %s", service)
        return ""

    async def _fetch(self, name: str, documents: dict[str, bytes]) -> bool:
        reply = await self._web.exchange(
            self._web.request("GET", PATH + name), deadline=LOADING, largest=LARGEST_DOCUMENT
        )
        if reply.status == 200:
            documents[name] = reply.content
        return reply.status == 200

    async def _loaded(self, root: str, documents: dict[str, bytes]) -> Client | None:
        while len(documents) <= MOST_DOCUMENTS:
            try:
                return await asyncio.to_thread(_read, self._web.base + PATH + root, documents)
            except Missing as missing:
                name = str(missing)
            except Exception as error:
                raise AnswerNotUnderstood(f"zeep says {type(error).__name__}") from None
            if name in documents or not await self._fetch(name, documents):
                raise AnswerNotUnderstood(f"it needs {name}")
        raise AnswerNotUnderstood(f"it needs more than {MOST_DOCUMENTS} documents")


def _read(url: str, documents: dict[str, bytes]) -> Client:
    """Let zeep read a WSDL. Raises Missing, or any error of zeep's."""
    import zeep
    from zeep.transports import Transport

    class Table(Transport):
        """A transport that goes nowhere."""

        def __init__(self) -> None:
            self.cache, self.logger = None, log
            self._close_session = False

        def load(self, url: str) -> bytes:
            name = document_named(url)
            if name not in documents:
                raise Missing(name or "a document from elsewhere")
            return documents[name]

        def post(self, *_: object) -> None:
            raise NotImplementedError("requests go through the guarded client")

        get = _load_remote_data = post

    settings = zeep.Settings(forbid_dtd=True, forbid_entities=True)
    return zeep.Client(url, transport=Table(), settings=settings)


def document_named(url: str) -> str:
    """Return the name that an address gives a document, "" for what is none of the server's."""
    parts = urlsplit(url)
    name = parse_qs(parts.query).get("get", [parts.path.rpartition("/")[2]])[0]
    return name if DOCUMENT.fullmatch(name) else ""


def _written(client: Client, method: Method, params: dict[str, Any], auth: dict[str, str]) -> bytes:
    from lxml import etree  # type: ignore[import-untyped]

    message = client.service._binding.get(method.name).input
    said = _with_nil(params)
    (part, element), *others = message.body.type.elements or [("", None)]
    # One part that has properties itself, and is none, holds the whole structure.
    if not others and hasattr(element, "type") and hasattr(element.type, "elements"):
        said = said if part in properties(method.request) else {part: said}
    headers: Any = {"auth_info": auth}
    if "auth_info" not in [name for name, _ in message.header.type.elements]:
        headers = [_header(auth)]
    if auth:
        said["_soapheaders"] = headers
    envelope = client.create_message(client.service, method.name, **said)
    written: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return written


def _with_nil(params: dict[str, Any]) -> dict[str, Any]:
    from zeep.xsd import Nil

    return {
        name: Nil if value is None else _with_nil(value) if isinstance(value, dict) else value
        for name, value in params.items()
    }


def _header(auth: dict[str, str]) -> Any:
    from lxml import etree

    info = etree.Element("auth_info")
    for name, value in auth.items():
        etree.SubElement(info, name).text = value
    return info
