"""The console as an app: its worker, which keeps nothing and says when there is no connection."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, since a worker serves what lies below its own address."""
    worker = render_to_string(
        "preferences/sw.js", {"offline": render_to_string("preferences/offline.html")}
    )
    return HttpResponse(
        worker,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
