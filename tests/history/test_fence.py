"""What an older holder knows never overwrites what a newer one wrote, and is not lost either."""

import pytest

from console.board.fold import fold
from console.board.state import decode, encode
from console.history.models import Leg, Watch
from console.links.models import PBX, Lease
from console.portasip.messages import CallsListed
from tests.board.office import leg
from tests.history.agreement import Historian
from tests.history.office import PBX as NAME
from tests.history.office import Office, calls, leg_of, only, seconds, states

pytestmark = pytest.mark.usefixtures("database")


def test_a_holder_that_lost_its_hold_overwrites_nothing_and_adds_what_it_saw() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.write()
    successor = office.mirrored(epoch=2)
    office.leg("c1 a", "holding", kind="incoming", tracking="t1")
    office.inbound("c5 a", "112", tracking="t5")
    office.snapshot(leg("c1 a", "holding"), leg("c5 a", "ringing"))
    successor.leg("c1 a", "connected", kind="incoming", tracking="t1")
    successor.leg("c1 a", "held", kind="incoming", tracking="t1")
    successor.write()
    written = Leg.objects.filter(dialog="c1").values().get()
    office.write()
    assert Leg.objects.filter(dialog="c1").values().get() == written
    assert states("c1 a") == ["ringing", "connected", "holding", "held"]
    assert leg_of("c5 a").is_live
    assert only_watch() == 2
    successor.snapshot(leg("c1 a", "held", kind="incoming"))
    successor.write()
    assert (leg_of("c1 a").is_live, leg_of("c5 a").is_live) == (True, False)


def only_watch() -> int:
    return Watch.objects.get().epoch


def test_a_taken_lease_ends_the_conclusions_of_its_last_holder() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.write()
    Lease.objects.create(pbx=PBX.objects.get(name=NAME), generation=2)
    lost = office.restarted(epoch=1)
    lost.at += 5
    lost.snapshot()
    lost.write()
    assert only().is_live
    later = office.restarted(epoch=2)
    later.snapshot()
    later.write()
    assert only().is_unseen


def test_that_the_pbx_ended_a_leg_is_better_than_that_a_list_lacked_it() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.write()
    successor = office.restarted(epoch=2)
    office.leg("c1 a", "terminated", reason="normal clearing")  # 1003
    successor.at = 1010
    successor.snapshot()
    successor.write()
    assert only().is_unseen
    office.write()
    assert (only().is_unseen, seconds(only().ended_at)) == (False, 1003)
    assert only().reason == "normal clearing"


def test_what_an_older_holder_knew_of_a_call_is_added_to_what_its_successor_wrote() -> None:
    office = Office()
    office.inbound("c1 a", "107", tracking="t1")  # 1001
    office.write()
    office.leg("c1 a", "connected", kind="incoming", tracking="t1")  # 1002
    office.answered("c2 a", "112", tracking="t2")  # from 1003
    successor = office.restarted(epoch=2)
    successor.at = 1010
    successor.snapshot(leg("c2 a", "connected", kind="incoming"))
    successor.write()
    office.write()
    [first, second] = calls()
    assert (first.is_unseen, first.is_answered, seconds(first.talking_since)) == (True, True, 1002)
    assert (seconds(second.first_seen), seconds(second.talking_since)) == (1003, 1004)
    assert seconds(leg_of("c2 a").first_seen) == 1003


def test_a_mirror_that_lagged_undoes_nothing() -> None:
    office = Office()
    office.leg("c1 a", "queued", callee="200", queue="25", tracking="t1")
    office.answered("c2 a", "107", tracking="t2")
    mirror = Historian(NAME)
    lagging = decode(encode(office.board))
    mirror.recorder.followed(NAME, lagging, None, None)
    office.leg("c1 a", "connected", tracking="t1")
    office.leg("c2 a", "terminated", kind="incoming", tracking="t2", reason="normal clearing")
    office.write()
    ended = seconds(leg_of("c2 a").ended_at)
    lagging.epoch = 2
    mirror.took(lagging)
    mirror.write()
    assert (states("c1 a"), leg_of("c2 a").is_live) == (["queued", "connected"], False)
    fact = CallsListed((leg("c1 a", "connected", tracking="t1"),), lagging.facts, office.tick())
    mirror.saw(lagging, fact, fold(lagging, fact)[1])
    mirror.write()
    assert states("c1 a") == ["queued", "connected"]
    assert states("c2 a") == ["ringing", "connected", "terminated"]
    row = leg_of("c2 a")
    assert (seconds(row.ended_at), row.reason) == (ended, "normal clearing")


def test_what_comes_again_after_a_restart_is_no_news() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    office.answered("c2 a", "112", tracking="t2")
    office.leg("c2 a", "terminated", kind="incoming", tracking="t2")
    office.write()
    ended = leg_of("c2 a").ended_at
    again = office.restarted(epoch=2)
    again.leg("c1 a", "connected", kind="incoming", tracking="t1")
    again.leg("c2 a", "connected", kind="incoming", tracking="t2")
    again.leg("c2 a", "terminated", kind="incoming", tracking="t2")
    again.write()
    assert states("c1 a") == ["ringing", "connected"]
    assert states("c2 a") == ["ringing", "connected", "terminated"]
    assert leg_of("c2 a").ended_at == ended
