"""`python -m bench.fan_out_peers PEER`: one way to bring the same bytes to many browsers.

It prints the port of its WebSocket server and the port of its control. There, `event` sends one
message to every browser, and `cpu` answers how many CPU-seconds the process has used.

In the process of `watched`, which is ours too, a desk and a supervisor watch as well: their regions
are asked about every fact and rendered when it changes them. No other peer has that to do.
"""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings
from django.template.loader import get_template
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
django.setup()

from bench.audience import Reader  # noqa: E402
from bench.bare import ENDS_AFTER, Bare, behind_daphne  # noqa: E402
from console.board.state import Board  # noqa: E402
from console.desk.regions import DESK  # noqa: E402
from console.links.pictures import picture_of  # noqa: E402
from console.live import admission, regions  # noqa: E402
from console.live.hubs import hub_of  # noqa: E402
from console.live.regions import Region  # noqa: E402
from console.live.screens import Screen, Seat  # noqa: E402
from console.live.socket import screen_socket  # noqa: E402
from console.portasip.messages import (  # noqa: E402
    Extension,
    ExtensionsListed,
    LegChanged,
    LegId,
    Party,
)
from console.supervision.regions import SUPERVISION  # noqa: E402

Event = Callable[[], Awaitable[None] | None]
PBX, EXTENSION, OTHER, GROUP = "bench", "123007", "123012", "board"
# About what a lamp of the desk is: 600 bytes on the wire.
TEMPLATE = """<li id="{{ id }}" class="lamp" data-state="{{ state }}" data-target="{{ key }}">
<span class="lamp-name">Imogen Farrow</span><span class="lamp-short">107</span>
<span class="lamp-state" aria-label="State">{{ state }}</span>
<time data-since datetime="2026-11-24T13:43:08+00:00" hx-morph-skip-children></time>
<button type="button" aria-label="Transfer to Imogen Farrow" value="{{ key }}">Transfer</button>
</li>"""
LOCMEM = ("django.template.loaders.locmem.Loader", {"bench/lamp.html": TEMPLATE})
FILES = "django.template.loaders.filesystem.Loader"
LOADER = ("django.template.loaders.cached.Loader", [LOCMEM, FILES])
BACKEND = "django.template.backends.django.DjangoTemplates"
TEMPLATES = [
    {"BACKEND": BACKEND, "DIRS": settings.TEMPLATES[0]["DIRS"], "OPTIONS": {"loaders": [LOADER]}}
]


def state(number: int) -> str:
    return ("connected", "holding")[number % 2]


def lamp_state(board: Board, pbx: str, key: str) -> dict[str, Any]:
    return {"state": next((leg.state for leg in board.legs.values()), "")}


LAMP = Region("bench", "bench/lamp.html", lambda _, touched: touched.extensions, lamp_state)
SCREEN = Screen("bench", lambda board, seat: [("bench", EXTENSION)], lambda _: True)


def changed(number: int) -> LegChanged:
    return LegChanged(
        leg=LegId("call@pbx", "t"), state=state(number), at=float(number),
        caller=Party(number="442079460123"),
        callee=Party(number=EXTENSION, account_id=EXTENSION), direction="incoming",
    )  # fmt: skip


class OursPeer:
    """The console's socket, hub and browsers; a fact of the PBX begins it."""

    def __init__(self) -> None:
        regions.register(LAMP)
        self.number = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        route = {"kwargs": {"screen": "bench", "pbx": PBX}}
        await screen_socket({**scope, "url_route": route}, receive, send)

    def event(self) -> None:
        self.number += 1
        picture_of(PBX).apply(changed(self.number))


