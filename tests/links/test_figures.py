"""Each figure of links, boards, feeds and commands moves when what it counts happens."""

import asyncio
import time
from typing import Any

import pytest

from console.board.facts import LinkChanged
from console.links import counts, pictures, watch
from console.links.commands import Command
from console.links.watch import Watch
from console.portasip.messages import FrameNotUnderstood, QueueListed, QueuesListed
from console.simulator import Simulator
from tests.figures import figure
from tests.links import test_feed
from tests.links.conftest import Office
from tests.links.test_consumer import Holder, holding
from tests.links.test_feed import Pair, ring, until

pair = test_feed.pair


@pytest.fixture(autouse=True)
def _from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_pictures", {})
    for count in (
        counts.link_changes,
        counts.disagreements,
        counts.gaps,
        counts.snapshots,
        counts.feed_not_understood,
        counts.feed_dropped,
        counts.second_presses,
        watch.outcomes,
        watch.settling,
    ):
        count.clear()


def test_a_link_is_in_one_state() -> None:
    picture = pictures.picture_of("main")
    assert figure("link_state", pbx="main", state="connecting") == 1
    picture.begin(7)
    picture.apply(LinkChanged("lost", at=time.time()))
    assert figure("link_state", pbx="main", state="connecting") == 0
    assert figure("link_state", pbx="main", state="lost") == 1
    assert figure("link_epoch", pbx="main") == 7


def test_the_link_of_a_pbx_that_was_removed_is_no_longer_reported() -> None:
    pictures.picture_of("main").apply(LinkChanged("lost", at=1.0))
    pictures.forget("main")
    assert figure("link_state", pbx="main", state="connecting") == 0
    pictures.picture_of("main")
    assert figure("link_state", pbx="main", state="connecting") == 1


def test_the_proof_ages_and_a_link_never_proved_has_no_age() -> None:
    picture = pictures.picture_of("main")
    assert figure("link_proof_age_seconds", pbx="main") == 0
    picture.proved_at = time.time() - 100
    assert 100 <= figure("link_proof_age_seconds", pbx="main") < 110


def test_frames_nobody_could_read_and_events_nobody_knows_are_told_apart() -> None:
    picture = pictures.picture_of("main")
    picture.apply(FrameNotUnderstood("not JSON", at=1.0))
    picture.apply(FrameNotUnderstood("no known notification", at=1.0, is_event=True))
    picture.apply(FrameNotUnderstood("no known notification", at=1.0, is_event=True))
    assert figure("board_noted_total", pbx="main", what="not_understood") == 1
    assert figure("board_noted_total", pbx="main", what="unknown_event") == 2
    assert figure("fold_seconds_count", pbx="main", kind="FrameNotUnderstood") == 3
    assert figure("fold_seconds_sum", pbx="main", kind="FrameNotUnderstood") > 0


def test_a_queue_says_how_many_wait_and_whether_that_is_all() -> None:
    picture = pictures.picture_of("main")
    picture.apply(QueuesListed((QueueListed("12", "Sales"),), at=1.0))
    labels = {"pbx": "main", "queue": "12", "name": "Sales"}
    assert figure("queue_waiting", **labels) == 0
    assert figure("queue_known", **labels) == 0
    picture.board.queues["12"].known = True
    assert figure("queue_known", **labels) == 1


async def test_a_link_counts_every_state_it_comes_to(office: Office) -> None:
    await office.pbx.drop_connections()
    await office.until(lambda: figure("link_changes_total", pbx="main", state="live") == 2)
    assert figure("link_changes_total", pbx="main", state="lost") == 1
    assert figure("link_changes_total", pbx="main", state="connecting") == 2


async def test_a_list_that_overrules_the_facts_is_counted(office: Office) -> None:
    office.pbx.disturb_notifications(drop=1.0)
    office.pbx.incoming_call("123007")
    await office.until(lambda: figure("list_disagreements_total", pbx="main") > 0)


async def test_a_gap_is_counted_once_and_so_is_the_snapshot_that_mends_it(pair: Pair) -> None:
    gaps, snapshots = (figure(f"mirror_{what}_total", pbx="main") for what in ("gaps", "snapshots"))
    assert (gaps, snapshots > 0) == (0, True)
    pair.layer.disturb = lambda message: []
    pair.happen(ring(1))
    await until(lambda: pair.layer.sent[-1]["type"] == "feed.fact")
    pair.layer.disturb = lambda message: [message]
    for number in range(2, 6):
        pair.happen(ring(number))
    await pair.agree()
    assert figure("mirror_gaps_total", pbx="main") == 1
    assert figure("mirror_snapshots_total", pbx="main") > snapshots


async def test_what_a_mirror_cannot_read_is_counted(pair: Pair) -> None:
    await pair.mirror.hear({"type": "feed.fact", "epoch": "?", "seq": 1})
    assert figure("mirror_not_understood_total", pbx="main") == 1


async def test_a_layer_that_is_away_keeps_messages_waiting_and_costs_some(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.layer.is_away = True
    pair.happen(ring(1))
    await until(lambda: figure("feed_dropped_total", pbx="main") > 0)


async def test_what_waits_for_the_layer_is_shown(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = Holder(pbx, shared=True)

    async def stuck(group: str, message: dict[str, Any]) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(holder.layer, "group_send", stuck)
    async with holding(holder):
        await until(lambda: figure("feed_waiting", pbx="main") > 1)


async def test_a_second_press_is_counted(pbx: Simulator) -> None:
    holder = Holder(pbx)
    async with holding(holder):
        for _ in range(2):
            await holder.hears.put(holder.dial("7.a"))
        await until(lambda: figure("second_presses_total", pbx="main") == 1)


def settled(verb: str, outcome: str, seconds: float) -> None:
    command = Command("main", "123007", verb, "7.a", expires=0.0)
    Watch().settled(command, outcome, "", seconds)


def test_commands_are_told_apart_by_verb_and_outcome() -> None:
    settled("hold", "accepted", 0.02)
    settled("hold", "unknown", 10.0)
    settled("hang-glide", "refused", 0.0)
    hold = {"pbx": "main", "verb": "hold"}
    assert figure("commands_total", **hold, outcome="accepted") == 1
    assert figure("commands_total", **hold, outcome="unknown") == 1
    assert figure("command_seconds_bucket", **hold, le="0.025") == 1
    assert figure("command_seconds_count", **hold) == 2
    assert figure("commands_total", pbx="main", verb="other", outcome="refused") == 1


async def test_a_loop_that_is_kept_from_its_tasks_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LAG_EVERY", 0.01)
    before = figure("loop_lag_seconds_sum")
    running = asyncio.create_task(Watch().run())
    await asyncio.sleep(0)
    time.sleep(0.1)  # noqa: ASYNC251 - what must never happen there
    await until(lambda: figure("loop_lag_seconds_sum") - before > 0.05)
    running.cancel()
