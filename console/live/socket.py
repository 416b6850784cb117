"""The browser's socket: admitted, sent the full set, then every change; acknowledges in return.

A plain ASGI application: an AsyncConsumer would hop to a thread for every message it hears.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from console.live import admission, counts, hubs
from console.live.admission import asked
from console.live.browser import Browser, Send
from console.live.regions import Variant, spoken

Receive = Callable[[], Awaitable[dict[str, Any]]]


async def screen_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`/live/<screen>/<pbx>/`"""
    if (await receive())["type"] != "websocket.connect":
        return
    route = scope["url_route"]["kwargs"]
    found = await admission.admit(scope, route["screen"], route["pbx"])
    if found is None or hubs.is_closing():
        await send({"type": "websocket.close"})
        return
    screen, seat, grounds = found
    await send({"type": "websocket.accept"})
    hub = hubs.hub_of(seat.pbx)
    browser = Browser(send, lambda one: hub.resync(audience, one))
    variant = Variant(spoken(asked(scope, "language")), screen.masked)
    audience = hub.join(browser, screen, seat, variant)
    code = counts.ABNORMAL
    admission.admitted(browser, grounds)
    try:
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(browser.write())
            code = await _hear(receive, browser)
            writer.cancel()
    finally:
        admission.gone(browser)
        hub.leave(browser, audience)
        counts.close(browser.closing, code)
        browser.ended.set()


async def _hear(receive: Receive, browser: Browser) -> int:
    """Until it is gone; returns the code with which."""
    while (message := await receive())["type"] != "websocket.disconnect":
        browser.hear(message.get("text") or "")
    return int(message.get("code") or counts.ABNORMAL)
