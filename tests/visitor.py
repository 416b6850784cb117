"""Requests to an ASGI application in this process, as a server would hand them on."""

from collections.abc import Awaitable, Callable

import httpx2


def visitor(application: Callable[..., Awaitable[None]]) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(application), base_url="http://localhost"
    )
