"""Static files out of memory, before Django looks at a request.

A desk asks for some sixty of them at once. Django's way, and a thread that opens and reads each,
would hold up the loop for a fifth of a second, and with it what the PBX tells everybody else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from servestatic.asgi import FileServerASGI
from servestatic.middleware import ServeStaticMiddleware

BY_PATH = "http.response.pathsend"  # the ASGI extension by which a server is told to send a file


class StaticFiles:
    """Answers for the files that Django's finders know; `application` for everything else.

    Names, types, validators and ranges are ServeStatic's, from the SERVESTATIC settings. Without
    DEBUG a file is served as it was when the process began; with it, as it is.
    """

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application
        self._always = _always()
        self._known = ServeStaticMiddleware(application)
        files = () if settings.DEBUG else self._known.files.values()
        paths = {path for file in files for _, path, _ in file.alternatives}
        self._contents = {path: Path(path).read_bytes() for path in paths}

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        file = await self._found(scope["path"])
        if file is None:
            await self.application(scope, receive, send)
            return

        async def answer(event: Any) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = [*event["headers"], *self._always]
            elif event["type"] == BY_PATH:
                event = {"type": "http.response.body", "body": await self._read(event["path"])}
            await send(event)

        await FileServerASGI(file)({**scope, "extensions": {BY_PATH: {}}}, receive, answer)

    async def _found(self, path: str) -> Any:
        if settings.DEBUG and path.startswith(settings.STATIC_URL):
            return await asyncio.to_thread(self._known.find_file, path)
        return self._known.files.get(path)

    async def _read(self, path: str) -> bytes:
        kept = self._contents.get(path)
        return await asyncio.to_thread(Path(path).read_bytes) if kept is None else kept


def _always() -> list[tuple[bytes, bytes]]:
    """What Django's SecurityMiddleware says of every other answer, as far as it concerns a file."""
    said = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
    if settings.SECURE_HSTS_SECONDS:
        said.append((b"strict-transport-security", b"max-age=%d" % settings.SECURE_HSTS_SECONDS))
    return said
