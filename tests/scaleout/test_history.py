"""Failover and history: no call is lost and none stands there twice."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.consoles import eventually
from tests.history.agreement import Chronicle, Described
from tests.scaleout.fleet import FAILOVER, Fleet

NUMBERS = [f"4411849602{number}" for number in range(10, 18)]


def history_of(fleet: Fleet, condition: str = "true") -> Described:
    """As `tests.history.agreement` has it, but of the fleet's own database."""
    with psycopg.connect(fleet.database) as connection:
        rows = connection.execute(
            "SELECT call.id, leg.dialog, leg.tag FROM history_call call"
            f" LEFT JOIN history_leg leg ON leg.call_id = call.id WHERE {condition}"
        ).fetchall()
    legs: dict[int, set[tuple[str, str]]] = {}
    for call, dialog, tag in rows:
        legs.setdefault(call, set()).add((dialog, tag))
    assert len({frozenset(one) for one in legs.values()}) == len(legs)
    return frozenset(frozenset(one) for one in legs.values())


@pytest.fixture
def chronicle(fleet: Fleet) -> Iterator[Chronicle]:
    with psycopg.connect(fleet.database, autocommit=True) as connection:
        connection.execute("TRUNCATE history_call CASCADE")
    told = Chronicle(fleet.pbx.simulator)
    yield told
    told.stop()


@contextmanager
def nothing_is_written(fleet: Fleet) -> Iterator[None]:
    with psycopg.connect(fleet.database) as connection:
        connection.execute("SELECT * FROM history_watch FOR UPDATE")
        yield


def test_a_killed_holder_loses_no_call_and_none_stands_twice(
    fleet: Fleet, chronicle: Chronicle
) -> None:
    holder, _, other, there = fleet.pair()
    for number in NUMBERS[:4]:
        fleet.pbx.do("incoming_call", "123007", number=number)
    fleet.pbx.do("hang_up", NUMBERS[0])
    there.shows(NUMBERS[3])
    eventually(lambda: history_of(fleet) == chronicle.calls())
    with nothing_is_written(fleet):
        fleet.pbx.do("incoming_call", "123007", number=NUMBERS[4])
        fleet.pbx.do("hang_up", NUMBERS[1])
        there.shows(NUMBERS[4])
        fleet.pbx.do("hang_up", NUMBERS[4])
        fleet.pbx.do("incoming_call", "123007", number=NUMBERS[5])
        there.shows(NUMBERS[5])
        holder.signal(signal.SIGKILL)
        holder.process.wait(5)
    fleet.pbx.do("hang_up", NUMBERS[2])
    eventually(lambda: fleet.holder() is other, within=FAILOVER)
    fleet.pbx.do("incoming_call", "123007", number=NUMBERS[6])
    eventually(lambda: history_of(fleet) == chronicle.calls(), within=FAILOVER)
    for number in (NUMBERS[3], NUMBERS[5], NUMBERS[6]):
        fleet.pbx.do("hang_up", number)
    eventually(lambda: not history_of(fleet, "call.is_live"), within=FAILOVER)
    assert history_of(fleet) == chronicle.calls()
    unseen = "NOT call.is_live AND call.ended_at IS NULL"
    assert len(history_of(fleet, unseen)) == 1
    bounded = f"{unseen} AND call.ended_after < call.ended_before"
    assert history_of(fleet, bounded) == history_of(fleet, unseen)


def test_a_frozen_holder_that_wakes_undoes_nothing(fleet: Fleet, chronicle: Chronicle) -> None:
    holder, _, other, there = fleet.pair()
    fleet.pbx.do("incoming_call", "123007", number=NUMBERS[0])
    there.shows(NUMBERS[0])
    holder.signal(signal.SIGSTOP)
    fleet.pbx.do("incoming_call", "123007", number=NUMBERS[1])
    eventually(lambda: fleet.holder() is other, within=FAILOVER)
    eventually(lambda: history_of(fleet) == chronicle.calls(), within=FAILOVER)
    fleet.pbx.do("hang_up", NUMBERS[0])
    eventually(lambda: len(history_of(fleet, "call.is_live")) == 1)
    holder.signal(signal.SIGCONT)
    eventually(lambda: fleet.pbx.connections == 1)
    fleet.pbx.do("hang_up", NUMBERS[1])
    eventually(lambda: not history_of(fleet, "call.is_live"))
    assert history_of(fleet) == chronicle.calls()
