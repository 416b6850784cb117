"""What the database says about PBXs is what is linked, by one keeper of many."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer, channel_layers
from django.db import OperationalError
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from console.links import feed, keeper, link, pictures
from console.links.consumer import ended, here
from console.links.credentials import CredentialsUnreadableError
from console.links.holding import FileHold
from console.links.keeper import Keeper
from console.links.models import PBX, Lease
from console.simulator import Simulator
from tests.links.conftest import SHORT

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 10.0


@pytest.fixture(autouse=True)
def _own_process(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    monkeypatch.setattr(keeper, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(feed, "ASK_AGAIN_AFTER", 0.02)
    databases = {"default": settings.DATABASES["default"] | {"NAME": str(tmp_path / "file")}}
    monkeypatch.setattr(keeper, "settings", Settings(databases))


class Settings:
    """The settings that a keeper reads: hold files of this test, and short waits."""

    IS_SQLITE = True
    REDIS_URL = ""
    WAITS = replace(SHORT, lease_poll=0.02)

    def __init__(self, databases: dict[str, Any]) -> None:
        self.DATABASES = databases


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not condition():  # noqa: ASYNC110 - the simulator raises no event for this
            await asyncio.sleep(0.005)


@sync_to_async
def added(pbx: Simulator, name: str = "main", **fields: Any) -> PBX:
    values: dict[str, Any] = {
        "url": pbx.url,
        "login": "demo",
        "scope_key": "i_customer",
        "scope_value": 30,
    }
    made = PBX(name=name, **(values | fields))
    made.password = "demo-password"
    made.save()
    return made


@sync_to_async
def changed(name: str = "main", **fields: Any) -> None:
    PBX.objects.filter(name=name).update(**fields)


@asynccontextmanager
async def keeping(one: Keeper) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(one.run())
    try:
        yield task
    finally:
        await ended(task)


def state(name: str = "main") -> str:
    return pictures.picture_of(name).board.link.state


def heard(pbx: Simulator, method: str) -> int:
    return sum(request["method"] == method for request in pbx.received)


async def test_a_pbx_that_is_added_is_linked_and_given_a_lease(pbx: Simulator) -> None:
    async with keeping(Keeper()):
        await added(pbx)
        await until(lambda: state() == "live")
        assert await sync_to_async(Lease.objects.filter(pbx__name="main").count)() == 1
    await until(lambda: pbx.connections == 0)
    assert heard(pbx, "logout") == 1
    assert here == {}


async def test_a_pbx_that_is_switched_off_is_logged_out_and_its_board_emptied(
    pbx: Simulator,
) -> None:
    await added(pbx)
    async with keeping(Keeper()):
        await until(lambda: state() == "live")
        pbx.incoming_call("123007")
        await until(lambda: len(pictures.picture_of("main").board.legs) == 1)
        await changed(enabled=False)
        await until(lambda: pbx.connections == 0)
        await until(lambda: not pictures.picture_of("main").board.legs)
        assert state() != "live"
        await changed(enabled=True)
        await until(lambda: state() == "live")
        assert pbx.connections == 1


async def test_a_changed_pbx_is_linked_anew_with_its_new_values(pbx: Simulator) -> None:
    await added(pbx, login="wrong")
    async with keeping(Keeper()):
        await until(lambda: state() == "lost")
        await changed(login="demo")
        await until(lambda: state() == "live")
        assert pbx.connections == 1


async def test_a_change_of_what_the_link_does_not_use_leaves_it_alone(pbx: Simulator) -> None:
    await added(pbx)
    async with keeping(Keeper()):
        await until(lambda: state() == "live")
        lists = heard(pbx, "get_sip_calls_list")
        await changed(media_domain="example.com")
        await until(lambda: heard(pbx, "get_sip_calls_list") > lists + 2)
        assert heard(pbx, "login") == 1


async def test_of_two_keepers_one_links_and_the_other_takes_over(pbx: Simulator) -> None:
    await added(pbx)
    async with keeping(Keeper()) as first:
        await until(lambda: state() == "live")
        generation = pictures.picture_of("main").board.epoch
        async with keeping(Keeper()):
            lists = heard(pbx, "get_sip_calls_list")
            await until(lambda: heard(pbx, "get_sip_calls_list") > lists + 2)
            assert (pbx.connections, heard(pbx, "login")) == (1, 1)
            await ended(first)
            await until(lambda: state() == "live" and heard(pbx, "login") == 2)
            assert pictures.picture_of("main").board.epoch > generation
            await until(lambda: pbx.connections == 1)


async def test_without_links_nothing_is_held(pbx: Simulator) -> None:
    await added(pbx)
    looked: list[int] = []
    async with keeping(Keeper(hold_links=False)) as running:
        await until(lambda: bool(looked.append(1)) or len(looked) > 30)
        assert not running.done()
        assert pbx.connections == 0


@pytest.mark.parametrize("error", [OperationalError("away"), ZeroDivisionError("a fault of ours")])
async def test_a_database_that_cannot_be_asked_ends_no_link(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    await added(pbx)
    asked: list[int] = []

    def away() -> None:
        asked.append(1)
        raise error

    async with keeping(Keeper()):
        await until(lambda: state() == "live")
        with capture_logs() as lines:
            monkeypatch.setattr(keeper, "_configs", away)
            await until(lambda: len(asked) > 2)
        assert state() == "live"
        assert heard(pbx, "login") == 1
    levels = [one["log_level"] for one in lines if "list of PBXs" in one["event"]]
    assert levels[0] in ("warning", "error")
    assert set(levels[1:]) == {"debug"}


async def test_one_unreadable_password_costs_only_its_own_pbx(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(pbx)
    await added(pbx, "other")
    config_of = keeper.config_of

    def some(each: PBX) -> Any:
        if each.name == "other":
            raise CredentialsUnreadableError
        return config_of(each)

    monkeypatch.setattr(keeper, "config_of", some)
    async with keeping(Keeper()):
        await until(lambda: state() == "live")
        assert state("other") == "connecting"


async def test_a_link_that_ends_by_a_fault_of_ours_begins_again(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(pbx)
    call, faults = keeper.LinkConsumer.__call__, []

    async def faulty(self: Any, *args: Any) -> None:
        if not faults:
            faults.append(1)
            raise ZeroDivisionError
        await call(self, *args)

    monkeypatch.setattr(keeper.LinkConsumer, "__call__", faulty)
    async with keeping(Keeper()):
        await until(lambda: state() == "live")


async def test_a_file_that_cannot_be_opened_is_asked_for_again(
    pbx: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "later"
    databases = {"default": {"NAME": str(folder / "file")}}
    monkeypatch.setattr(keeper, "settings", Settings(databases))
    take, refused = FileHold.take, []

    async def asked(self: FileHold) -> bool:
        try:
            return await take(self)
        except OSError as error:
            refused.append(error)
            raise

    monkeypatch.setattr(FileHold, "take", asked)
    await added(pbx)
    async with keeping(Keeper()) as running:
        await until(lambda: bool(refused))
        await sync_to_async(folder.mkdir)()
        await until(lambda: state() == "live")
        assert not running.done()


async def test_a_keeper_that_does_not_hold_mirrors_the_one_that_does(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = InMemoryChannelLayer()
    monkeypatch.setitem(channel_layers.backends, "default", layer)
    monkeypatch.setattr(Settings, "REDIS_URL", "redis://127.0.0.1:1")
    await added(pbx)
    async with keeping(Keeper()):
        await until(lambda: state() == "live")
        own = pictures.picture_of("main")
        monkeypatch.setattr(pictures, "_pictures", {})  # the other keeper's process
        async with keeping(Keeper()):
            await until(lambda: state() == "live")
            pbx.incoming_call("123007")
            await until(lambda: len(pictures.picture_of("main").board.legs) == 1)
            assert pictures.picture_of("main") is not own
            assert pbx.connections == 1


async def test_every_line_of_a_link_names_its_pbx(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, bound = link.opened, []

    async def noting(*args: Any) -> Any:
        bound.append(get_contextvars())
        return await opened(*args)

    monkeypatch.setattr(link, "opened", noting)
    await added(pbx)
    await added(pbx, "other")
    async with keeping(Keeper()):
        await until(lambda: state() == "live" and state("other") == "live")
    assert sorted(each["pbx"] for each in bound) == ["main", "other"]
