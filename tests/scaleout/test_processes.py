"""Two consoles, one PBX: one socket upstream, the same picture everywhere, no command lost."""

import signal
import time

from tests.consoles import eventually
from tests.scaleout.fleet import FAILOVER, Fleet

CALLER = "441184960233"
AWAKE_WITHIN = 5.0  # the law says one second; the machine that tests may be busy


def test_one_process_holds_the_link_and_both_show_the_same(fleet: Fleet) -> None:
    _, here, _, there = fleet.pair()
    assert fleet.pbx.connections == 1
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    there.shows(CALLER)
    fleet.pbx.do("answer", "123007")
    eventually(lambda: here.has("hold") and there.has("hold"))
    assert fleet.pbx.connections == 1


def test_a_command_posted_to_the_other_process_reaches_the_pbx_once(fleet: Fleet) -> None:
    _, here, _, there = fleet.pair()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    fleet.pbx.do("answer", "123007")
    eventually(lambda: there.has("hold") and here.has("hold"))
    before = fleet.pbx.heard("hold_call")
    pressed = there.key("hold")
    assert there.press("hold", **pressed).status_code == 204
    assert here.press("hold", **pressed).status_code == 204
    eventually(lambda: there.has("resume") and here.has("resume"))
    assert fleet.pbx.heard("hold_call") == before + 1


def test_a_killed_holder_is_replaced_and_old_commands_are_refused(fleet: Fleet) -> None:
    holder, _, _, there = fleet.pair()
    generation = fleet.generation()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    fleet.pbx.do("answer", "123007")
    eventually(lambda: there.has("hold"))
    old = there.key("hold")
    killed = time.monotonic()
    holder.signal(signal.SIGKILL)
    holder.process.wait(5)
    fleet.pbx.do("hang_up", CALLER)
    fleet.pbx.do("incoming_call", "123007", number="441184960999")
    there.shows("441184960999", within=FAILOVER)
    assert time.monotonic() - killed < FAILOVER
    eventually(lambda: CALLER not in there.page().replace(" ", ""))
    assert fleet.generation() == generation + 1
    before = fleet.pbx.heard("hold_call")
    assert there.press("hold", **old).status_code == 204
    there.shows("The screen was out of date, so nothing was sent.")
    assert fleet.pbx.heard("hold_call") == before
    assert fleet.pbx.connections == 1


def test_a_command_that_no_holder_takes_is_said_to_be_unanswered(fleet: Fleet) -> None:
    holder, _, _, there = fleet.pair()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    fleet.pbx.do("answer", "123007")
    eventually(lambda: there.has("hold"))
    pressed = there.key("hold")
    holder.signal(signal.SIGSTOP)
    before = fleet.pbx.heard("hold_call")
    answer = there.press("hold", **pressed)
    assert (answer.status_code, answer.text) == (
        409,
        "No answer from the PBX. The call shows what happened.",
    )
    eventually(lambda: fleet.holder() is there.console, within=FAILOVER)
    eventually(there.is_live, within=FAILOVER)
    holder.signal(signal.SIGCONT)
    eventually(lambda: fleet.pbx.connections == 1, within=AWAKE_WITHIN)
    eventually(lambda: there.has("hold"))
    assert fleet.pbx.heard("hold_call") == before


def test_a_frozen_holder_sends_nothing_after_waking_and_mirrors_its_successor(
    fleet: Fleet,
) -> None:
    holder, here, other, _ = fleet.pair()
    generation, logins = fleet.generation(), fleet.pbx.heard("login") + 1
    holder.signal(signal.SIGSTOP)
    eventually(lambda: fleet.holder() is other, within=FAILOVER)
    eventually(lambda: fleet.pbx.connections == 2, within=FAILOVER)
    eventually(lambda: fleet.generation() == generation + 1)
    eventually(lambda: fleet.pbx.heard("login") == logins)
    logouts = fleet.pbx.heard("logout")
    holder.signal(signal.SIGCONT)
    eventually(lambda: fleet.pbx.connections == 1, within=AWAKE_WITHIN)
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    assert (fleet.pbx.heard("login"), fleet.pbx.heard("logout")) == (logins, logouts)
    assert fleet.holder() is other


def test_a_stopped_holder_gives_its_lease_back_at_once(fleet: Fleet) -> None:
    holder, _, other, there = fleet.pair()
    logouts = fleet.pbx.heard("logout")
    assert holder.stop() == 0
    assert fleet.pbx.heard("logout") == logouts + 1
    eventually(lambda: fleet.holder() is other, within=2)
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    there.shows(CALLER)


def test_a_process_without_links_only_mirrors(fleet: Fleet) -> None:
    web = fleet.start(1, "--no-links")[0]
    before = fleet.pbx.heard("login")
    holder = fleet.start(1)[0]
    there = fleet.watch(web)
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    there.shows(CALLER)
    assert fleet.holder() is holder
    assert fleet.pbx.heard("login") == before + 1
    assert holder.stop() == 0
    eventually(lambda: there.link() == "lost")
    assert fleet.holder() is None
