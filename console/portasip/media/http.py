"""HTTP to one media server, guarded: what it may cost, and where it may go.

The address is a setting and the answers come from the network, so: https (http on loopback
only), no redirects, no proxy from the environment, no cookies, no compression (a small answer
must not unpack into a huge one), few connections, a deadline and a size for every answer.
"""

import asyncio
import ssl
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx2

from ..address import is_loopback
from ..errors import AnswerNotUnderstood, InvalidParameter, LinkLost, Unanswered

ADDRESS_LIMIT = "must be https://host:port (http:// for a loopback host only)"
CONNECTIONS = 4  # one person's clicks; more would only queue at the PBX
CONNECTING = 5.0  # seconds, half the usual deadline


@dataclass(frozen=True)
class Reply:
    """An answer of any status. `disposition` is its Content-Disposition header."""

    status: int
    content_type: str
    disposition: str
    content: bytes = field(repr=False)


def checked_media_url(url: str) -> str:
    """Return the address without a closing slash, or raise InvalidParameter."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        httpx2.URL(url)
    except (ValueError, httpx2.InvalidURL):
        raise InvalidParameter("media_url", ADDRESS_LIMIT) from None
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host or ""))
    if not host or port == 0 or not (is_plain and is_safe) or not url.isascii() or " " in url:
        raise InvalidParameter("media_url", ADDRESS_LIMIT)
    return url.rstrip("/")


def guarded_client(ssl_context: ssl.SSLContext | None = None) -> httpx2.AsyncClient:
    """Return a client that follows nothing and remembers nothing.

    Without a context it trusts nobody, which does for http on loopback: reading the system's
    certificates takes a while, so that is the caller's to do, off the event loop.
    """
    return httpx2.AsyncClient(
        verify=ssl_context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        follow_redirects=False,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"Accept-Encoding": "identity"},
        limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
    )


class Web:
    """Requests to the media server at `base`. Close it with `close`."""

    def __init__(self, url: str, ssl_context: ssl.SSLContext | None = None) -> None:
        self.base = checked_media_url(url)
        host = urlsplit(self.base).hostname or ""
        self.host = f"[{host}]" if ":" in host else host
        self._client = guarded_client(ssl_context)

    def request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        form: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None,
    ) -> httpx2.Request:
        return self._client.build_request(
            method, self.base + path, content=content, headers=headers, data=form, files=files
        )

    async def exchange(self, request: httpx2.Request, *, deadline: float, largest: int) -> Reply:
        """Send, and return the whole answer.

        Raises LinkLost when the server was not reached or broke off, Unanswered when `deadline`
        (seconds) passed after that, AnswerNotUnderstood for a redirect and for an answer of more
        than `largest` bytes.
        """
        waits = httpx2.Timeout(deadline, connect=min(CONNECTING, deadline / 2))
        request.extensions["timeout"] = waits.as_dict()
        try:
            async with asyncio.timeout(deadline):
                return await self._exchange(request, largest)
        except (TimeoutError, httpx2.ReadTimeout, httpx2.WriteTimeout):
            raise Unanswered(f"no answer within {deadline:g} s") from None
        except (httpx2.HTTPError, OSError, RuntimeError) as error:
            # A RuntimeError says that the client was closed meanwhile.
            if isinstance(error, httpx2.RequestError):
                error.request = httpx2.Request(request.method, request.url)  # without its secrets
            first = _first_cause(error)
            raise LinkLost(
                f"the media server: {str(error) or type(error).__name__}", first
            ) from first

    async def _exchange(self, request: httpx2.Request, largest: int) -> Reply:
        response = await self._client.send(request, stream=True)
        try:
            if response.is_redirect:
                raise AnswerNotUnderstood(f"status {response.status_code}: a redirect")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise AnswerNotUnderstood("a compressed answer, which was not asked for")
            content = bytearray()
            async for chunk in response.aiter_raw():
                content += chunk
                if len(content) > largest:
                    raise AnswerNotUnderstood(f"an answer of more than {largest} bytes")
        finally:
            await response.aclose()
        return Reply(
            response.status_code,
            response.headers.get("content-type", ""),
            response.headers.get("content-disposition", ""),
            bytes(content),
        )

    async def close(self) -> None:
        await self._client.aclose()


def _first_cause(error: BaseException) -> BaseException:
    """Return what happened below the layers of the client, a certificate's error for instance.

    httpcore2 keeps it as its own argument, and hides it as a cause.
    """
    for below in (error.__cause__, *error.args):
        if isinstance(below, BaseException):
            return _first_cause(below)
    return error
