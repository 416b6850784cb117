"""The busy office: the same day from the same seed, told without a gap."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from console.simulator import busy_morning, dialing
from console.simulator.frames import Frames
from console.simulator.legs import Leg
from console.simulator.people import People
from console.simulator.truth import truth
from console.simulator.world import Told, World

from .client import call_info

NOON = 1_800_000_000.0


def morning(seed: int, listener: Callable[[Told], None] = lambda told: None) -> World:
    world = World(NOON, seed, dispatching=True)
    world.listeners.append(listener)
    busy_morning.begin(world)
    return world


def diary(seed: int) -> list[str]:
    written: list[str] = []
    frames = Frames()
    world = morning(seed, lambda told: written.append(json.dumps(frames.notification(told))))
    world.agenda.run_until(world.now + 600)
    return written


def test_the_same_seed_gives_the_same_day() -> None:
    assert diary(3) == diary(3)


def test_another_seed_gives_another_day() -> None:
    assert diary(3) != diary(4)


@pytest.mark.parametrize("seed", range(10))
def test_the_office_is_busy_from_the_first_moment(seed: int) -> None:
    picture = truth(morning(seed))
    assert len([leg for leg in picture["legs"] if leg["state"] == "connected"]) >= 8
    assert sum(len(queue["waiting"]) for queue in picture["queues"]) >= 1


@pytest.mark.parametrize("seed", range(3))
def test_nobody_but_a_human_answers_the_demo_desks(seed: int) -> None:
    states: set[str] = set()
    rung: set[str] = set()

    def notice(told: Told) -> None:
        if isinstance(told, Leg) and told.device in ("123001", "123007"):
            states.add(told.state)
            rung.add(told.tag)

    world = morning(seed, notice)
    world.agenda.run_until(world.now + 1800)
    assert states == {"trying", "ringing", "terminated"}
    assert len(rung) > 30


def test_a_caller_whom_the_human_answers_stays_until_the_end_of_the_talk() -> None:
    world = morning(1)
    people = People(world)
    people.incoming_call("123007", number="442079460999")
    world.agenda.run_until(world.now + 1)
    [leg] = [each for each in world.legs_at("123007") if each.caller.number == "442079460999"]
    dialing.answer(world, leg)
    world.agenda.run_until(world.now + 100)
    assert leg.state == "connected"
    world.agenda.run_until(world.now + 300)
    assert not leg.is_alive


class Picture:
    """What somebody knows who hears every notification and nothing else."""

    def __init__(self) -> None:
        self.frames = Frames()
        self.legs: dict[tuple[str, str], dict[str, Any]] = {}
        self.rooms: dict[tuple[str, str], dict[int, dict[str, Any]]] = {}

    def notice(self, told: Told) -> None:
        frame = self.frames.notification(told)
        result = frame.get("result", frame)
        if "conference_info" in result:
            self._room(result["conference_info"])
        elif "participant_info" in result:
            self._participant(result["participant_info"])
        else:
            self._leg(call_info(frame))

    def _leg(self, info: dict[str, Any]) -> None:
        key = info["call"]["id"], info["call"]["tag"]
        if info["state"] == "terminated":
            self.legs.pop(key)
        else:
            self.legs[key] = info

    def _room(self, info: dict[str, Any]) -> None:
        key = info["conference_name"], info["conference_owner_id"]
        if info["status"] == "terminated":
            self.rooms.pop(key)
        else:
            self.rooms[key] = {}

    def _participant(self, info: dict[str, Any]) -> None:
        room = self.rooms[info["conference_name"], info["conference_owner_id"]]
        if info["leave_time"]:
            room.pop(info["participant_id"])
        else:
            room[info["participant_id"]] = info

    def waiting(self, i_c_queue: int) -> list[tuple[str, str]]:
        queued = {
            key: info["queue_info"]["position"]
            for key, info in self.legs.items()
            if info["state"] == "queued" and info["queue_info"]["i_c_queue"] == i_c_queue
        }
        assert sorted(queued.values()) == list(range(len(queued)))
        return sorted(queued, key=lambda key: queued[key])


@pytest.mark.parametrize("seed", range(4))
def test_who_hears_everything_knows_the_truth(seed: int) -> None:
    picture = Picture()
    world = morning(seed, picture.notice)
    for _ in range(120):
        world.agenda.run_until(world.now + 15)
        real = truth(world)
        states = {(leg["id"], leg["tag"]): leg["state"] for leg in real["legs"]}
        assert {key: info["state"] for key, info in picture.legs.items()} == states
        for queue in real["queues"]:
            line = [(leg["id"], leg["tag"]) for leg in queue["waiting"]]
            assert picture.waiting(queue["i_c_queue"]) == line
        rooms = {
            (room["name"], room["owner_id"]): {p["participant_id"] for p in room["participants"]}
            for room in real["conferences"]
        }
        assert {key: set(room) for key, room in picture.rooms.items()} == rooms
