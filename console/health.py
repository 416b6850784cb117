"""What a load balancer asks: are we alive, and can we do our work?"""

import asyncio
from collections.abc import Awaitable

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from console.links.pictures import all_pictures

ANSWER_WITHIN = 2.0  # seconds; load balancers commonly give up after five


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


async def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database and the channel layer answer, else 503 and which does not.

    A lost PBX is named but does not fail: taking this process away would not bring it back.
    """
    database, layer = await asyncio.gather(
        answers(sync_to_async(ask_database)()), answers(ask_layer())
    )
    return JsonResponse(
        {"database": sentence(database), "layer": sentence(layer), "links": links()},
        status=200 if database and layer else 503,
    )


def links() -> dict[str, str]:
    """The state of each PBX's link as this process sees it: connecting, live or lost."""
    return {picture.pbx: picture.board.link.state for picture in all_pictures()}


def sentence(answered: bool) -> str:
    return "ok" if answered else "no answer"


async def answers(question: Awaitable[None]) -> bool:
    try:
        await asyncio.wait_for(question, ANSWER_WITHIN)
    except Exception:
        # Whatever the driver of the database or of the layer raises, it means the same here.
        return False
    return True


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


async def ask_layer() -> None:
    """A message to ourselves, there and back: a layer that is full or away drops it silently."""
    layer = get_channel_layer()
    channel = await layer.new_channel("readyz")
    await layer.send(channel, {"type": "ready"})
    await layer.receive(channel)
