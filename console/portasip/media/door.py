"""The door to a media server, the same for REST and SOAP, and the session behind it."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from ..errors import AnswerNotUnderstood, InvalidParameter, LinkLost, PortaError, Refused
from ..method import Method
from ..scalars import text
from ..structures import written
from .methods import method_named
from .structures.session import LoginRequest

log = logging.getLogger(__name__)

DEADLINE, SOUND_DEADLINE = 10.0, 30.0  # seconds for one request, without and with a sound
LOGOUT_DEADLINE = 3.0  # nobody waits for it but the one who leaves
LOGIN, LOGOUT = ("Session", "login"), ("Session", "logout")
LARGEST_ANSWER, LARGEST_SOUND = 4 << 20, 64 << 20  # bytes


@dataclass(frozen=True)
class Sound:
    """A sound file. Read, its name has no directory and may be made up; its bytes are the PBX's."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What a method answered, as plain values. It may hold passwords: they are not shown."""

    content: dict[str, Any] = field(repr=False)
    sound: Sound | None = None


class Auth(NamedTuple):
    """A session. `token` is "" where logins give none."""

    session_id: str
    token: str = ""

    def __repr__(self) -> str:
        return "<Auth>"


@dataclass(frozen=True)
class Ask:
    """One request: what, with which sound, in which session."""

    method: Method
    params: dict[str, Any] = field(repr=False)
    auth: Auth | None = None
    sound: Sound | None = None
    dry_run: bool = False

    @property
    def largest_answer(self) -> int:
        return LARGEST_SOUND if self.method.answers_sound else LARGEST_ANSWER


class Door(Protocol):
    """The one way to a media server."""

    @property
    def is_signed_in(self) -> bool: ...

    async def call(
        self,
        service: str,
        method: str,
        params: dict[str, Any],
        *,
        sound: Sound | None = None,
        dry_run: bool = False,
    ) -> Answer:
        """Carry out one method; `params` as `written` gives them. Raises PortaError alone."""
        ...

    async def close(self) -> None: ...


class Wire(Protocol):
    """How a request is written and its answer read: REST or SOAP. It knows no sessions."""

    can_run_dry: bool

    async def send(self, ask: Ask, deadline: float) -> Answer: ...

    async def close(self) -> None: ...


class MediaDoor:
    """A door with one session, opened when it is first needed and closed with the door.

    A call takes at most its deadline; a login before it takes at most another. When the PBX
    refuses the session, and only then, there is one new login and the call is repeated, once:
    what it refused it has not done. Nothing else is ever repeated, so nothing is made twice;
    after Unanswered and AnswerNotUnderstood the caller has to look what became of it. Refused
    credentials stay refused for the life of the door, since each further try may prolong a lock.
    """

    def __init__(
        self,
        wire: Wire,
        credentials: LoginRequest,
        *,
        deadline: float = DEADLINE,
        sound_deadline: float = SOUND_DEADLINE,
    ) -> None:
        """Raises InvalidParameter for credentials the document does not allow."""
        self._login = written(credentials)
        self._wire = wire
        self._deadline, self._sound_deadline = deadline, sound_deadline
        self._auth: Auth | None = None
        self._signing_in = asyncio.Lock()
        self._logins = 0
        self._failure: PortaError | None = None
        self._is_closed = False

    @property
    def is_signed_in(self) -> bool:
        return self._auth is not None

    async def call(
        self,
        service: str,
        method: str,
        params: dict[str, Any],
        *,
        sound: Sound | None = None,
        dry_run: bool = False,
    ) -> Answer:
        known = method_named(service, method)
        if dry_run and not self._wire.can_run_dry:
            raise InvalidParameter("dry_run", "is for REST alone")
        if known.key == LOGIN:
            return await self._send(Ask(known, params))  # somebody else's session, not this one
        auth = await self._signed_in(refused=None)
        try:
            return await self._send(Ask(known, params, auth, sound, dry_run))
        except Refused as refusal:
            if not refusal.is_session:
                raise
            log.info("the media session has ended; logging in again")
        auth = await self._signed_in(refused=auth)
        return await self._send(Ask(known, params, auth, sound, dry_run))

    async def _send(self, ask: Ask) -> Answer:
        with_sound = ask.sound is not None or ask.method.answers_sound
        deadline = self._sound_deadline if with_sound else self._deadline
        answer = await self._wire.send(ask, deadline)
        if ask.method.key == LOGOUT and ask.auth is self._auth:
            self._auth = None
        return answer

    async def _signed_in(self, refused: Auth | None) -> Auth:
        """Return a session other than the refused one. Those who wait here share one login."""
        seen = self._logins
        async with self._signing_in:
            if self._is_closed:
                raise LinkLost("the media session is closed")
            if self._auth is not None and self._auth is not refused:
                return self._auth
            if self._failure is not None and (self._logins != seen or _is_final(self._failure)):
                raise self._failure.with_traceback(None)  # else it grows with every call
            self._auth, self._failure = None, None
            try:
                self._auth = await self._logged_in()
            except PortaError as failure:
                self._failure = failure
                raise
            finally:
                self._logins += 1
            return self._auth

    async def _logged_in(self) -> Auth:
        ask = Ask(method_named(*LOGIN), self._login)
        told = (await self._wire.send(ask, self._deadline)).content
        session_id, token = text(told.get("session_id")), text(told.get("access_token"))
        if not _fits_a_header(session_id):
            raise AnswerNotUnderstood("a login without a session")
        return Auth(session_id, token if _fits_a_header(token) else "")

    async def close(self) -> None:
        """Log out, if need be, and close the connections. What still waits is LinkLost."""
        self._is_closed = True
        auth, self._auth = self._auth, None
        try:
            if auth is not None:
                await self._wire.send(Ask(method_named(*LOGOUT), {}, auth), LOGOUT_DEADLINE)
        except PortaError as error:
            log.info("the media session was left without a logout: %s", error)
        finally:
            await self._wire.close()


def _fits_a_header(value: str) -> bool:
    return bool(value) and value.isascii() and value.isprintable()


def _is_final(failure: PortaError) -> bool:
    return isinstance(failure, Refused) and failure.is_credentials
