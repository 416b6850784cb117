"""Where the PBX fetches what it plays: without signing in, knowing nothing but the token."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from console.prompts.models import Prompt

MAX_AGE = 60  # seconds until a PBX that keeps what it fetched asks again: a new sound is soon heard


@csrf_exempt  # nothing is changed here, so a POST is told 405 and not to bring a cookie
@require_safe
def prompt(request: HttpRequest, token: str) -> HttpResponseBase:
    found = get_object_or_404(Prompt.objects.only("audio", "recorded"), token=token)
    audio = bytes(found.audio)
    etag, recorded = quote_etag(sha256(audio).hexdigest()), int(found.recorded.timestamp())
    response = HttpResponse(
        audio,
        content_type="audio/basic",
        headers={
            "Cache-Control": f"private, max-age={MAX_AGE}",
            "ETag": etag,
            "Last-Modified": http_date(recorded),
        },
    )
    return get_conditional_response(request, etag, recorded, response)  # type: ignore[return-value]
