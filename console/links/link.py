"""The life of one link: connect, log in, subscribe, list, facts; lost, wait, again."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
import structlog
from structlog.contextvars import bind_contextvars

from console.board.facts import BoardFact, LinkChanged
from console.board.services import Services
from console.board.state import Touched
from console.links import counts, sentences
from console.links.holding import HoldLost
from console.links.picture import Picture
from console.links.waits import Waits
from console.portasip.backoff import Pace
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.errors import PortaError, Refused, is_retryable
from console.portasip.messages import (
    ExtensionsListed,
    Fact,
    FrameNotUnderstood,
    HuntGroupsListed,
    QueuesListed,
)
from console.portasip.releases import MR96, Release
from console.portasip.stamps import ClockOffset
from console.troubles import Trouble

T = TypeVar("T")
log = structlog.get_logger()
NAMES_EVERY = 300.0  # names of people and queues change rarely; a list of 1,000 costs the PBX
# The document gives no code for an expired session: on a list, these may be what it looks like.
SESSION_GONE = {"internal_error", "disabled_api_notifications"}
GUARD_EVERY = 0.5  # a holder that slept closes its socket within 1 s of waking
LOGOUT_WITHIN = 1.0
DOUBT_AT_MOST_EVERY = 0.1  # a PBX that sends rubbish must not be asked for lists without end


@dataclass(frozen=True)
class LinkConfig:
    """Where one PBX is and how to speak to it. `scope` is a key of the document and its number."""

    pbx: str
    url: str
    login: str
    password: str = field(repr=False)
    scope: tuple[str, int]
    ca_file: str = ""
    insecure: bool = False
    join_legs: str = ""
    answer_mode: str = "notify"
    release: Release = MR96
    services: Services = field(default_factory=Services)


def ssl_context_for(config: LinkConfig) -> ssl.SSLContext | None:
    """How the PBX proves itself; None for the plain sockets that only loopback may use."""
    return trust(config) if config.url.startswith("wss:") else None


def trust(config: LinkConfig) -> ssl.SSLContext:
    """What certificates of this PBX have to satisfy. Raises OSError or SSLError for its CA file."""
    context = ssl.create_default_context(cafile=config.ca_file or None)
    if config.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


async def opened(
    config: LinkConfig, waits: Waits, clock: Callable[[], float] = time.time
) -> tuple[Connection, CallControl]:
    """A socket of its own and the calls over it, not signed in yet. Whoever opens it closes it.

    Raises as Connection.open does, and OSError for the CA file.
    """
    connection = await Connection.open(
        config.url,
        # Certificates are read from the disk, and browsers are served by the same event loop.
        ssl_context=await asyncio.to_thread(ssl_context_for, config),
        ping_every=waits.ping_every,
        pong_within=waits.pong_within,
        frame_limit=waits.frame_limit,
        request_deadline=waits.request_deadline,
        open_within=waits.request_deadline,  # a handshake is a request like any other
        clock=clock,
    )
    try:
        return connection, control_over(connection, config)
    except PortaError:
        connection.abort()
        raise


async def leave(connection: Connection, control: CallControl) -> None:
    """Log out of a session that is open, and close; a PBX that does not answer is left."""
    try:
        if connection.session.session_id and not connection.is_closed:
            with contextlib.suppress(PortaError, TimeoutError):
                async with asyncio.timeout(LOGOUT_WITHIN):
                    await control.logout()
        await connection.close()
    finally:
        connection.abort()


def control_over(connection: Connection, config: LinkConfig) -> CallControl:
    """The calls of this PBX over an open socket. Raises InvalidParameter for an odd scope."""
    return CallControl(
        connection, scope=config.scope, answer_mode=config.answer_mode, release=config.release
    )


class Link:
    """Keeps one PBX's board true for as long as `run` is awaited.

    Facts leave through `publish`; `guard` is called before every send and raises when the right to
    send is gone. A connection is used once; this object is what connects again.
    """

    def __init__(
        self,
        config: LinkConfig,
        picture: Picture,
        publish: Callable[[BoardFact], Touched],
        waits: Waits,
        guard: Callable[[], None],
    ) -> None:
        self.config = config
        self.picture = picture
        self.publish = publish
        self.waits = waits
        self.guard = guard
        self.clock = time.time
        self.control: CallControl | None = None
        self._connection: Connection | None = None
        self._offset = ClockOffset()
        self._doubt = asyncio.Event()
        self._refused: set[str] = set()
        self._attempt = 0
        self._losing = Trouble("link lost", "link live again")
        self._disagreeing = Trouble("the list disagreed with the board")

    @property
    def proved_at(self) -> float:
        connection = self._connection
        return connection.proved_at if connection else self.picture.proved_at

    def doubt(self) -> None:
        """Ask for a list at once: something says that the board or the session may be wrong."""
        self._doubt.set()

    async def run(self) -> None:
        """Until cancelled, or HoldLost. Never ends by an error of the PBX, the network or ours."""
        bind_contextvars(pbx=self.config.pbx)  # in every line of this task and those it begins
        waits = self.waits
        pace = Pace(waits.retry_min, waits.retry_max, waits.refused_credentials, waits.steady_after)
        while True:
            self._attempt += 1
            self._say("connecting")
            started = time.monotonic()
            try:
                await self._live_once()
            except HoldLost:
                raise
            except Exception as error:
                pause = pace.wait(is_retryable(error), time.monotonic() - started)
                self._lost(error, pause)
                await asyncio.sleep(pause)

    async def _live_once(self) -> None:
        """One connection from opening to its end; always raises what ended it."""
        self.guard()
        connection, control = await opened(self.config, self.waits, self.clock)
        connection.guard = self.guard
        connection.on_fact = self._arrived
        self._connection = connection
        self._offset = ClockOffset(connection.offset)
        wanted = False
        try:
            await self._enter(control)
            self.control = control
            self._attempt = 0
            self._losing.ended(pbx=self.config.pbx)
            self._say("live")
            await self._stay(connection, control)
        except asyncio.CancelledError:
            wanted = True
            raise
        finally:
            self.control = self._connection = None
            self.picture.proved_at = connection.proved_at
            await self._leave(connection, control, wanted)

    async def _enter(self, control: CallControl) -> None:
        await control.login(self.config.login, self.config.password)
        await control.enable_notifications()
        await self._list(control)

    async def _stay(self, connection: Connection, control: CallControl) -> None:
        """Live: prove the session by lists, read names; raises what ended it, never returns."""
        tasks = [
            asyncio.create_task(self._keep_proving(control)),
            asyncio.create_task(self._keep_names(control)),
            asyncio.create_task(self._watch(connection)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, connection: Connection) -> None:
        """Raise what closed the connection, or that the right to hold the link has ended."""
        closed = asyncio.ensure_future(connection.closed())
        try:
            while not closed.done():
                self.guard()
                await asyncio.wait({closed}, timeout=GUARD_EVERY)
            raise closed.result()
        finally:
            closed.cancel()

    async def _leave(self, connection: Connection, control: CallControl, wanted: bool) -> None:
        """Log out when we end the link ourselves; a lost or doubtful socket is just dropped."""
        try:
            if wanted:
                with contextlib.suppress(PortaError, OSError, TimeoutError, HoldLost):
                    async with asyncio.timeout(LOGOUT_WITHIN):
                        await control.logout()
        finally:
            connection.abort()

    async def _keep_proving(self, control: CallControl) -> None:
        """A list every `list_every` seconds, and at once after any doubt."""
        while True:
            listed = time.monotonic()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.waits.list_every):
                    await self._doubt.wait()
            await asyncio.sleep(listed + DOUBT_AT_MOST_EVERY - time.monotonic())
            self._doubt.clear()
            try:
                changed = await self._list(control)
            except Refused as refused:
                if not (refused.is_session or refused.suffix in SESSION_GONE):
                    raise
                log.info("session ended, logging in again", pbx=self.config.pbx)
                await self._enter(control)
                continue
            if changed:
                counts.disagreements[self.config.pbx] += 1
                self._disagreeing.happened(pbx=self.config.pbx)
                await control.enable_notifications()

    async def _list(self, control: CallControl) -> bool:
        """Take a snapshot; True when it changed a leg that had not changed since the request."""
        since = self.picture.board.facts
        listed = await control.calls_list(since, self._offset.seconds)
        conferences = await self._optional("conferences", control.conference_list)
        touched = self.publish(msgspec.structs.replace(listed, conferences=conferences))
        return bool(touched.corrected)

    async def _keep_names(self, control: CallControl) -> None:
        """Names of extensions, queues and hunt groups; each look-up is optional."""
        while True:
            extensions = await self._optional("extensions", control.extensions)
            if extensions is not None:
                self.publish(ExtensionsListed(extensions=extensions, at=self.clock()))
            queues = await self._optional("queues", control.queues)
            if queues is not None:
                self.publish(QueuesListed(queues=queues, at=self.clock()))
            groups = await self._optional("hunt groups", control.hunt_groups)
            if groups is not None:
                self.publish(HuntGroupsListed(groups=groups, at=self.clock()))
            await asyncio.sleep(NAMES_EVERY)

    async def _optional(self, what: str, ask: Callable[[], Awaitable[T]]) -> T | None:
        """The answer, or None when this PBX does not offer it; logged once per link."""
        if what in self._refused:
            return None
        try:
            return await ask()
        except Refused as refused:
            if refused.is_session:
                self.doubt()
                return None
            self._refused.add(what)
            log.warning(
                "the PBX does not offer this", pbx=self.config.pbx, what=what, code=refused.code
            )
            return None

    def _arrived(self, fact: Fact) -> None:
        self.publish(fact)
        self._offset.observe(fact)
        if isinstance(fact, FrameNotUnderstood):
            self.doubt()

    def _say(self, state: str, reason: str = "", next_try: float | None = None) -> None:
        counts.link_changes[self.config.pbx, state] += 1
        self.publish(
            LinkChanged(
                state=state,
                at=self.clock(),
                reason=reason,
                attempt=self._attempt,
                next_try=next_try,
                proved_at=self.proved_at or None,
            )
        )

    def _lost(self, error: BaseException, pause: float) -> None:
        is_ours = not isinstance(error, PortaError | OSError)
        self._losing.happened(
            pbx=self.config.pbx,
            cause=repr(error),
            next_try_in=round(pause, 2),
            exc_info=error if is_ours else None,
        )
        self._say("lost", reason=sentences.of_loss(error), next_try=self.clock() + pause)
