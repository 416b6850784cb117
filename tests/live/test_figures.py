"""From frame to browser: what an acknowledgement measures; and how browsers are counted."""

import json
import time
from typing import Any

import pytest

from console.links.picture import Picture
from console.live import browser as bounds
from console.live import counts, latency
from console.live.figures import browsers
from console.live.hub import Hub
from console.live.hubs import hub_of
from console.live.latency import KEPT, Acknowledgements
from console.live.regions import Region
from console.live.screens import Screen
from tests.figures import figure
from tests.live.test_hub import Watcher, people, ringing


@pytest.fixture(autouse=True)
def _from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "frame_to_browser", latency.Timings())
    monkeypatch.setattr(counts, "closed", type(counts.closed)())


class Feed:
    """A browser on a screen of one extension, to which things happen at known moments."""

    def __init__(self, hub: Hub, screen: Screen) -> None:
        self.hub = hub
        hub.picture.apply(people("101"))
        self.watcher = Watcher(hub, screen)
        self.browser = self.watcher.browser
        self.legs = 0

    def happens(self, ago: float) -> int:
        """A call that rang or ended `ago` seconds ago; returns the number of its message."""
        self.legs += 1
        leg = ringing("101", at=time.time() - ago)
        state = "ringing" if self.legs % 2 else "terminated"
        # Each leg is another: one that was terminated stays dead.
        tag = f"t{(self.legs + 1) // 2}"
        self.hub.picture.apply(type(leg)(leg.leg._replace(tag=tag), state, leg.at, leg.caller,
                                         leg.callee, "incoming"))  # fmt: skip
        self.hub.flush()
        return self.watcher.audience.seq

    def acknowledge(self, seq: int, **more: Any) -> None:
        self.browser.hear(json.dumps({"ack": seq} | more))


@pytest.fixture
def feed(hub: Hub, screen: Screen) -> Feed:
    return Feed(hub, screen)


async def test_it_counts_from_the_arrival_of_the_frame_to_the_acknowledgement(feed: Feed) -> None:
    feed.acknowledge(feed.happens(ago=2.0))
    assert latency.frame_to_browser.count == 1
    assert 2.0 <= latency.frame_to_browser.sum < 2.5


async def test_all_messages_of_an_acknowledgement_count_with_the_oldest(feed: Feed) -> None:
    feed.happens(ago=2.0)
    feed.happens(ago=1.0)
    feed.acknowledge(feed.happens(ago=0.0))
    assert latency.frame_to_browser.count == 3
    assert 6.0 <= latency.frame_to_browser.sum < 7.5


async def test_what_the_browser_kept_back_is_no_latency(feed: Feed) -> None:
    feed.acknowledge(feed.happens(ago=2.0), waited=1.5)
    assert 0.5 <= latency.frame_to_browser.sum < 1.0


@pytest.mark.parametrize("waited", [-1, 3.0, "1", None, []])
async def test_a_browser_that_says_the_impossible_is_not_believed(
    feed: Feed, waited: object
) -> None:
    feed.acknowledge(feed.happens(ago=2.0), waited=waited)
    assert 1.0 <= latency.frame_to_browser.sum < 2.5


async def test_what_was_never_sent_or_is_acknowledged_already_counts_for_nothing(
    feed: Feed,
) -> None:
    seq = feed.happens(ago=0.0)
    for said in (seq, seq, seq - 1, -5, seq + 1, 10**400):
        feed.acknowledge(said)
    assert latency.frame_to_browser.count == 1


async def test_the_full_set_at_the_beginning_is_not_measured(feed: Feed) -> None:
    feed.acknowledge(feed.watcher.audience.seq)
    assert latency.frame_to_browser.count == 0


async def test_facts_that_share_a_message_count_from_the_first(hub: Hub, feed: Feed) -> None:
    first, second = time.time() - 3.0, time.time() - 1.0
    hub.picture.apply(ringing("101", "a", at=first))
    hub.picture.apply(ringing("101", "b", at=second))
    hub.flush()
    feed.acknowledge(feed.watcher.audience.seq)
    assert 3.0 <= latency.frame_to_browser.sum < 3.5


