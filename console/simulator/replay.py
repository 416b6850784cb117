"""A PBX that lives through a recording again, for whatever console connects."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any
from uuid import uuid4

from websockets.asyncio.server import ServerConnection, broadcast

from .errors import UNSUPPORTED_METHOD
from .mirror import Info, Mirror, parsed
from .sockets import Sockets, written

log = logging.getLogger(__name__)
Line = tuple[float, str, bytes]  # seconds since the start, "sent" or "received", the frame
OK: Info = {"success": 1}
NO_SUCH_CONFERENCE = "Server.CallControl.sip.conference_not_found"


class Replay:
    """Listens on loopback, used as `async with Replay(lines) as pbx`.

    Any login is taken. The recording begins with the first subscription, right behind its first
    list, and its pauses are divided by `speed`. Lists are answered as the recorded PBX would have
    at that moment; look-ups and commands are refused. `over` is set after the last frame.
    """

    def __init__(self, lines: Iterable[Line], port: int = 0, *, speed: float = 1.0) -> None:
        self.over = asyncio.Event()
        self.played = 0
        self.on_start: Callable[[], None] = lambda: None
        self._lines = iter(lines)
        self._port = port
        self._speed = speed
        self._mirror = Mirror()
        self._subscribers: set[ServerConnection] = set()
        self._playing: asyncio.Task[None] | None = None
        self._sockets = Sockets(self._receive, self._subscribers.discard, lambda: False)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._sockets.port}/ws"

    async def __aenter__(self) -> "Replay":
        await self._sockets.listen("127.0.0.1", self._port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)
        await self._sockets.stop()

    def _receive(self, frame: str | bytes, connection: ServerConnection) -> None:
        request = parsed(frame)
        if request is None or request.get("cseq") is None:
            return
        answer = self._answer(str(request.get("method")), request.get("params"), connection)
        self._sockets.send(written({"cseq": request["cseq"], **answer}), {connection})

    def _answer(self, method: str, params: Any, connection: ServerConnection) -> Info:
        if method == "login":
            return _result({"session_id": uuid4().hex})
        if method == "enable_api_notifications":
            self._subscribers.add(connection)
            self._begin()
        elif method == "disable_api_notifications":
            self._subscribers.discard(connection)
        elif method == "get_sip_calls_list":
            return _result({"calls_list": self._mirror.calls()})
        elif method == "get_on_spot_conference_list":
            return _result({"conference_list": self._mirror.rooms()})
        elif method == "get_on_spot_conference_participant_list":
            return self._participants(params)
        elif method not in ("logout", "ping"):
            return {"code": UNSUPPORTED_METHOD, "message": "this is a recording"}
        return _result(OK)

    def _participants(self, params: Any) -> Info:
        room = params.get("conference_info") if isinstance(params, dict) else None
        named = room if isinstance(room, dict) else {}
        found = self._mirror.participants(
            str(named.get("owner_id", "")), str(named.get("name", ""))
        )
        if found is None:
            return {"code": NO_SUCH_CONFERENCE, "message": "no such conference"}
        return _result({"participant_list": found})

    def _begin(self) -> None:
        if self._playing is None:
            first = self._opened()
            self._playing = asyncio.get_running_loop().create_task(self._play(first))
            self.on_start()

    def _opened(self) -> Line | None:
        """Take in what belongs to the first lists; return the first line after them."""
        for line in self._lines:
            _, direction, frame = line
            content = parsed(frame)
            if self._mirror.has_list and direction == "received" and not _is_answer(content):
                return line
            if content is not None:
                self._mirror.take(direction, content)
        return None

    async def _play(self, first: Line | None) -> None:
        try:
            await self._play_from(first)
        except Exception:
            log.exception("the recording cannot be played on after %d frames", self.played)
        self.over.set()

    async def _play_from(self, first: Line | None) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for at, direction, frame in _from(first, self._lines):
            assert first is not None
            # Also without a pause: consoles must be heard between two frames.
            await asyncio.sleep(max(0.0, began + (at - first[0]) / self._speed - loop.time()))
            content = parsed(frame)
            if content is not None:
                self._mirror.take(direction, content)
            if direction == "received" and not _is_answer(content):
                self.played += 1
                broadcast(self._subscribers, _as_sent(frame))


def _from(first: Line | None, lines: Iterator[Line]) -> Iterator[Line]:
    if first is not None:
        yield first
        yield from lines


def _is_answer(content: Info | None) -> bool:
    return content is not None and content.get("cseq") is not None


def _as_sent(frame: bytes) -> str | bytes:
    """A text frame where it can be one."""
    try:
        return frame.decode()
    except UnicodeDecodeError:
        return frame


def _result(result: Info) -> Info:
    return {"result": result, "success": 1}
