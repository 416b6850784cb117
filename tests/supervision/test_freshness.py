"""Whatever a fact changes on a screen, the fact touches."""

from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from console.board.facts import CommandSent, CommandSettled
from console.links.picture import Picture
from console.links.waits import Waits
from console.live.hub import Hub
from console.live.regions import Instance, Region, Variant, parts_of, region_named
from console.live.screens import Screen, Seat
from console.portasip.messages import (
    CallsListed,
    ConferenceChanged,
    Extension,
    ExtensionsListed,
    ParticipantChanged,
    QueueListed,
    QueuesListed,
)
from console.supervision.regions import REGIONS, SUPERVISION, WALLBOARD
from tests.supervision.conftest import NINE, PRIYA, RUTH, Office

OWN = {region.name for region in REGIONS}
ENGLISH = Variant("en")


def take(office: Office, outcome: str = "") -> None:
    for call in list(office.board.calls):
        key = f"3.{call}.0.take"
        if outcome:
            office.apply(CommandSettled(RUTH, key, outcome, NINE + 2))
        else:
            office.apply(CommandSent(RUTH, key, "take", NINE + 1, call))


def meets(office: Office, call_id: str) -> None:
    office.apply(ParticipantChanged("Room", PRIYA, 1, NINE + 2, call_id=call_id))


EVENTS: dict[str, Callable[[Office], object]] = {
    "a waits": lambda office: office.waits("a", "441184960233", position=0, operators=2),
    "b waits": lambda office: office.waits("b", "447700900118", position=1, at=NINE + 9),
    "b moves up": lambda office: office.waits("b", "447700900118", position=0),
    "c waits elsewhere": lambda office: office.waits("c", "442079460671", queue="26", operators=1),
    "d waits where nobody knew": lambda office: office.waits("d", "442079460672", queue="31"),
    "a gives up": lambda office: office.leaves("a"),
    "b gives up": lambda office: office.leaves("b"),
    "somebody takes": take,
    "it is refused": lambda office: take(office, "refused"),
    "e rings": lambda office: office.rings("e", "441184960234", PRIYA),
    "e talks": lambda office: office.rings("e", "441184960234", PRIYA, "connected"),
    "e is held": lambda office: office.rings("e", "441184960234", PRIYA, "holding"),
    "e is at the other phone": lambda office: office.rings("e", "441184960234", RUTH),
    "f rings": lambda office: office.rings("f", "anonymous", RUTH),
    "e hangs up": lambda office: office.leaves("e"),
    "e is in a conference": lambda office: meets(office, "e@pbx"),
    "it is f in the conference": lambda office: meets(office, "f@pbx"),
    "the conference ends": lambda office: office.apply(
        ConferenceChanged("Room", PRIYA, "terminated", NINE + 3)
    ),
    "the link goes": lambda office: office.loses_its_link(),
    "the link comes": lambda office: office.opens(),
    "a list": lambda office: office.apply(CallsListed((), office.board.facts, NINE + 2000)),
    "a queue is renamed": lambda office: office.apply(
        QueuesListed((QueueListed("25", "Orders"), QueueListed("31", "Night")), NINE)
    ),
    "somebody comes": lambda office: office.apply(
        ExtensionsListed((Extension(RUTH, "107", "Ruth"), Extension("123019", "119", "Jo")), NINE)
    ),
}


def instances(office: Office, screen: Screen) -> set[Instance]:
    roots = [Instance(*one) for one in screen.regions(office.board, Seat("office"))]
    parts = [part for root in roots for part in parts_of(root, office.board)]
    return {one for one in (*roots, *parts) if one.region in OWN}


def made(office: Office, one: Instance) -> str:
    region: Region = region_named(one.region)
    parts = [made(office, part) for part in parts_of(one, office.board)]
    return region.render(office.board, "office", one.key, ENGLISH, parts).html


@example(list(EVENTS))
@example(list(EVENTS)[::-1])
@given(st.lists(st.sampled_from(sorted(EVENTS)), max_size=25))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_kept_is_what_would_be_made(names: list[str]) -> None:
    office = Office(Picture("office"))
    hub = Hub(office.picture, Waits())
    office.opens()
    for name in names:
        watched = instances(office, SUPERVISION) | instances(office, WALLBOARD)
        for one in watched:
            hub.html(one, ENGLISH)
        EVENTS[name](office)
        for one in instances(office, SUPERVISION) | instances(office, WALLBOARD):
            assert hub.html(one, ENGLISH) == made(office, one), (name, one)
