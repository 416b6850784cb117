"""Where a PBX may be: the address of its `/ws` ("Access to JSON-RPC API")."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from .errors import InvalidParameter

LIMIT = "must be wss://host:port/ws (ws:// for a loopback host only)"


def checked_url(url: str) -> str:
    """Return `url`, or raise InvalidParameter.

    Without TLS a login travels in the clear, so `ws://` is for this machine alone.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InvalidParameter("url", LIMIT) from None
    if not host or port == 0 or parts.username is not None or parts.fragment:
        raise InvalidParameter("url", LIMIT)
    if parts.scheme == "wss" or (parts.scheme == "ws" and is_loopback(host)):
        return url
    raise InvalidParameter("url", LIMIT)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
