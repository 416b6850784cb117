"""The page prints the very bytes that its socket will send."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from console.board.facts import LinkChanged
from console.links.picture import Picture
from console.links.pictures import forget
from console.live.hubs import hub_of
from console.live.page import LivePage, live_page
from console.live.screens import Screen
from tests.live.test_hub import Watcher, people, ringing


@pytest.fixture
def page(picture: Picture, screen: Screen) -> LivePage:
    picture.apply(people("101"))
    membership: Any = SimpleNamespace(pbx=SimpleNamespace(name="main"), extension="101")
    return live_page(screen, membership)


async def test_a_region_of_the_page_is_what_the_hub_renders(
    page: LivePage, picture: Picture
) -> None:
    picture.apply(ringing("101"))
    assert page.region("lamp", "101") == '<li id="lamp-main-101">101 busy</li>'
    assert page.region("lamps") == f'<ul id="lamps-main">{page.region("lamp", "101")}</ul>'
    assert page.board is picture.board


async def test_a_page_follows_the_board(page: LivePage, picture: Picture) -> None:
    assert "connecting" in page.region("link")
    picture.apply(LinkChanged("live", at=2.0))
    assert "live" in page.region("link")


async def test_a_page_names_its_socket_and_carries_the_first_heartbeat(
    page: LivePage, picture: Picture
) -> None:
    picture.proved_at = 12.0
    assert page.socket == "/live/office/main/?language=en"
    assert json.loads(page.heartbeat)["beat"]["proved"] == 12.0


async def test_an_emptied_board_reaches_the_pages_that_come_after(
    page: LivePage, picture: Picture
) -> None:
    picture.apply(LinkChanged("live", at=2.0))
    before = hub_of("main")
    forget("main")
    assert hub_of("main") is before
    assert "connecting" in page.region("link")


async def test_a_page_takes_no_news_from_the_browsers_that_watch(
    page: LivePage, picture: Picture, screen: Screen
) -> None:
    """What the page draws first is what they have not been told yet."""
    hub = hub_of("main")
    watcher = Watcher(hub, screen)
    hub._rendered.clear()  # as when there were too many to keep
    picture.apply(ringing("101"))
    membership: Any = SimpleNamespace(pbx=SimpleNamespace(name="main"), extension="101")
    assert "101 busy" in live_page(screen, membership).region("lamps")
    assert "101 busy" in (await watcher.read())[-1]["content"]
