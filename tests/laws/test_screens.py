"""The laws of what browsers are sent."""

import json
import re

import pytest

from console.links.picture import Picture
from console.links.waits import Waits
from console.live import browser as bounds
from console.live.hub import Hub
from console.live.regions import Instance, Region, Variant
from console.live.screens import Seat, screen_named
from tests.live.test_hub import Watcher, people, ringing

RUTH, ANNA = "123007", "123012"
ENGLISH = Variant("en")
CHANGES = 12


@pytest.fixture
def hub() -> Hub:
    """Of an office with two desks that no link feeds."""
    picture = Picture("office")
    picture.apply(people(RUTH, ANNA))
    return Hub(picture, Waits(coalesce=0.01))


def at(hub: Hub, extension: str) -> Watcher:
    desk = screen_named("desk")
    assert desk is not None
    return Watcher(hub, desk, ENGLISH, Seat("office", extension))


def fragment(content: str, id: str) -> str:
    found = re.search(
        rf"<hx-partial hx-target=\"\[id='{id}'\]\"[^>]*>.*?</hx-partial>", content, re.S
    )
    assert found, content
    return found[0]


async def test_law_3_the_same_bytes_for_all_rendered_once_coalesced_and_morphed(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[tuple[str, str]] = []
    render = Region.render

    def counted(self: Region, board: object, pbx: str, key: str, *rest: object) -> str:
        rendered.append((self.name, key))
        return render(self, board, pbx, key, *rest)  # type: ignore[arg-type]

    ruth, anna = at(hub, RUTH), at(hub, ANNA)
    await ruth.read(), await anna.read()
    monkeypatch.setattr(Region, "render", counted)
    for second in range(20):
        hub.picture.apply(ringing(ANNA, tag=f"t{second}", at=2.0 + second))
    news = [(await screen.read())[-1]["content"] for screen in (ruth, anna)]
    assert [len(await screen.read()) for screen in (ruth, anna)] == [2, 2]  # the full set, and one
    lamps = [fragment(content, f"lamp-office-{ANNA}") for content in news]
    assert lamps[0] == lamps[1]
    assert 'hx-swap="outerMorph"' in lamps[0]
    assert hub.html(Instance("lamp", ANNA), ENGLISH) in lamps[0]  # as the page prints it
    assert rendered.count(("lamp", ANNA)) == 1
    assert f"ringing-office-{ANNA}" not in news[0]  # a desk's regions go to that desk alone


async def test_law_4_a_slow_browser_is_bounded_then_replaced_and_slows_nobody(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 5)
    slow, quick = at(hub, RUTH), at(hub, RUTH)
    backlog = await slow.read()
    for second in range(CHANGES):
        hub.picture.apply(ringing(RUTH, tag=f"t{second}", at=2.0 + second))
        newest = (await quick.read())[-1]["seq"]
        quick.browser.hear(json.dumps({"ack": newest}))
    assert [message["seq"] for message in await quick.read()] == list(range(CHANGES + 1))
    received = await slow.read()
    assert len(received) - len(backlog) < 5  # what it does not say that it has read, is no backlog
    slow.browser.hear(json.dumps({"ack": received[-1]["seq"]}))
    (caught_up,) = (await slow.read())[len(received) :]
    assert (caught_up["full"], caught_up["seq"]) == (True, CHANGES)
    shown = hub.html(Instance("ringing", RUTH), ENGLISH)
    assert shown in caught_up["content"]
