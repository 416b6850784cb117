"""Redis and PostgreSQL behind a line that fails: mirrors lag and mend, the link goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests import servers
from tests.consoles import SECRETS, Watcher, environment, eventually, prepared, simulated
from tests.faults.between import Between, between
from tests.faults.proxy import Fault
from tests.faults.spoiling import cut, deaf, go_on, reset, slow, stalled
from tests.scaleout.conftest import LEASE
from tests.scaleout.fleet import FAILOVER, Fleet, Layer

DESK = "123007"
CALLER, LATER = "441184960233", "441184960999"


@dataclass
class Lines:
    """Two consoles that reach Redis and PostgreSQL through proxies, and a screen at each."""

    fleet: Fleet
    redis: Between
    database: Between
    here: Watcher
    """At the holder."""
    there: Watcher


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Fleet, Between, Between]]:
    """Started once: each test leaves the lines as it found them, and the consoles mend."""
    with (
        servers.cluster() as cluster,
        simulated() as pbx,
        Layer() as layer,
        between(cluster.url) as database,
        between(layer.url) as redis,
    ):
        variables = environment(DATABASE_URL=database.url, REDIS_URL=redis.url, **SECRETS, **LEASE)
        prepared(variables, pbx)
        fleet = Fleet(variables, pbx, layer, cluster, tmp_path_factory.mktemp("faults"))
        fleet.start(2)
        yield fleet, redis, database
        fleet.end()


@pytest.fixture
def lines(office: tuple[Fleet, Between, Between]) -> Iterator[Lines]:
    fleet, redis, database = office
    fleet.pbx.do("clear")
    _, here, _, there = fleet.screens()
    yield Lines(fleet, redis, database, here, there)
    flow(redis)
    flow(database)
    here.close()
    there.close()


def flow(line: Between) -> None:
    line.befall(go_on)


def undisturbed(fleet: Fleet, before: tuple[int, int]) -> None:
    assert (fleet.generation(), fleet.pbx.heard("login")) == before


def state(fleet: Fleet) -> tuple[int, int]:
    return fleet.generation(), fleet.pbx.heard("login")


def ringing_and_answered(fleet: Fleet, *screens: Watcher) -> None:
    fleet.pbx.do("incoming_call", DESK, number=CALLER)
    fleet.pbx.do("answer", DESK)
    for screen in screens:
        eventually(lambda screen=screen: screen.has("hold"))


def pressed_once(fleet: Fleet, there: Watcher, verb: str, method: str) -> None:
    """Press until it is taken: what was refused or unknown meanwhile was never carried out."""
    before = fleet.pbx.heard(method)
    eventually(lambda: there.press(verb).status_code == 204, within=FAILOVER)
    eventually(lambda: fleet.pbx.heard(method) == before + 1)


@pytest.mark.parametrize("fault", [reset, cut, deaf], ids=lambda fault: fault.__name__)
def test_a_redis_whose_connections_break_costs_the_mirror_a_moment(
    lines: Lines, fault: Fault
) -> None:
    """Of one that has gone deaf nobody is told: it is noticed by a message that does not return."""
    fleet = lines.fleet
    here, there = lines.here, lines.there
    before = state(fleet)
    lines.redis.befall(fault)
    ringing_and_answered(fleet, here)
    there.shows(CALLER, within=FAILOVER)
    eventually(lambda: there.has("hold"))
    pressed_once(fleet, there, "hold", "hold_call")
    eventually(lambda: here.has("resume") and there.has("resume"))
    undisturbed(fleet, before)


def test_a_redis_that_stalls_keeps_commands_back_and_the_mirror_agrees_afterwards(
    lines: Lines,
) -> None:
    fleet = lines.fleet
    here, there = lines.here, lines.there
    ringing_and_answered(fleet, here, there)
    before, held = state(fleet), fleet.pbx.heard("hold_call")
    key = there.key("hold")
    lines.redis.befall(stalled, later=stalled)
    assert there.press("hold", **key).status_code == 409
    fleet.pbx.do("incoming_call", DESK, number=LATER)
    here.shows(LATER)
    assert not there.sees(LATER)
    flow(lines.redis)
    there.shows(LATER, within=FAILOVER)
    assert fleet.pbx.heard("hold_call") - held <= 1
    eventually(lambda: here.has("resume") == there.has("resume"))
    undisturbed(fleet, before)


def test_a_slow_redis_makes_the_mirror_late_and_nothing_else(lines: Lines) -> None:
    fleet = lines.fleet
    here, there = lines.here, lines.there
    before = state(fleet)
    lines.redis.befall(slow, later=slow)
    ringing_and_answered(fleet, here, there)
    pressed_once(fleet, there, "hold", "hold_call")
    eventually(lambda: here.has("resume") and there.has("resume"))
    undisturbed(fleet, before)


def test_a_database_that_stalls_for_less_than_the_lease_ends_nothing(lines: Lines) -> None:
    fleet = lines.fleet
    here, there = lines.here, lines.there
    before = state(fleet)
    expires = fleet.ask("SELECT expires FROM links_lease")
    lines.database.befall(stalled, later=stalled)
    # Two renewals are missed; three seconds of the lease are left.
    assert fleet.ask("SELECT pg_sleep(2)") is not None
    fleet.pbx.do("incoming_call", DESK, number=CALLER)
    here.shows(CALLER)
    there.shows(CALLER)
    flow(lines.database)
    eventually(lambda: fleet.ask("SELECT expires FROM links_lease") != expires)
    assert fleet.holder() is here.console
    undisturbed(fleet, before)


def test_a_database_that_stalls_for_longer_ends_the_link_until_it_is_back(lines: Lines) -> None:
    fleet = lines.fleet
    here, there = lines.here, lines.there
    generation = fleet.generation()
    lines.database.befall(stalled, later=stalled)
    eventually(lambda: fleet.pbx.connections == 0)
    here.shows("given up")
    there.shows("given up")
    flow(lines.database)
    eventually(lambda: fleet.pbx.connections == 1, within=FAILOVER)
    eventually(lambda: here.is_live() and there.is_live(), within=FAILOVER)
    assert fleet.generation() > generation
    fleet.pbx.do("incoming_call", DESK, number=CALLER)
    here.shows(CALLER)
    there.shows(CALLER)
