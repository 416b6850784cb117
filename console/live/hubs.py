"""The hubs of this process, one per PBX, made when the first page asks."""

import asyncio

from django.conf import settings

from console.links.pictures import picture_of
from console.live.hub import Hub

SERVICE_RESTART = 1012
_hubs: dict[str, Hub] = {}
_closing = False


def hub_of(pbx: str) -> Hub:
    picture = picture_of(pbx)
    hub = _hubs.get(pbx)
    if hub is None or hub.picture is not picture:
        if hub:
            hub.close()
        hub = _hubs[pbx] = Hub(picture, settings.WAITS)
    return hub


def all_hubs() -> list[Hub]:
    return list(_hubs.values())


async def keep_beating() -> None:
    """Heartbeats to every browser, until cancelled."""
    while True:
        for hub in all_hubs():
            hub.beat()
        await asyncio.sleep(settings.WAITS.heartbeat_every)


def is_closing() -> bool:
    """Whether this process is about to end: whoever comes now comes too late."""
    return _closing


async def close_all() -> None:
    """Tell every browser to come back, and wait until their sockets have ended."""
    global _closing
    _closing = True
    browsers = [browser for hub in all_hubs() for browser in hub.browsers()]
    for browser in browsers:
        browser.close(SERVICE_RESTART)
    await asyncio.gather(*(browser.ended.wait() for browser in browsers))
