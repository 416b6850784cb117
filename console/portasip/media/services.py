"""Everything a media server does for one account, typed, over REST or SOAP alike."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from ..errors import InvalidParameter
from ..method import Method
from ..releases import MR96, Release
from ..structures import Structure
from .asking import carried_out
from .auto_attendant import AutoAttendant
from .conferences import Conferences
from .directory import Directory
from .door import DEADLINE, SOUND_DEADLINE, Answer, Door, MediaDoor, Sound, Wire
from .http import Web
from .rest import Rest
from .soap import Soap
from .structures.session import LoginRequest
from .voicemail import Preferences, Voicemail

Transport = Literal["rest", "soap"]
TRANSPORTS = ("rest", "soap")


class MediaServices:
    """The five services behind one door; `Asking` says what their methods raise."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.voicemail = Voicemail(door)
        self.preferences = Preferences(door)
        self.auto_attendant = AutoAttendant(door)
        self.conferences = Conferences(door)
        self.directory = Directory(door)

    @property
    def is_signed_in(self) -> bool:
        """Whether a login has succeeded: what was refused since is not the login's fault."""
        return self._door.is_signed_in

    async def call(
        self,
        method: Method,
        params: Structure,
        sound: Sound | None = None,
        *,
        dry_run: bool = False,
    ) -> Answer:
        """Carry out any method of the catalogue: what `params` says is checked first."""
        return await carried_out(self._door, method, params, sound, dry_run=dry_run)


@asynccontextmanager
async def open_media(
    url: str,
    login: str,
    password: str,
    domain: str,
    transport: Transport = "rest",
    release: Release = MR96,
    ssl_context: ssl.SSLContext | None = None,
    deadline: float = DEADLINE,
    sound_deadline: float = SOUND_DEADLINE,
) -> AsyncIterator[MediaServices]:
    """Open the media services of the account `login`; nothing is sent before the first call.

    `url` is https://host:port, without a path as a rule; deadlines are in seconds, the second for
    requests with a sound. Without an `ssl_context` the system's certificates are trusted. The
    context logs out and closes. Raises InvalidParameter.
    """
    if transport not in TRANSPORTS:
        raise InvalidParameter("transport", f"must be one of {', '.join(TRANSPORTS)}")
    credentials = LoginRequest(login=login, domain=domain, password=password)
    if ssl_context is None and url.lower().startswith("https:"):
        ssl_context = await asyncio.to_thread(ssl.create_default_context)
    web = Web(url, ssl_context)
    door = MediaDoor(
        _wire(web, transport, release),
        credentials,
        deadline=deadline,
        sound_deadline=sound_deadline,
    )
    try:
        yield MediaServices(door)
    finally:
        await door.close()


def _wire(web: Web, transport: Transport, release: Release) -> Wire:
    return Rest(web, release) if transport == "rest" else Soap(web)
