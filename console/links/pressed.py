"""When and where a key was pressed, and until when its command may still be carried out."""

import math
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

AHEAD = 2.0  # seconds a browser's idea of our clock may run ahead


def expires(request: HttpRequest) -> float:
    """In seconds since the epoch, counted from the press and not from the arrival.

    A request that a stalled network delivers half a minute late must not end another call. The
    browser says the moment by its reckoning of our clock: in the header X-Pressed-At, or in the
    field `pressed_at` of a form that works without scripts.
    """
    now = time.time()
    said = request.headers.get("X-Pressed-At") or request.POST.get("pressed_at", "")
    try:
        pressed = float(said)
    except ValueError:
        pressed = now
    if not math.isfinite(pressed):
        pressed = now
    return min(pressed, now + AHEAD) + settings.WAITS.command_expiry


def address(request: HttpRequest) -> str:
    """The client's, as the limits of sign-in count it: behind as many proxies as TRUSTED_PROXIES.

    Where these do not say it, that of whoever connected to us.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return str(request.META.get("REMOTE_ADDR", ""))
