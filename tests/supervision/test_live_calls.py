"""Calls come and go one by one, and yet every browser shows the list that a new page would."""

import asyncio
import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from console.links.picture import Picture
from console.links.waits import Waits
from console.live.browser import Message
from console.live.hub import Hub
from console.live.regions import Instance, Region, Variant
from console.live.screens import Seat
from console.supervision.regions import SUPERVISION
from tests.supervision.conftest import PRIYA, RUTH, Office
from tests.supervision.test_freshness import EVENTS

ENGLISH = Variant("en")
LIST = "livecalls-office"
PARTIAL = re.compile(
    r"""<hx-partial hx-target="\[id='(.+?)'\]" hx-swap="(\w+)">(.*?)</hx-partial>""", re.DOTALL
)
ROW = re.compile(r'<li id="(livecall-office-\d+)".*?</li>', re.DOTALL)


def rows_of(html: str) -> dict[str, str]:
    return {found[1]: found[0] for found in ROW.finditer(html)}


class Screen:
    """What a browser makes of the list by the swaps it is sent."""

    def __init__(self) -> None:
        self.acknowledgements = None
        self.rows: dict[str, str] = {}

    def push_with_care(self, message: Message) -> None:
        self.push(message)

    def beat(self, text: str) -> None:
        """Nothing that the list shows."""

    def push(self, message: Message) -> None:
        for target, swap, html in PARTIAL.findall(json.loads(message.event["text"])["content"]):
            if target == LIST and swap == "outerMorph":
                self.rows = rows_of(html)
            elif target == LIST:
                assert swap == "beforeend"
                self.rows |= rows_of(html)
            elif target.startswith("livecall-"):
                self._swap(target, swap, html)

    def _swap(self, target: str, swap: str, html: str) -> None:
        ids = list(self.rows)
        before, after = ids[: ids.index(target)], ids[ids.index(target) + 1 :]
        middle = {"delete": {}, "outerMorph": rows_of(html)}.get(
            swap, rows_of(html) | {target: self.rows[target]}
        )
        kept = self.rows
        self.rows = {one: kept[one] for one in before} | middle | {one: kept[one] for one in after}


async def followed(groups: list[list[str]]) -> None:
    office, screen = Office(Picture("office")), Screen()
    hub = Hub(office.picture, Waits())
    office.opens()
    hub.join(screen, SUPERVISION, Seat("office"), ENGLISH)  # type: ignore[arg-type]
    for names in groups:
        for name in names:
            EVENTS[name](office)
        hub.flush()
        shown = rows_of(hub.html(Instance("livecalls", ""), ENGLISH))
        assert list(screen.rows.items()) == list(shown.items()), names
    hub.close()


@example([list(EVENTS), ["a gives up"], ["e is at the other phone", "f rings"]])
@example([["f rings", "e rings"], ["e hangs up"], ["a waits", "e is at the other phone"]])
@given(st.lists(st.lists(st.sampled_from(sorted(EVENTS)), max_size=6), max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_browser_that_follows_shows_what_a_new_page_would(groups: list[list[str]]) -> None:
    asyncio.run(followed(groups))


@pytest.mark.parametrize("others", [0, 300])
async def test_a_call_that_rings_costs_the_same_among_many(
    others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, screen = Office(Picture("office")), Screen()
    hub = Hub(office.picture, Waits())
    office.opens()
    for number in range(others):
        office.rings(f"o{number}", "441184960233", PRIYA, "connected")
    hub.join(screen, SUPERVISION, Seat("office"), ENGLISH)  # type: ignore[arg-type]
    drawn: list[str] = []
    render = Region.render
    monkeypatch.setattr(
        Region, "render", lambda self, *args: drawn.append(self.name) or render(self, *args)
    )
    office.rings("new", "441184960234", RUTH)
    hub.flush()
    assert sorted(drawn) == ["livecall", "livecount", "operator", "tiles"]
    assert len(screen.rows) == others + 1
    hub.close()
