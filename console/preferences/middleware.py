"""`request.preferences` for every page of somebody who is signed in."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from console import preferences

# They must answer whatever became of the database, and to them nobody is anybody.
ASKED_BY_MACHINES = ("/healthz", "/readyz", "/metrics", "/prompts/")


@sync_and_async_middleware
def preferred(
    get_response: Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]],
) -> Callable[[Any], Any]:
    if not iscoroutinefunction(get_response):

        def respond(request: Any) -> Any:
            if not request.path.startswith(ASKED_BY_MACHINES):
                request.preferences = preferences.of(request.user)
            return get_response(request)

        return respond

    async def arespond(request: Any) -> Any:
        if not request.path.startswith(ASKED_BY_MACHINES):
            request.preferences = await preferences.aof(await request.auser())
        return await get_response(request)

    return arespond
