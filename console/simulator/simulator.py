"""The simulated PBX as a whole, for tests, demos and training."""

import logging
import time
from collections import deque
from random import Random
from types import TracebackType
from typing import Any

from websockets.asyncio.server import ServerConnection

from . import busy_morning
from .api import Api
from .callbacks import Callbacks
from .frames import Frames
from .legs import Leg
from .media import MediaServer
from .passing_time import PassingTime
from .people import People
from .prompts import Prompts
from .sessions import Sessions
from .sockets import Sockets, later, written
from .timings import Timings
from .trouble import Trouble
from .world import Told, World

log = logging.getLogger(__name__)
SCENARIOS = ("quiet", "busy-morning")
REORDERED_WITHIN = 0.05  # seconds after which a notification kept back goes out anyhow


class Simulator(People, Trouble):
    """A PortaSwitch on a loopback port, used as `async with Simulator() as pbx`.

    `scenario`: "quiet" does only what it is asked, at once; "busy-morning" keeps an office busy
    from `random_seed`. `timings` and `speed` say how fast; `clock_offset` (s) is how far the
    PBX's clock is off; `queue_shape` is bare, unwrapped or wrapped. `tls` is made at start.
    `release` is the maintenance release it plays: 96, or a later one as far as it is known.
    """

    def __init__(
        self,
        scenario: str = "quiet",
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        random_seed: int = 0,
        timings: Timings | None = None,
        speed: float = 1.0,
        clock_offset: float = 0.0,
        queue_shape: str = "bare",
        tracking_per_leg: bool = False,
        dispatching: bool | None = None,
        login: str = "demo",
        password: str = "demo-password",
        tls: bool = False,
        release: int = 96,
        media_port: int = 0,
        media_password: str = "media-password",
        media_domain: str = "pbx.example.com",
    ) -> None:
        if scenario not in SCENARIOS:
            raise ValueError(f"scenario is one of {', '.join(SCENARIOS)}, not {scenario!r}")
        is_busy = scenario == "busy-morning"
        world = World(
            time.time() - (busy_morning.WARM_UP if is_busy else 0.0),
            random_seed,
            timings or (Timings() if is_busy else Timings.immediate()),
            dispatching=is_busy if dispatching is None else dispatching,
            tracking_per_leg=tracking_per_leg,
        )
        People.__init__(self, world)
        Trouble.__init__(self)
        if is_busy:
            busy_morning.begin(world)
        self.host, self._port, self._tls = host, port, tls
        self.login, self.password = login, password
        self.release = release
        self.frames = Frames(clock_offset, queue_shape)
        # Session ids are no part of the day: they come from their own source.
        self.sessions = Sessions(world.office, {login: password}, Random())
        self.prompts = Prompts()
        fetch = self.prompts.fetch
        self.api = Api(world, self.frames, self.sessions, self.faults, fetch, release)
        self.time = PassingTime(world.agenda, speed)
        self.media_password, self.media_domain = media_password, media_domain
        self.media = MediaServer(self.api, self.time.now, media_port, media_password, media_domain)
        self.callbacks = Callbacks(self.frames)
        self._sockets = Sockets(self._receive, self._forget, lambda: self.faults.silent)
        self._outbox: deque[tuple[str, set[Any]]] = deque()
        self._is_answering = False
        world.listeners.append(self._notify)

    @property
    def url(self) -> str:
        scheme = "wss" if self._tls else "ws"
        return f"{scheme}://{self.host}:{self.port}/ws"

    @property
    def media_url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.media.port}"

    @property
    def port(self) -> int:
        return self._sockets.port or self._port

    @property
    def received(self) -> list[dict[str, Any]]:
        """Every request so far: `{"service", "method", "params", …}`, without passwords.

        Those of the WebSocket have their `cseq`, those of the media server their `transport`.
        """
        return self.api.received

    @property
    def violations(self) -> list[dict[str, Any]]:
        """Requests that did not fit the document, each with its `complaints`."""
        return self.api.violations

    @property
    def sockets(self) -> set[ServerConnection]:
        """The open connections themselves, for tests that tell them apart."""
        return self._sockets.connections

    @property
    def connections(self) -> int:
        return len(self.sockets)

    async def __aenter__(self) -> "Simulator":
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()
        self.time.stop()
        self.callbacks.close()
        self.prompts.close()

    async def start(self) -> None:
        """Listen, after `stop` on the same port again. The world went on meanwhile."""
        if self._tls and self._sockets.tls is None:
            from .certificate import self_signed

            self._sockets.tls = self_signed(self.host)
        await self._sockets.listen(self.host, self.port)
        try:
            await self.media.listen(self.host, self._sockets.tls)
        except OSError:
            await self._sockets.stop()
            raise
        self.time.start()

    async def stop(self) -> None:
        """Stop listening and cut every connection. Sessions are lost, calls go on."""
        await self._sockets.stop()
        await self.media.stop()
        self.expire_sessions()

    async def drop_connections(self) -> int:
        """Abort every TCP connection; clients may connect again at once."""
        return self._sockets.cut() + self.media.cut()

    def expire_sessions(self) -> int:
        """Forget every API session: sockets stay open, notifications stop without a word."""
        return self.sessions.expire() + self.media.logins.expire()

    def silence(self, silent: bool = True) -> None:
        """Go half-open: accept, but read and say nothing, not even pongs. False ends it."""
        self.faults.silent = silent
        if not silent:
            self._sockets.read_on()
            self.media.read_on()

    def clear(self) -> None:
        """Start afresh: no calls, no faults, phones as new, nothing received. Sessions stay."""
        self.silence(False)
        self.faults.clear()
        super().clear()
        self.media.clear()
        self.received.clear()
        self.violations.clear()

    def send_raw(self, text: str) -> None:
        """Send any text frame to every connection."""
        self._sockets.send(text, set(self._sockets.connections))

    def settle(self) -> None:
        self.time.catch_up()

    def _receive(self, frame: str | bytes, connection: ServerConnection) -> None:
        self.time.catch_up()
        self._is_answering = True
        try:
            reply = self.api.reply(frame, connection)
            self.time.catch_up()
        finally:
            self._is_answering = False
        if self.faults.notifications_first:
            self._flush()
        if reply.content is not None:
            text = written(reply.content)
            later(reply.delay, lambda: self._sockets.send(text, {connection}))
        self._flush()

    def _notify(self, subject: Told) -> None:
        if isinstance(subject, Leg):
            self.callbacks.tell(subject)
        listeners = self.sessions.listeners(subject)
        if not listeners:
            return
        text = written(self.frames.notification(subject))
        for frame in self.faults.passed_on(text):
            self._outbox.append((frame, listeners))
        if not self._is_answering:
            self._flush()
        if self.faults.has_kept_back:
            later(REORDERED_WITHIN, lambda: self._send_kept_back(listeners))

    def _send_kept_back(self, listeners: set[Any]) -> None:
        for frame in self.faults.kept_back():
            self._sockets.send(frame, listeners)

    def _flush(self) -> None:
        while self._outbox:
            self._sockets.send(*self._outbox.popleft())

    def _forget(self, connection: ServerConnection) -> None:
        self.sessions.forget_socket(connection)
