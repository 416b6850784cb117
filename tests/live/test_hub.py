"""Regions are rendered once and the same bytes go to everybody who watches them."""

import asyncio
import json
from typing import Any

import pytest

from console.board.facts import LinkChanged
from console.links.picture import Picture
from console.live import regions
from console.live.browser import Browser
from console.live.hub import Audience, Hub
from console.live.regions import Instance, Region, Variant
from console.live.screens import Screen, Seat
from console.portasip.messages import Extension, ExtensionsListed, LegChanged, LegId, Party

ENGLISH = Variant("en")
SEAT = Seat("main")


class Watcher:
    """A browser that keeps what it was sent, in order."""

    def __init__(
        self, hub: Hub, screen: Screen, variant: Variant = ENGLISH, seat: Seat = SEAT
    ) -> None:
        self.texts: list[str] = []
        self.browser = Browser(self._keep, lambda one: hub.resync(self.audience, one))
        self.audience = hub.join(self.browser, screen, seat, variant)

    async def _keep(self, message: dict[str, Any]) -> None:
        self.texts.append(message["text"])

    async def read(self) -> list[dict[str, Any]]:
        """The numbered messages so far, with the coalescing interval over."""
        await settle(self.browser)
        return [json.loads(text) for text in self.texts if "seq" in text]


async def settle(browser: Browser) -> None:
    writer = asyncio.create_task(browser.write())
    await asyncio.get_running_loop().run_in_executor(None, lambda: None)
    await asyncio.wait({writer}, timeout=0.05)
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)


def people(*ids: str) -> ExtensionsListed:
    return ExtensionsListed(tuple(Extension(id) for id in ids), at=1.0)


def ringing(extension: str, tag: str = "t", at: float = 2.0) -> LegChanged:
    return LegChanged(
        leg=LegId("call@pbx", tag),
        state="ringing",
        at=at,
        caller=Party(number="441184960233"),
        callee=Party(number=extension, account_id=extension),
        direction="incoming",
    )