async def test_at_a_mirror_it_counts_from_the_arrival_of_the_feed(hub: Hub, feed: Feed) -> None:
    holders_clock = time.time() - 3600
    hub.picture.apply(ringing("101", "a", at=holders_clock), arrived_at=time.time() - 1.0)
    hub.flush()
    feed.acknowledge(feed.watcher.audience.seq)
    assert 1.0 <= latency.frame_to_browser.sum < 1.5


async def test_a_clock_that_was_set_back_gives_no_negative_time(feed: Feed) -> None:
    feed.acknowledge(feed.happens(ago=-60.0))
    assert (latency.frame_to_browser.count, latency.frame_to_browser.sum) == (1, 0.0)


async def test_a_browser_further_behind_than_is_kept_counts_with_the_oldest_kept(
    feed: Feed,
) -> None:
    for _ in range(KEPT + 5):
        feed.watcher.audience.say("", time.time() - 1.0, 0.0)
    acknowledgements = Acknowledgements(feed.watcher.audience)
    acknowledgements.seq = 0
    acknowledgements.hear(feed.watcher.audience.seq, None)
    assert latency.frame_to_browser.count == KEPT + 5


async def test_browsers_are_counted_by_screen_and_a_screen_nobody_watches_is_0(
    screen: Screen, lamp: Region, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.live.figures.all_screens", lambda: [screen])
    hub = hub_of("main")
    assert browsers() == {("main", "office"): 0}
    watcher = Watcher(hub, screen)
    assert figure("browsers", pbx="main", screen="office") == 1
    hub.leave(watcher.browser, watcher.audience)
    assert figure("browsers", pbx="main", screen="office") == 0


async def test_a_slow_browser_shows_in_its_backlog_and_when_it_falls_behind(
    screen: Screen, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LAG_MESSAGES", 3)
    fell = figure("browsers_fell_behind_total")
    full = figure("full_sets_total", pbx="main")
    feed, quick = Feed(hub_of("main"), screen), Watcher(hub_of("main"), screen)
    for _ in range(2):
        quick.browser.hear(json.dumps({"ack": feed.happens(ago=0.0)}))
    assert figure("full_sets_total", pbx="main") == full + 2
    assert figure("unacknowledged_messages_most", pbx="main") == 3
    assert figure("unacknowledged_messages", pbx="main") == 3
    assert figure("browsers_behind", pbx="main") == 0
    for _ in range(2):
        quick.browser.hear(json.dumps({"ack": feed.happens(ago=0.0)}))
    assert figure("browsers_behind", pbx="main") == 1
    assert figure("browsers_fell_behind_total") == fell + 1


async def test_a_browser_that_missed_something_is_counted(feed: Feed) -> None:
    before = figure("browser_gaps_total")
    feed.browser.hear('{"resync": true}')
    assert figure("browser_gaps_total") == before + 1


async def test_a_region_that_was_rendered_is_counted_with_its_time(feed: Feed) -> None:
    before = figure("render_seconds_count", region="lamp")
    feed.happens(ago=0.0)
    assert figure("render_seconds_count", region="lamp") == before + 1
    assert figure("render_seconds_sum", region="lamp") > 0


@pytest.mark.parametrize(
    ("ours", "theirs", "labels"),
    [
        (None, 1001, {"code": "1001", "by": "browser"}),
        (None, 4999, {"code": "other", "by": "browser"}),
        (1013, 1006, {"code": "1013", "by": "console"}),
    ],
)
def test_a_socket_ends_once_with_a_code_out_of_few(
    ours: int | None, theirs: int, labels: dict[str, str]
) -> None:
    counts.close(ours, theirs)
    assert figure("sockets_closed_total", **labels) == 1
    assert len(counts.closed) == 1
