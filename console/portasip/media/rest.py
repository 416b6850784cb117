"""REST to the media server ("JSON API"): forms out, JSON back, sounds as parts of a multipart.

The document does not say how an answer carries a sound, so any multipart is read, and a bare
sound as well.
"""

import asyncio
import json
from typing import Any

import httpx2
import msgspec

from ..errors import AnswerNotUnderstood
from ..releases import Release
from .door import Answer, Ask, Sound
from .http import Reply, Web
from .parts import Part, answer_of, parts_of, told_and_sound

DRY_RUN = {"dry_run": 1}


class Rest:
    """A wire that writes forms, and from MR101 on JSON with a bearer token."""

    can_run_dry = True

    def __init__(self, web: Web, release: Release) -> None:
        self._web = web
        self._takes_json = release.takes_json

    async def send(self, ask: Ask, deadline: float) -> Answer:
        reply = await self._web.exchange(
            self._request(ask), deadline=deadline, largest=ask.largest_answer
        )
        # A large answer takes a while to read.
        return await asyncio.to_thread(_answer, ask, reply)

    def _request(self, ask: Ask) -> httpx2.Request:
        path = f"/rest/{ask.method.service}/{ask.method.name}/"
        fields, headers = self._said(ask), self._headers(ask)
        if ask.sound is not None:
            return self._web.request(
                "POST", path, headers=headers, form=_escaped(fields), files=_file(ask.sound)
            )
        if self._takes_json:
            headers["Content-Type"] = "application/json"
            return self._web.request(
                "POST", path, headers=headers, content=json.dumps(fields).encode()
            )
        return self._web.request("POST", path, headers=headers, form=_escaped(fields))

    def _said(self, ask: Ask) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if not self._bears(ask):
            fields["auth_info"] = {"session_id": ask.auth.session_id} if ask.auth else {}
        fields["params"] = ask.params
        if ask.dry_run:
            fields["aux_info"] = DRY_RUN
        return fields

    def _headers(self, ask: Ask) -> dict[str, str]:
        if ask.auth is None or not self._bears(ask):
            return {}
        return {"Authorization": f"Bearer {ask.auth.token}"}

    def _bears(self, ask: Ask) -> bool:
        return self._takes_json and ask.auth is not None and bool(ask.auth.token)

    async def close(self) -> None:
        await self._web.close()


def _escaped(fields: dict[str, Any]) -> dict[str, str]:
    return {name: json.dumps(value) for name, value in fields.items()}


def _file(sound: Sound) -> dict[str, tuple[str, bytes, str]]:
    kind = "audio/basic" if sound.name.lower().endswith(".au") else "application/octet-stream"
    return {sound.name: (sound.name, sound.content, kind)}


def _answer(ask: Ask, reply: Reply) -> Answer:
    told, sound = told_and_sound(parts_of(reply), "json")
    content = {} if told is None else _content(told, reply.status)
    answer = answer_of(ask, reply.status, content, sound)
    if told is None and answer.sound is None:
        raise AnswerNotUnderstood("an answer that is not JSON")
    return answer


def _content(told: Part, status: int) -> dict[str, Any]:
    try:
        content = msgspec.json.decode(told.content)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise AnswerNotUnderstood(f"status {status}: not JSON as it says") from None
    if not isinstance(content, dict):
        raise AnswerNotUnderstood(f"status {status}: JSON, but no object")
    return content