class WatchedPeer(OursPeer):
    """The same, while others watch other screens."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[asyncio.Task[None]] = []

    def let_others_watch(self) -> None:
        """A desk with the lamp of whom the facts are about, and a supervisor."""
        people = tuple(Extension(account, account[3:], "Imogen") for account in (EXTENSION, OTHER))
        picture_of(PBX).apply(ExtensionsListed(people, at=0.0))
        hub, seat = hub_of(PBX), Seat(PBX, OTHER)
        readers = [Reader(hub, screen, seat) for screen in (DESK, SUPERVISION)]
        self.others = [asyncio.create_task(one.read_on()) for one in readers]

    def event(self) -> None:
        if not self.others:
            self.let_others_watch()
        super().event()


async def admit(*_: object) -> tuple[Screen, Seat, admission.Admission]:
    return SCREEN, Seat(PBX), admission.Admission("s", 1, "p", PBX, "receptionist", EXTENSION)


def text_of(number: int) -> str:
    """What the hub sends for the same change. The latest also greets a browser, as ours is."""
    id = f"bench-{PBX}-{EXTENSION}"
    values = {"id": id, "key": EXTENSION, "state": state(number)}
    html = get_template(LAMP.template).render(values).strip()
    part = f"""<hx-partial hx-target="[id='{id}']" hx-swap="outerMorph">{html}</hx-partial>"""
    return f'{{"seq":{number},"proved":0.0,"content":{json.dumps(part)}}}'


class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """The usual Channels way: a group member each, and the template rendered in each."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()
        await self.send(text_of(ChannelsPeer.number))

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def receive(self, text_data: str = "", bytes_data: bytes | None = None) -> None:
        self.applied = json.loads(text_data)["ack"]

    async def board_changed(self, event: dict[str, Any]) -> None:
        await self.send(text_of(event["number"]))

    async def board_said(self, event: dict[str, Any]) -> None:
        await self.send(event["text"])


class ChannelsPeer:
    number = 0

    def __init__(self) -> None:
        self.app = Consumer.as_asgi()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    async def event(self) -> None:
        ChannelsPeer.number += 1
        message = {"type": "board.changed", "number": self.number}
        await get_channel_layer().group_send(GROUP, message)


class ChannelsOncePeer(ChannelsPeer):
    """A group member each, as is usual, but the text is rendered once for all of them."""

    async def event(self) -> None:
        ChannelsPeer.number += 1
        message = {"type": "board.said", "text": text_of(self.number)}
        await get_channel_layer().group_send(GROUP, message)


class BarePeer(Bare):
    """A loop over the sockets' `send`, and nothing else."""

    number = 0

    def greeting(self) -> str:
        return text_of(self.number)

    async def event(self) -> None:
        self.number += 1
        await self.say(text_of(self.number))


class BroadcastPeer:
    """`websockets.broadcast`: no ASGI, no Daphne."""

    def __init__(self) -> None:
        self.connections: set[ServerConnection] = set()
        self.number = 0

    async def handle(self, connection: ServerConnection) -> None:
        self.connections.add(connection)
        await connection.send(text_of(self.number))
        with contextlib.suppress(ConnectionClosed):
            async for _ in connection:
                pass
        self.connections.discard(connection)

    def event(self) -> None:
        self.number += 1
        broadcast(self.connections, text_of(self.number))


async def controlled(port: int, event: Event) -> None:
    """Serve the control, and say where everything is."""

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            if line == b"event\n":
                done = event()
                if done is not None:
                    await done
            else:
                writer.write(b"%.6f\n" % time.process_time())

    server = await asyncio.start_server(control, "127.0.0.1", 0)
    print(port, server.sockets[0].getsockname()[1], flush=True)


async def behind_websockets(peer: BroadcastPeer) -> None:
    async with serve(peer.handle, "127.0.0.1", 0, compression=None) as server:
        await controlled(server.sockets[0].getsockname()[1], peer.event)
        await asyncio.sleep(ENDS_AFTER)


BEHIND_DAPHNE = {
    "ours": OursPeer,
    "watched": WatchedPeer,
    "channels": ChannelsPeer,
    "channels_once": ChannelsOncePeer,
    "bare": BarePeer,
}


def main(name: str) -> None:
    settings.TEMPLATES = TEMPLATES
    admission.admit = admit
    if name == "broadcast":
        asyncio.run(behind_websockets(BroadcastPeer()))
    else:
        peer: Any = BEHIND_DAPHNE[name]()
        behind_daphne(peer, lambda port: controlled(port, peer.event))


if __name__ == "__main__":
    main(sys.argv[1])
