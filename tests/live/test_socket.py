"""The socket of a screen, as a server drives it: connect, full set, changes, and an end."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from console.links.picture import Picture
from console.live import admission, hubs, regions, socket
from console.live.admission import Admission
from console.live.hubs import close_all, hub_of
from console.live.screens import Screen, Seat
from console.live.socket import screen_socket
from tests.live.test_hub import people, ringing

GROUNDS = Admission("session", 1, "hash", "main", "receptionist", "123007")
SOON = 5.0


class Client:
    """The server's side of one socket, and what came out of it."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.news = asyncio.Event()
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.fails = False
        scope = {"url_route": {"kwargs": {"screen": "office", "pbx": "main"}}}
        self.task = asyncio.create_task(screen_socket(scope, self.queue.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        if self.fails:
            raise OSError("the server lost the socket")
        self.sent.append(message)
        self.news.set()

    def hear(self, type: str, **values: Any) -> None:
        self.queue.put_nowait({"type": f"websocket.{type}", **values})

    async def has(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(SOON):
            while len(self.sent) < count:
                self.news.clear()
                await self.news.wait()
        return self.sent

    async def open(self) -> None:
        """Accepted, one heartbeat, one full set."""
        self.hear("connect")
        await self.has(3)

    def texts(self) -> list[dict[str, Any]]:
        return [json.loads(each["text"]) for each in self.sent if "text" in each]

    async def over(self) -> None:
        async with asyncio.timeout(SOON):
            await asyncio.wait({self.task})


@pytest.fixture(autouse=True)
def _admitting(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    async def admit(*args: Any) -> tuple[Screen, Seat, Admission]:
        return screen, Seat("main"), GROUNDS

    monkeypatch.setattr(admission, "_admitted", {})
    monkeypatch.setattr(hubs, "_closing", False)
    monkeypatch.setattr(socket.admission, "admit", admit)


@pytest.fixture
async def client(picture: Picture) -> AsyncIterator[Client]:
    picture.apply(people("101"))
    client = Client()
    yield client
    client.task.cancel()
    await asyncio.gather(client.task, return_exceptions=True)
    assert hub_of("main").browsers() == []
    assert admission._admitted == {}


async def test_a_browser_gets_the_full_set_then_changes(client: Client, picture: Picture) -> None:
    await client.open()
    picture.apply(ringing("101"))
    await client.has(4)
    assert client.sent[0] == {"type": "websocket.accept"}
    beat, full, change = client.texts()
    assert "beat" in beat
    assert (full["full"], "101 free" in full["content"]) == (True, True)
    assert "101 busy" in change["content"]
    assert change["seq"] == full["seq"] + 1


async def test_a_disconnect_ends_everything_of_it(client: Client) -> None:
    await client.open()
    client.hear("disconnect", code=1001)
    await client.over()
    assert client.task.exception() is None


async def test_whoever_is_refused_gets_a_close_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*args: Any) -> None:
        return None

    monkeypatch.setattr(socket.admission, "admit", refuse)
    client.hear("connect")
    await client.over()
    assert client.sent == [{"type": "websocket.close"}]


async def test_a_client_that_leaves_before_it_connects_costs_nothing(client: Client) -> None:
    client.hear("disconnect")
    await client.over()
    assert client.sent == []


async def test_a_closing_process_tells_its_browsers_and_waits_for_their_end(
    client: Client,
) -> None:
    await client.open()
    closing = asyncio.create_task(close_all())
    await client.has(4)
    assert client.sent[-1] == {"type": "websocket.close", "code": 1012}
    assert not closing.done()
    client.hear("disconnect", code=1012)
    await asyncio.wait_for(closing, SOON)


async def test_a_closing_process_lets_nobody_in(client: Client) -> None:
    await close_all()
    client.hear("connect")
    await client.over()
    assert client.sent == [{"type": "websocket.close"}]


async def test_binary_frames_and_rubbish_are_ignored(client: Client, picture: Picture) -> None:
    await client.open()
    client.hear("receive", bytes=b"\x00")
    client.hear("receive", text="[" * 60_000)
    client.hear("receive", text='{"resync": true}')
    await client.has(4)
    assert client.texts()[-1]["full"] is True


async def test_a_socket_that_cannot_be_written_to_ends(client: Client, picture: Picture) -> None:
    await client.open()
    client.fails = True
    picture.apply(ringing("101"))
    await client.over()
    assert client.task.exception() is not None


async def test_a_region_that_cannot_be_rendered_leaves_the_others(
    client: Client, picture: Picture, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    await client.open()
    broken = regions.Region(
        "link", "link.html", lambda board, touched: [""], lambda board, pbx, key: {"state": 1 / 0}
    )
    monkeypatch.setitem(regions._regions, "link", broken)
    picture.apply(ringing("101"))
    await client.has(4)
    assert "101 busy" in client.texts()[-1]["content"]
