"""Clients as plain as can be: one asks over REST, the other over SOAP."""

import json
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from typing import Any

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
        self.http = httpx2.AsyncClient(base_url=pbx.media_url, trust_env=False, timeout=10)

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