async def test_a_new_browser_gets_every_region_of_its_screen(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101", "102"))
    first = (await Watcher(hub, screen).read())[0]
    assert first["full"] is True
    assert first["content"].count("<hx-partial") == 2
    assert '<li id="lamp-main-101">101 free</li><li id="lamp-main-102">' in first["content"]


async def test_a_change_brings_the_touched_region_alone(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101", "102"))
    watcher = Watcher(hub, screen)
    picture.apply(ringing("101"))
    change = (await watcher.read())[-1]
    assert "101 busy" in change["content"]
    assert "102" not in change["content"]
    assert change["seq"] == (await watcher.read())[0]["seq"] + 1


async def test_bytes_that_did_not_change_are_not_sent(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101"))
    picture.apply(ringing("101", "a"))
    watcher = Watcher(hub, screen)
    picture.apply(ringing("101", "b", at=3.0))
    assert len(await watcher.read()) == 1


async def test_many_changes_within_the_interval_are_one_message(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101", "102", "103"))
    watcher = Watcher(hub, screen)
    for number, extension in enumerate(("101", "102", "103")):
        picture.apply(ringing(extension, str(number)))
    messages = await watcher.read()
    assert len(messages) == 2
    assert messages[1]["content"].count("busy") == 3


async def test_a_region_is_rendered_once_for_all_browsers(
    hub: Hub, picture: Picture, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture.apply(people("101"))
    watchers = [Watcher(hub, screen) for _ in range(20)]
    rendered: list[str] = []
    render = Region.render
    monkeypatch.setattr(
        Region, "render", lambda self, *args: rendered.append(self.name) or render(self, *args)
    )
    picture.apply(ringing("101"))
    last = [(await watcher.read())[-1] for watcher in watchers]
    assert rendered == ["lamp"]
    assert all(message == last[0] for message in last)


async def test_what_one_fact_costs_does_not_grow_with_what_was_drawn(
    hub: Hub, picture: Picture, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture.apply(people(*(str(number) for number in range(1_000))))
    watchers = [Watcher(hub, screen) for _ in range(3)]
    looked: list[str] = []
    pop = dict.pop
    drawn = hub._rendered

    class Counting(dict[Any, Any]):
        def pop(self, key: Any, *default: Any) -> Any:
            looked.append(key)
            return pop(self, key, *default)

        def __iter__(self) -> Any:
            raise AssertionError("nothing may ask for all that was ever drawn")

    hub._rendered = Counting(drawn)
    picture.apply(ringing("101"))
    assert "101 busy" in (await watchers[0].read())[-1]["content"]
    assert looked == [Instance("lamp", "101")]


async def test_a_screen_that_leaves_is_forgotten(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101"))
    stays, leaves = Watcher(hub, screen), Watcher(hub, screen, Variant("en", masked=True))
    hub.leave(leaves.browser, leaves.audience)
    picture.apply(ringing("101"))
    assert "101 busy" in (await stays.read())[-1]["content"]
    assert len(await leaves.read()) == 1
    hub.leave(stays.browser, stays.audience)
    assert not hub._watching


async def test_page_and_push_print_the_same_bytes(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101"))
    watcher = Watcher(hub, screen)
    picture.apply(ringing("101"))
    pushed = (await watcher.read())[-1]["content"]
    assert hub.html(Instance("lamp", "101"), ENGLISH) in pushed


async def test_an_extension_that_appears_joins_the_screen(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101"))
    watcher = Watcher(hub, screen)
    picture.apply(people("101", "104"))
    await watcher.read()
    picture.apply(ringing("104"))
    assert "104 busy" in (await watcher.read())[-1]["content"]


async def test_a_masked_screen_has_its_own_bytes(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    plain = Watcher(hub, screen)
    masked = Watcher(hub, screen, Variant("en", masked=True))
    picture.apply(LinkChanged("live", at=2.0))
    assert "live masked" in (await masked.read())[-1]["content"]
    assert "live masked" not in (await plain.read())[-1]["content"]


async def test_a_browser_that_asks_again_gets_the_full_set(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    watcher = Watcher(hub, screen)
    await watcher.read()
    watcher.browser.hear('{"resync": true}')
    messages = await watcher.read()
    assert [message.get("full") for message in messages] == [True, True]
    assert messages[0]["seq"] == messages[1]["seq"]


async def test_the_heartbeat_carries_the_proof_and_the_link(hub: Hub, picture: Picture) -> None:
    picture.apply(LinkChanged("lost", at=100.0))
    picture.proved_at = 95.0
    beat = json.loads(hub.heartbeat())["beat"]
    assert beat["proved"] == 95.0
    assert beat["link"] == "lost"
    assert beat["since"] == picture.board.link.lost_since


def test_two_slices_cannot_register_one_name(lamp: Region) -> None:
    other = Region("lamp", "other.html", lamp.touched, lamp.context)
    with pytest.raises(ValueError, match="lamp"):
        regions.register(other)


async def test_browsers_that_come_while_changes_wait_hasten_nothing_and_share_one_full_set(
    hub: Hub, picture: Picture, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture.apply(people("101", "102"))
    watcher = Watcher(hub, screen)
    picture.apply(ringing("101"))
    before = len(await watcher.read())
    picture.apply(ringing("102", "b", at=3.0))
    built: list[Audience] = []
    full = Hub._full
    monkeypatch.setattr(
        Hub, "_full", lambda self, audience: built.append(audience) or full(self, audience)
    )
    late = [Watcher(hub, screen) for _ in range(20)]
    assert [text for one in late for text in one.texts if "seq" in text] == []
    assert {one.browser for one in late} <= set(hub.browsers())
    assert len(await watcher.read()) == before + 1
    for one in late:
        (message,) = await one.read()
        assert message["full"] is True
        assert "102 busy" in message["content"]
    assert len(built) == 1


async def test_a_browser_that_leaves_before_it_was_let_in_is_forgotten(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people("101"))
    watcher = Watcher(hub, screen)
    picture.apply(ringing("101"))
    late = Watcher(hub, screen)
    hub.leave(late.browser, late.audience)
    await watcher.read()
    assert hub.browsers() == [watcher.browser]
    assert await late.read() == []


async def test_a_full_set_with_a_region_that_failed_is_not_kept(
    hub: Hub, picture: Picture, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Region, "render", lambda *_: 1 / 0)
        first = await Watcher(hub, screen).read()
    assert first[0]["content"] == ""
    assert "link-main" in (await Watcher(hub, screen).read())[0]["content"]


async def test_a_fault_while_telling_is_made_good_by_a_full_set(
    hub: Hub, picture: Picture, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture.apply(people("101"))
    watcher = Watcher(hub, screen)
    with monkeypatch.context() as fault:
        fault.setattr(hub, "_send_changes", lambda old, touched: 1 / 0)
        picture.apply(ringing("101"))
        last = (await watcher.read())[-1]
    assert last["full"] is True
    assert "101 busy" in last["content"]
    picture.apply(people("101", "102"))
    assert "102 free" in (await watcher.read())[-1]["content"]


async def test_browsers_that_come_in_a_busy_moment_bring_the_others_nothing_early(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(people(*(str(101 + number) for number in range(9))))
    first = Watcher(hub, screen)
    picture.apply(ringing("101", "a"))
    for number in range(1, 9):
        picture.apply(ringing(str(101 + number), str(number)))
        Watcher(hub, screen, seat=Seat("main", str(number)))
    messages = await first.read()
    assert len(messages) <= 3  # the full set, the first change at once, the others together
    assert messages[-1]["content"].count("busy") >= 8


async def test_a_lost_link_is_told_with_the_proof_from_which_the_picture_ages(
    hub: Hub, picture: Picture, screen: Screen
) -> None:
    picture.apply(LinkChanged("live", at=10.0))
    watcher = Watcher(hub, screen)
    picture.proved_at = 12.0
    picture.apply(LinkChanged("lost", at=22.0, proved_at=12.0))
    assert (await watcher.read())[-1]["proved"] == 12.0
    beat = [json.loads(text) for text in watcher.texts if "beat" in text][-1]["beat"]
    assert (beat["link"], beat["since"], beat["proved"]) == ("lost", 12.0, 12.0)
