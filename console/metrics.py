"""`/metrics`, for Prometheus: the figures of this process alone, to whoever brings the token."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, REGISTRY, generate_latest


async def metrics(request: HttpRequest) -> HttpResponse:
    """The figures in Prometheus' text format; read in the event loop, in which they change.

    They name PBXs and queues and say how busy an office is. Whoever may not read them is told what
    any address that does not exist would tell, whatever the method. Loopback is nobody special:
    behind a proxy on the same machine everybody comes from there.
    """
    if not _is_reader(request):
        raise Http404
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return HttpResponse(
        generate_latest(REGISTRY),
        content_type=CONTENT_TYPE_PLAIN_0_0_4,
        headers={"Cache-Control": "no-store"},
    )


def _is_reader(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not settings.METRICS_TOKEN or scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
