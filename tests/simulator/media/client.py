"""Clients as plain as can be: one asks over REST, the other over SOAP."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import httpx2

from console.simulator import Simulator

Values = dict[str, Any]
ACCOUNT = "123007"


@dataclass
class Reply:
    """What came back: a response structure, perhaps with a sound, or a fault."""

    status: int
    values: Values = field(default_factory=dict)
    sound: bytes | None = None
    filename: str = ""
    fault: str = ""
    text: str = ""


class RestClient:
    """Asks as the document's examples do, with forms."""

    transport = "rest"

    def __init__(self, pbx: Simulator, account: str = ACCOUNT) -> None:
        self.pbx, self.account = pbx, account
        self.auth: Values = {}
        self.http = httpx2.AsyncClient(
            base_url=pbx.media_url, trust_env=False, verify=False, timeout=10
        )

    async def ask(
        self, service: str, method: str, file: tuple[str, bytes] | None = None, /, **params: Any
    ) -> Reply:
        """Ask one method, with a file attached."""
        form = {"params": json.dumps(params), "auth_info": json.dumps(self.auth)}
        files = {"file": (file[0], file[1], "audio/basic")} if file else None
        path = f"/rest/{service}/{method}/"
        return rest_reply(await self.http.post(path, data=form, files=files))

    async def log_in(self, password: str = "media-password", **other: str) -> Reply:
        credentials = {"login": self.account, "domain": "pbx.example.com", "password": password}
        reply = await self.ask("Session", "login", **(credentials | other))
        self.auth = {"session_id": reply.values.get("session_id", "")}
        return reply

    async def close(self) -> None:
        await self.http.aclose()


def rest_reply(response: httpx2.Response) -> Reply:
    content_type = response.headers["content-type"]
    if not content_type.startswith("multipart/mixed"):
        values = response.json()
        code, text = values.get("faultcode", ""), values.get("faultstring", "")
        return Reply(response.status_code, values, fault=code, text=text)
    first, second = parts(content_type, response.content)
    values = json.loads(bytes(first.get_payload(decode=True)))
    assert second.get_content_type() == "audio/basic"
    return Reply(
        response.status_code, values, second.get_payload(decode=True), second.get_filename("")
    )


def parts(content_type: str, body: bytes) -> list[Message]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    return list(BytesParser().parsebytes(head + body).get_payload())


ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<soap:Header>{header}</soap:Header>
<soap:Body><n:{method} xmlns:n="https://localhost/UM/SOAP/{service}">{body}</n:{method}>
</soap:Body></soap:Envelope>"""
XSD = "{http://www.w3.org/2001/XMLSchema}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def elements(values: Values) -> str:
    """Write values as SOAP::Lite does, the library of the document's sample script."""
    written = ""
    for name, value in values.items():
        inside = elements(value) if isinstance(value, dict) else escape(str(value))
        nil = ' xsi:nil="true"' if value is None else ""
        written += f"<{name}{nil}>{'' if value is None else inside}</{name}>"
    return written


def enveloped(service: str, method: str, params: Values, auth: Values) -> str:
    return ENVELOPE.format(
        service=service,
        method=method,
        header=f"<auth_info>{elements(auth)}</auth_info>" if auth else "",
        body=f"<c-gensym3>{elements(params)}</c-gensym3>" if params else "",
    )


class SoapClient(RestClient):
    """Asks as the sample script of appendix A does. Numbers are told by the served WSDL."""

    transport = "soap"

    def __init__(self, pbx: Simulator, account: str = ACCOUNT) -> None:
        super().__init__(pbx, account)
        self.types: dict[str, dict[str, str]] = {}

    async def ask(
        self, service: str, method: str, file: tuple[str, bytes] | None = None, /, **params: Any
    ) -> Reply:
        text = enveloped(service, method, params, {} if method == "login" else self.auth)
        headers = {"Content-Type": "text/xml", "SOAPAction": f'"https://localhost/x#{method}"'}
        content = text.encode()
        if file:
            headers["Content-Type"] = "multipart/related; boundary=--x--; start=<main>"
            content = b"\r\n".join(
                (
                    b"----x--\r\nContent-Type: audio/basic\r\nContent-Transfer-Encoding: base64",
                    b'Content-Disposition: inline; filename="%s"\r\n'
                    % file[0].replace('"', r"\"").encode(),
                    b64encode(file[1]),
                    b"----x--\r\nContent-Type: text/xml\r\nContent-ID: <main>\r\n\r\n" + content,
                    b"----x----\r\n",
                )
            )
        response = await self.http.post("/soap.fcgi", content=content, headers=headers)
        return self.reply(response, await self.known_types(service))

    async def known_types(self, service: str) -> dict[str, str]:
        if service not in self.types:
            wsdl = await self.http.get("/soap/wsdl.fcgi", params={"get": f"{service}.xsd"})
            rows = ElementTree.fromstring(wsdl.content).iter(f"{XSD}element")
            self.types[service] = {row.get("name", ""): row.get("type", "") for row in rows}
        return self.types[service]

    def reply(self, response: httpx2.Response, types: dict[str, str]) -> Reply:
        content_type = response.headers["content-type"]
        sound, filename, content = None, "", response.content
        if content_type.startswith("multipart/related"):
            first, second = parts(content_type, content)
            content = bytes(first.get_payload(decode=True))
            assert second.get_content_type() == "audio/basic"
            sound, filename = second.get_payload(decode=True), second.get_filename("")
        [answered] = ElementTree.fromstring(content)[0]
        if answered.tag.endswith("}Fault"):
            code, text = (answered.findtext(name, "") for name in ("faultcode", "faultstring"))
            return Reply(response.status_code, fault=code, text=text)
        [whole] = answered
        return Reply(response.status_code, read_back(whole, types), sound, filename)


def read_back(element: ElementTree.Element, types: dict[str, str]) -> Any:
    type_of = types.get(element.tag, "")
    if element.get(NIL) == "true":
        return None
    if type_of.startswith("tns:ArrayOf"):
        return [read_back(item, types) for item in element]
    if len(element):
        return {child.tag: read_back(child, types) for child in element}
    return int(element.text or "") if type_of == "xsd:int" else element.text or ""
