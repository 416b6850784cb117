from typing import Any

from django.urls import URLPattern, re_path

from console.live.socket import screen_socket


async def no_screen(scope: Any, receive: Any, send: Any) -> None:
    """Any other address: refused, where the router would raise and fill the log."""
    await send({"type": "websocket.close"})


websocket_urlpatterns: list[URLPattern] = [
    re_path(r"^live/(?P<screen>[a-z]+)/(?P<pbx>[-\w]+)/$", screen_socket),  # type: ignore[arg-type]
    re_path(r"", no_screen),  # type: ignore[arg-type]
]
