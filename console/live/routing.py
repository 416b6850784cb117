from django.urls import URLPattern, re_path

from console.live.socket import screen_socket

websocket_urlpatterns: list[URLPattern] = [
    re_path(r"^live/(?P<screen>[a-z]+)/(?P<pbx>[-\w]+)/$", screen_socket),  # type: ignore[arg-type]
]
