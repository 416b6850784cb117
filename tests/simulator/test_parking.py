"""Service codes: park slots that hold a caller, and codes that take her out again."""

import pytest

from console.simulator.people import People
from console.simulator.timings import Timings
from console.simulator.world import World

CALLER = "441184960233"
DESK, COLLEAGUE = "123007", "123012"


@pytest.fixture
def people() -> People:
    return People(World(1000.0, timings=Timings.immediate()))


def parked(people: People) -> dict[str, str]:
    slots: dict[str, str] = people.truth()["parked"]
    return slots


def talking(people: People, number: str = CALLER) -> None:
    people.incoming_call(DESK, number=number)
    people.answer(DESK)


def test_a_caller_stands_in_the_slot_until_she_hangs_up(people: People) -> None:
    talking(people)
    people.transfer(DESK, "*68702")
    assert parked(people) == {"702": CALLER}
    assert [leg["device"] for leg in people.truth()["legs"]] == ["*68702"]
    people.hang_up(CALLER)
    assert parked(people) == {}


def test_whoever_dials_the_code_talks_to_the_caller(people: People) -> None:
    talking(people)
    people.transfer(DESK, "*68702")
    people.dial(COLLEAGUE, "*69702")
    (leg,) = people.truth()["legs"]
    assert (leg["device"], leg["state"], leg["callee"]) == (COLLEAGUE, "connected", CALLER)
    assert leg["previous_tracking_id"]
    assert parked(people) == {}


def test_a_colleague_who_was_parked_keeps_her_leg(people: People) -> None:
    people.dial("123013", DESK)
    people.answer(DESK)
    people.transfer(DESK, "*68701")
    people.dial(COLLEAGUE, "*69701")
    legs = {leg["device"]: leg["state"] for leg in people.truth()["legs"]}
    assert legs == {"123013": "connected", COLLEAGUE: "connected"}


def test_a_slot_takes_one_caller(people: People) -> None:
    talking(people)
    people.transfer(DESK, "*68702")
    people.dial(COLLEAGUE, "*68702")
    assert parked(people) == {"702": CALLER}
    assert people.world.legs_at(COLLEAGUE) == []


def test_nobody_is_picked_up_from_an_empty_slot(people: People) -> None:
    people.dial(COLLEAGUE, "*69702")
    assert people.truth()["legs"] == []


def test_voicemail_answers(people: People) -> None:
    talking(people)
    people.transfer(DESK, f"*86{COLLEAGUE}")
    assert [leg["state"] for leg in people.truth()["legs"]] == ["connected"]
