import os
from urllib.parse import urlsplit

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application

from console.environment import is_loopback

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
# Before the import below: it loads the apps, and with them the models the consumers use.
http = get_asgi_application()

from console.live.routing import websocket_urlpatterns  # noqa: E402
from console.static_files import StaticFiles  # noqa: E402

LOOPBACK_TWINS = ("localhost", "127.0.0.1", "[::1]")


def allowed_origins(public_url: str) -> list[str]:
    """The origins whose pages may open our sockets; a loopback address goes by several names."""
    parts = urlsplit(public_url)
    if not is_loopback(parts.hostname or ""):
        return [public_url]
    port = f":{parts.port}" if parts.port else ""
    return [public_url, *(f"{parts.scheme}://{name}{port}" for name in LOOPBACK_TWINS)]


sockets = URLRouter(websocket_urlpatterns)


async def known(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Find out who opens a socket, and then stand aside: Channels' session middleware would look at
    the session before every message that is sent, for longer than sending takes."""

    async def opened(scope: Scope, receive: ASGIReceiveCallable, _: ASGISendCallable) -> None:
        await sockets(scope, receive, send)

    await AuthMiddlewareStack(opened)(scope, receive, send)


application = ProtocolTypeRouter(
    {
        "http": StaticFiles(http),
        "websocket": OriginValidator(
            known,
            allowed_origins(settings.PUBLIC_URL),
        ),
    }
)
