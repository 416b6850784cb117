"""What a load balancer asks: are we alive, and can we do our work?"""

import asyncio
import contextlib
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor

from channels.layers import BaseChannelLayer, get_channel_layer
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from console.links.pictures import all_pictures
from console.live import hubs

ANSWER_WITHIN = 2.0  # seconds; load balancers commonly give up after five

# A thread of its own. In the request's, a database that hangs would hold up the answer that says
# so; in those of the links, one probe after the other would keep a lease from being renewed.
_thread = ThreadPoolExecutor(1, "readiness")

_probe: asyncio.Task[tuple[bool, bool]] | None = None
"""The one under way. Anybody may ask, so whoever comes meanwhile waits for the same answer."""


@require_safe
async def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
async def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database and the channel layer answer, else 503 and which does not.

    A lost PBX is named but does not fail: taking this process away would not bring it back. A
    process that is about to end says so before it tells its browsers to come back elsewhere.
    """
    global _probe
    if _probe is None or _probe.done():
        _probe = asyncio.create_task(probe())
    database, layer = await asyncio.shield(_probe)  # one who leaves spoils it for nobody
    ending = hubs.is_closing()
    return JsonResponse(
        {
            "database": sentence(database),
            "layer": sentence(layer),
            "links": links(),
            "ending": ending,
        },
        status=200 if database and layer and not ending else 503,
    )


async def probe() -> tuple[bool, bool]:
    """Whether the database and the layer answer, ANSWER_WITHIN at the latest."""
    return await asyncio.gather(
        answers(asyncio.get_running_loop().run_in_executor(_thread, ask_database)),
        answers(ask_layer()),
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
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()  # nobody replaces one that a restart of the database has broken


async def ask_layer() -> None:
    """A message to ourselves, there and back: a layer that is full or away drops it silently."""
    layer = get_channel_layer()
    # To nobody, before subscribing: a layer that is away keeps half a subscription.
    await layer.group_send("readyz", {"type": "ready"})
    channel = await layer.new_channel("readyz")
    try:
        await layer.send(channel, {"type": "ready"})
    except BaseException:
        await forget(layer, channel)
        raise
    await layer.receive(channel)  # which forgets the channel when it is cancelled
    await forget(layer, channel)


async def forget(layer: BaseChannelLayer, channel: str) -> None:
    """A layer on Redis stays subscribed to a channel until somebody who reads it is cancelled."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0):
            await layer.receive(channel)
