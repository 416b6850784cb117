"""SOAP to the media server ("XML API", appendix A): envelopes, and sounds attached to them."""

import asyncio
import base64
import uuid

import httpx2

from ..errors import AnswerNotUnderstood
from .door import Answer, Ask, Sound
from .envelopes import plain_envelope, told_by
from .http import Reply, Web
from .parts import answer_of, parts_of, told_and_sound
from .wsdl import Wsdl

PATH = "/soap/soap.fcgi"
XML = "text/xml; charset=utf-8"


class Soap:
    """A wire that writes by the server's WSDL where it has one, else the plain form.

    The first call of a service may wait for its documents as well (`wsdl.LOADING`).
    """

    can_run_dry = False  # "You can run JSON requests in the dry run mode": it gives SOAP none

    def __init__(self, web: Web) -> None:
        self._web = web
        self._wsdl = Wsdl(web)

    async def send(self, ask: Ask, deadline: float) -> Answer:
        request = self._request(ask, await self._envelope(ask))
        reply = await self._web.exchange(request, deadline=deadline, largest=ask.largest_answer)
        # A large answer takes a while to read.
        return await asyncio.to_thread(_answer, ask, reply)

    async def _envelope(self, ask: Ask) -> bytes:
        auth = {"session_id": ask.auth.session_id} if ask.auth else {}
        written = await self._wsdl.envelope(ask.method, ask.params, auth)
        if written is None:
            return plain_envelope(self._namespace(ask), ask.method, ask.params, auth)
        return written

    def _namespace(self, ask: Ask) -> str:
        return f"https://{self._web.host}/UM/SOAP/{ask.method.service}"

    def _request(self, ask: Ask, envelope: bytes) -> httpx2.Request:
        kind, content = XML, envelope
        if ask.sound is not None:
            kind, content = attached(envelope, ask.sound)
        action = f'"{self._namespace(ask)}#{ask.method.name}"'
        headers = {"Content-Type": kind, "SOAPAction": action}
        return self._web.request("POST", PATH, headers=headers, content=content)

    async def close(self) -> None:
        await self._web.close()


def attached(envelope: bytes, sound: Sound) -> tuple[str, bytes]:
    """Return the type and the content of a message with its sound, in base64 as the script's."""
    boundary = f"part-{uuid.uuid4().hex}"
    kind = f'multipart/related; boundary="{boundary}"; type="text/xml"; start="<envelope>"'
    name = sound.name
    heads = (
        f"Content-Type: {XML}\r\nContent-Transfer-Encoding: 8bit\r\nContent-ID: <envelope>",
        f'Content-Type: audio/basic; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-ID: <sound>\r\nContent-Disposition: attachment; filename="{name}"',
    )
    content = b""
    for head, part in zip(heads, (envelope, base64.encodebytes(sound.content)), strict=True):
        content += f"--{boundary}\r\n{head}\r\n\r\n".encode() + part + b"\r\n"
    return kind, content + f"--{boundary}--\r\n".encode()


def _answer(ask: Ask, reply: Reply) -> Answer:
    told, sound = told_and_sound(parts_of(reply), "xml")
    if told is None:
        raise AnswerNotUnderstood(f"status {reply.status}: an answer that is not XML")
    content = told_by(told.content, ask.method)
    return answer_of(ask, reply.status, content, sound)
