"""The holder dies or freezes: what the PBX sees of it, and how soon another one is there."""

import signal
import time
from collections.abc import Iterator

import pytest

from tests.consoles import eventually
from tests.scaleout.fleet import FAILOVER, Fleet

CALLER = "441184960233"
FROZEN = 1.0  # seconds within which a holder that slept closes its socket
SLACK = 2.0  # on a machine that is busy with other tests


@pytest.fixture
def unhurried(office: Fleet) -> Iterator[Fleet]:
    """The same office with the waits of production: a lease of 15 s, above all."""
    office.pbx.do("clear")
    waits = {name: value for name, value in office.variables.items() if name[:5] != "WAIT_"}
    fleet = Fleet(waits, office.pbx, office.layer, office.cluster, office.folder)
    yield fleet
    fleet.end()


def test_a_killed_holder_is_replaced_within_twenty_seconds_and_the_call_stays_shown(
    unhurried: Fleet,
) -> None:
    holder, _, other, there = unhurried.pair()
    unhurried.pbx.do("incoming_call", "123007", number=CALLER)
    unhurried.pbx.do("answer", "123007")
    eventually(lambda: there.has("hold"))
    killed = time.monotonic()
    holder.signal(signal.SIGKILL)
    eventually(lambda: unhurried.holder() is other and there.is_live(), within=FAILOVER)
    eventually(lambda: unhurried.pbx.connections == 1, within=FAILOVER)
    assert time.monotonic() - killed < FAILOVER
    assert there.press("hold").status_code == 204
    eventually(lambda: there.has("resume"))
    assert unhurried.pbx.heard("hold_call") == 1


def test_a_holder_that_slept_past_its_lease_writes_nothing_more_and_closes_its_socket(
    fleet: Fleet,
) -> None:
    holder, here, other, there = fleet.pair()
    generation = fleet.generation()
    (old,) = fleet.pbx.sockets()
    holder.signal(signal.SIGSTOP)
    eventually(lambda: fleet.holder() is other and there.is_live(), within=FAILOVER)
    fleet.pbx.do("incoming_call", "123007", number=CALLER)
    there.shows(CALLER)
    assert len(fleet.pbx.sockets()) == 2
    written = fleet.pbx.overhears(old)
    woken = time.monotonic()
    holder.signal(signal.SIGCONT)
    eventually(lambda: old not in fleet.pbx.sockets())
    assert time.monotonic() - woken < FROZEN + SLACK
    assert written == []
    here.shows(CALLER)
    assert fleet.generation() == generation + 1
    assert fleet.holder() is other
