"""What a load balancer is told: that a process lives, and whether it can do its work."""

import asyncio
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.test import AsyncClient, RequestFactory

from console import health
from console.board.facts import LinkChanged
from console.links import pictures
from console.live import hubs
from console.live.browser import Browser
from tests.servers import free_port

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 5.0


async def asked(address: str = "/readyz") -> Any:
    async with asyncio.timeout(SOON):
        return await AsyncClient().get(address)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ANSWER_WITHIN", 0.1)


def test_alive_asks_nothing(client: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


async def test_ready_asks_database_and_layer() -> None:
    response = await asked()
    assert response.status_code == 200
    assert response.json() | {"links": {}} == {
        "database": "ok",
        "layer": "ok",
        "links": {},
        "ending": False,
    }


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
async def test_they_are_read_and_never_posted_to(address: str) -> None:
    client = AsyncClient(enforce_csrf_checks=False)
    for method in (client.post, client.put, client.delete):
        assert (await method(address)).status_code == 405
    assert (await client.head(address)).status_code == 200


async def test_a_lost_pbx_is_named_and_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    pictures.picture_of("office").apply(LinkChanged("lost", at=100.0))
    response = await asked()
    assert (response.status_code, response.json()["links"]) == (200, {"office": "lost"})


async def test_a_process_about_to_end_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "_closing", True)
    response = await asked()
    assert (response.status_code, response.json()["ending"]) == (503, True)


async def test_it_is_said_before_any_browser_is_told_to_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready: list[bool] = []

    class Told(Browser):
        def close(self, code: int) -> None:
            ready.append(not hubs.is_closing())
            self.ended.set()

    async def send(message: object) -> None: ...

    told = Told(send, lambda browser: None)
    monkeypatch.setattr(hubs, "_closing", False)
    monkeypatch.setattr(hubs, "_hubs", {"office": SimpleNamespace(browsers=lambda: [told])})
    await hubs.close_all()
    assert ready == [False]


async def test_a_layer_that_drops_messages_is_not_ready(
    monkeypatch: pytest.MonkeyPatch, hurried: None
) -> None:
    class Dropping(InMemoryChannelLayer):
        async def send(self, channel: str, message: object) -> None:
            return None

    monkeypatch.setattr(health, "get_channel_layer", Dropping)
    response = await asked()
    assert response.status_code == 503
    assert response.json()["layer"] == "no answer"


async def test_asking_again_and_again_leaves_no_channel_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer = InMemoryChannelLayer()
    monkeypatch.setattr(health, "get_channel_layer", lambda: layer)
    for _ in range(3):
        assert (await asked()).status_code == 200
    assert layer.channels == {}


async def test_a_redis_that_is_away_leaves_no_channel_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layer = RedisPubSubChannelLayer(hosts=[f"redis://127.0.0.1:{free_port()}/0"])
    monkeypatch.setattr(health, "get_channel_layer", lambda: layer)
    for _ in range(3):
        response = await asked()
        assert (response.status_code, response.json()["layer"]) == (503, "no answer")
    assert layer._get_layer().channels == {}
    await layer.flush()


async def test_a_layer_that_takes_subscriptions_and_no_messages_keeps_no_channel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Full(InMemoryChannelLayer):
        async def send(self, channel: str, message: object) -> None:
            raise ChannelFull

        async def new_channel(self, prefix: str = "specific.") -> str:
            name = await super().new_channel(prefix)
            self.channels[name] = asyncio.Queue()  # as the layer on Redis does
            return name

    layer = Full()
    monkeypatch.setattr(health, "get_channel_layer", lambda: layer)
    assert (await asked()).status_code == 503
    assert layer.channels == {}


async def test_those_who_ask_at_the_same_time_share_one_probe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asks, go_on = [], threading.Event()

    def slowly() -> None:
        asks.append(1)
        go_on.wait(SOON)

    monkeypatch.setattr(health, "ask_database", slowly)
    request = RequestFactory().get("/readyz")
    asking = [asyncio.create_task(health.ready(request)) for _ in range(20)]
    await asyncio.sleep(0)  # all have begun
    asking.pop(0).cancel()
    go_on.set()
    assert {one.status_code for one in await asyncio.gather(*asking)} == {200}
    assert len(asks) == 1
    assert (await asked()).status_code == 200
    assert len(asks) == 2, "an answer is not kept"


async def test_a_database_that_is_away_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("away")

    monkeypatch.setattr(health, "ask_database", fail)
    response = await asked()
    assert (response.status_code, response.json()["database"]) == (503, "no answer")


async def test_a_database_that_hangs_does_not_hold_up_the_answer(
    monkeypatch: pytest.MonkeyPatch, hurried: None
) -> None:
    recovered = threading.Event()
    monkeypatch.setattr(health, "ask_database", lambda: recovered.wait(SOON))
    began = time.monotonic()
    try:
        for _ in range(3):
            response = await asked()
            assert (response.status_code, response.json()["database"]) == (503, "no answer")
        assert time.monotonic() - began < SOON
    finally:
        recovered.set()
    monkeypatch.undo()
    assert (await asked()).status_code == 200
