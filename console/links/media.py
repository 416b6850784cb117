"""The media services of a PBX of the database: voicemail, auto attendant, rooms, directory."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, cast

from console.links.keeper import config_of
from console.links.link import trust
from console.links.models import PBX
from console.portasip.errors import InvalidParameter
from console.portasip.media.door import Answer, Sound
from console.portasip.media.services import MediaServices, Transport, open_media
from console.portasip.method import Method
from console.portasip.releases import Release
from console.portasip.structures import built

# What a PBX's record needs before anybody can log in there, and the option that gives it.
NEEDED = {
    "media_url": "--media-url",
    "media_login": "--media-login",
    "media_password_sealed": "--media-password-env",
    "media_domain": "--media-domain",
}


def missing(pbx: PBX) -> list[str]:
    """Return the options of addpbx without which nobody can log in there."""
    return [option for field, option in NEEDED.items() if not getattr(pbx, field)]


@contextlib.asynccontextmanager
async def services(pbx: PBX, *, account: str | None = None) -> AsyncIterator[MediaServices]:
    """The media services, signed in as the PBX's own media account or as `account`.

    Another account signs in with the same password: the services know no other way, and an
    installation that lets the console manage several accounts gives them one. Raises
    InvalidParameter that names the missing options of addpbx, CredentialsUnreadableError, and
    OSError for the CA file.
    """
    if lacking := missing(pbx):
        raise InvalidParameter("addpbx", f"{pbx.name} needs {', '.join(lacking)} for this")
    is_secure = pbx.media_url.startswith("https:")
    async with open_media(
        pbx.media_url,
        account or pbx.media_login,
        pbx.media_password,
        pbx.media_domain,
        transport=cast(Transport, pbx.media_transport),
        release=Release(pbx.release),
        # Certificates are read from the disk.
        ssl_context=await asyncio.to_thread(trust, config_of(pbx)) if is_secure else None,
    ) as opened:
        yield opened


async def call(
    pbx: PBX,
    method: Method,
    params: dict[str, Any],
    sound: Sound | None,
    *,
    account: str | None = None,
    dry_run: bool = False,
) -> Answer:
    """One documented call. Raises as `services` and the media services do."""
    async with services(pbx, account=account) as opened:
        request = built(method.request, params)
        return await opened.call(method, request, sound, dry_run=dry_run)
