"""How the socket to a PBX is opened, with everything off that we do not want."""

import logging
import ssl as tls
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from socket import gaierror
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from .address import checked_url
from .errors import LinkLost

# At DEBUG the library logs every frame, logins included: this logger never gets that far.
quiet = logging.getLogger("console.portasip.socket")
quiet.setLevel(logging.WARNING)


class _Connect(connect):
    """`connect` without redirects: where we log in is for the administrator to say."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def open_socket(
    url: str, ssl_context: tls.SSLContext | None, frame_limit: int, within: float
) -> ClientConnection:
    """Return an open socket, or raise LinkLost with the cause. Sends no login.

    `frame_limit` is in bytes, `within` in seconds for name, TCP, TLS and handshake together.
    No compression (local networks, small frames), no proxy of the environment, no keepalive of
    the library's: it closes politely, which takes as long as the dead peer likes.
    Raises InvalidParameter for an address we do not dial.
    """
    options: dict[str, Any] = {}
    if ssl_context is not None and checked_url(url).startswith("wss:"):
        options["ssl"] = ssl_context
    try:
        return await _Connect(
            checked_url(url),
            compression=None,
            proxy=None,
            ping_interval=None,
            open_timeout=within,
            close_timeout=1,
            max_size=frame_limit,
            user_agent_header=None,
            logger=quiet,
            **options,
        )
    except (OSError, TimeoutError, UnicodeError, WebSocketException) as error:
        raise LinkLost(f"cannot connect: {_in_words(error)}", error) from error


def _in_words(error: Exception) -> str:
    """What kept a socket from opening, in the words of who runs a PBX."""
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens at this port"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, gaierror):
        return "the name is not known"
    if isinstance(error, tls.SSLCertVerificationError):
        return f"its certificate was refused, {error.verify_message}"
    if isinstance(error, InvalidStatus):
        return f"the web server answered with status {error.response.status_code}"
    return f"{type(error).__name__}: {error}".rstrip(" :")


def date_offset(socket: ClientConnection) -> float | None:
    """Return the server's clock minus ours, in seconds, from the Date of the handshake.

    Good to a second, so a smaller difference counts as none; and of the web server, which need
    not be the one that stamps calls: a first guess until a call shows better. None without Date.
    """
    response = socket.response
    stamp = response.headers.get("Date") if response is not None else None
    try:
        moment = parsedate_to_datetime(stamp) if stamp else None
    except ValueError:
        return None
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    # The stamp is cut to the second: on average it is half a second old.
    offset = moment.timestamp() + 0.5 - time.time()
    return offset if abs(offset) > 1 else 0.0
