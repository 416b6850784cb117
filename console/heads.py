"""HEAD is answered without a body.

Django gives a large page to the server in parts, and Daphne leaves out the first of them alone: the
rest would be read as the beginning of the next answer on the connection.
"""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

Response = HttpResponse | Awaitable[HttpResponse]


@sync_and_async_middleware
def without_body(
    get_response: Callable[[HttpRequest], Response],
) -> Callable[[HttpRequest], Response]:
    """The headers stay, `Content-Length` among them, as for the GET."""
    if not iscoroutinefunction(get_response):
        return lambda request: _emptied(request, get_response(request))  # type: ignore[arg-type]

    async def respond(request: HttpRequest) -> HttpResponse:
        return _emptied(request, await get_response(request))

    return respond


def _emptied(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.method == "HEAD" and not response.streaming:
        response.content = b""
    return response
