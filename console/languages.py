"""In which language a page speaks: the operator's own choice, else this browser's.

Before sign-in, and for who has chosen nothing, Django's LocaleMiddleware decides: the cookie of the
language menu, then what the browser asks for.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from console import preferences


class BrowsersLanguage(LocaleMiddleware):
    """What is no page is the same in every language, and caches may know it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


@sync_and_async_middleware
def preferred(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], Any]:
    """The language in `request.preferences`, where there is one, wins over the browser's."""
    if not iscoroutinefunction(get_response):

        def respond(request: HttpRequest) -> Any:
            _speak(request)
            return get_response(request)

        return respond

    async def arespond(request: HttpRequest) -> Any:
        _speak(request)
        return await get_response(request)

    return arespond


def _speak(request: HttpRequest) -> None:
    chosen = getattr(getattr(request, "preferences", None), "language", "")
    if chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen


def zone(request: HttpRequest) -> dict[str, str]:
    """For `<html data-zone>`: in which zone the scripts write moments, "" for the browser's own."""
    return {"zone": settings.TIME_ZONE if settings.TIME_ZONE_GIVEN else ""}


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """The language menu: keeps the choice in this browser, and for who is signed in wherever else
    she signs in, and goes back to the page it was on."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        preferences.keep_language(request.user, chosen)
    return set_language(request)
