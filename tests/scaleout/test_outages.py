"""What stands between the consoles goes away and comes back; boards mend themselves."""

import time

import httpx2
import psycopg

from tests.consoles import PBX, eventually
from tests.figures import Scrape
from tests.scaleout.fleet import FAILOVER, Fleet

CALLER = "441184960233"
LATER = "441184960999"
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND now() - query_start > interval '3.5 s'
"""  # less than a lease lasts here, which nobody could renew meanwhile
READY_WITHIN = 5.0  # seconds; two are given to whoever is asked


def test_redis_restarts_and_the_mirrors_are_right_again(fleet: Fleet) -> None:
    holder, here, _, there = fleet.pair()
    logins = fleet.pbx.heard("login")
    fleet.layer.stop()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    fleet.pbx.do("answer", "123007")
    eventually(lambda: here.has("hold"))
    assert here.press("hold").status_code == 204
    eventually(lambda: here.has("resume"))
    fleet.layer.start()
    there.shows(CALLER, within=20)
    fleet.pbx.do("incoming_call", "123007", number=LATER)
    there.shows(LATER)
    eventually(lambda: there.has("resume"))
    # Until the holder has subscribed again a press may be answered with "no answer".
    eventually(lambda: there.press("resume").status_code == 204)
    eventually(lambda: there.has("hold"))
    assert fleet.holder() is holder
    assert fleet.pbx.heard("login") == logins


def test_an_outage_of_redis_shows_in_readiness_and_in_the_figures(fleet: Fleet) -> None:
    holder, _, other, there = fleet.pair()
    before = Scrape(other)
    assert before.get("link_held", pbx=PBX) == 0
    assert before.get("link_epoch", pbx=PBX) == Scrape(holder).get("link_epoch", pbx=PBX)
    fleet.layer.stop()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    asked = time.monotonic()
    answer = httpx2.get(f"{other.url}/readyz", timeout=20)
    assert time.monotonic() - asked < READY_WITHIN
    assert (answer.status_code, answer.json()["layer"]) == (503, "no answer")
    eventually(lambda: Scrape(holder).get("feed_dropped_total", pbx=PBX) > 0)
    fleet.layer.start()
    there.shows(CALLER, within=20)
    after = Scrape(other)
    for what in ("mirror_gaps_total", "mirror_snapshots_total"):
        assert after.get(what, pbx=PBX) > before.get(what, pbx=PBX)
    eventually(lambda: httpx2.get(f"{other.url}/readyz").status_code == 200)


def test_a_console_that_starts_while_redis_is_away_catches_up(fleet: Fleet) -> None:
    holder = fleet.start(1)[0]
    here = fleet.watch(holder)
    fleet.layer.stop()
    try:
        other = fleet.start(1)[0]
    finally:
        fleet.layer.start()
    there = fleet.watch(other)
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    there.shows(CALLER)


def test_a_database_that_drops_every_connection_ends_no_link(fleet: Fleet) -> None:
    holder, here, _, there = fleet.pair()
    logins = fleet.pbx.heard("login")
    fleet.ask(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    there.shows(CALLER)
    renewed = fleet.ask("SELECT expires FROM links_lease")
    eventually(lambda: fleet.ask("SELECT expires FROM links_lease") != renewed)
    assert fleet.holder() is holder
    assert fleet.pbx.heard("login") == logins


def test_a_lease_that_cannot_be_renewed_ends_the_link_and_the_banner_says_so(
    fleet: Fleet,
) -> None:
    _, here, _, there = fleet.pair()
    # What a database away longer than the lease comes to, for one process and for all.
    fleet.ask(
        "UPDATE links_lease SET holder = 'elsewhere:0:0', generation = generation + 1,"
        " expires = now() + interval '10 s' RETURNING 1"
    )
    eventually(lambda: fleet.pbx.connections == 0)
    eventually(lambda: here.link() != "live" and there.link() != "live")
    here.shows("given up")
    eventually(lambda: fleet.pbx.connections == 1, within=FAILOVER)
    eventually(lambda: here.is_live() and there.is_live(), within=FAILOVER)


def test_a_locked_lease_ends_the_link_holds_up_no_thread_and_comes_back(fleet: Fleet) -> None:
    _, here, _, there = fleet.pair()
    with psycopg.connect(fleet.database) as hand:
        hand.execute("SELECT 1 FROM links_lease FOR UPDATE")
        eventually(lambda: fleet.pbx.connections == 0, within=FAILOVER)
        assert fleet.ask(WAITING) == (0,)
    eventually(lambda: fleet.pbx.connections == 1, within=FAILOVER)
    eventually(lambda: here.is_live() and there.is_live(), within=FAILOVER)


def test_a_database_restarted_within_the_lease_ends_no_link(fleet: Fleet) -> None:
    holder, here, _, there = fleet.pair()
    generation, logins = fleet.generation(), fleet.pbx.heard("login")
    fleet.cluster.stop()
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    here.shows(CALLER)
    there.shows(CALLER)
    fleet.cluster.start()
    renewed = fleet.ask("SELECT expires FROM links_lease")
    eventually(lambda: fleet.ask("SELECT expires FROM links_lease") != renewed)
    assert fleet.holder() is holder
    assert (fleet.generation(), fleet.pbx.heard("login")) == (generation, logins)
    assert fleet.pbx.connections == 1
    fleet.pbx.do("answer", "123007")
    eventually(lambda: there.has("hold"))
    assert there.press("hold").status_code == 204
    eventually(lambda: here.has("resume"))


def test_a_database_away_for_longer_than_the_lease_ends_the_link_until_it_is_back(
    fleet: Fleet,
) -> None:
    _, here, _, there = fleet.pair()
    generation, logins = fleet.generation(), fleet.pbx.heard("login")
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    there.shows(CALLER)
    fleet.cluster.stop()
    eventually(lambda: fleet.pbx.connections == 0)
    eventually(lambda: here.link() == there.link() == "lost")
    here.shows("given up")
    there.shows("given up")
    fleet.pbx.do("hang_up", CALLER)
    fleet.pbx.do("incoming_call", "123007", number=LATER)
    fleet.cluster.start()
    for screen in (here, there):
        screen.shows(LATER, within=FAILOVER)
        eventually(screen.is_live)
        eventually(lambda screen=screen: CALLER not in screen.page().replace(" ", ""))
    assert fleet.generation() == generation + 1
    assert fleet.pbx.heard("login") == logins + 1
    assert fleet.pbx.connections == 1
