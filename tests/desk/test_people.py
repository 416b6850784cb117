"""What the row of a colleague says of whether she will pick up, and which way she is reached."""

from typing import Any

import pytest

from console.desk import people
from console.directory import phonebook
from console.directory.person import Detail, Number, Person
from console.directory.phonebook import Phonebook
from console.directory.search import Found, Own, Reach
from console.links.picture import Picture
from console.portasip.messages import (
    CallsListed,
    Extension,
    ExtensionsListed,
    LegChanged,
    LegId,
    Party,
)
from tests.directory.people import person

ANNA = "123012"
OUTSIDE, RUTH = "442079460812", "123007"
KELVIN = Person(
    "contact:7", "Kelvin Ashworth", "Ashworth", note="prefers mornings",
    numbers=(Number("work", "+441614960155"), Number("mobile", "+447700900155")),
)  # fmt: skip
NOTHING_FOUND = Found([], {}, [])


@pytest.fixture
def picture(monkeypatch: pytest.MonkeyPatch) -> Picture:
    monkeypatch.setattr(phonebook, "_books", {})
    picture = Picture("office")
    listed = (Extension(RUTH, "107", "Ruth Adeyemi", True), Extension(ANNA, "112", "Anna", True))
    picture.apply(ExtensionsListed(listed, at=100.0))
    picture.apply(CallsListed((), since=picture.board.facts, at=101.0))
    return picture


def says(picture: Picture) -> dict[str, Any]:
    shown = people.state(picture.board, "office", ANNA)
    return {name: shown[name] for name in ("state", "doing", "who", "is_away", "note")}


def leg(other: str, state: str = "ringing", direction: str = "incoming") -> LegChanged:
    ours, theirs = Party(number=ANNA, account_id=ANNA), Party(number=other, account_id="")
    caller, callee = (theirs, ours) if direction == "incoming" else (ours, theirs)
    return LegChanged(
        leg=LegId("c1", "t1"), state=state, at=110.0, caller=caller, callee=callee,
        direction=direction,
    )  # fmt: skip


def test_nobody_is_said_to_do_anything_at_rest(picture: Picture) -> None:
    assert says(picture) == {
        "state": "idle", "doing": "", "who": "", "is_away": False, "note": "",
    }  # fmt: skip


def test_who_calls_her_is_named_from_the_phonebook(picture: Picture) -> None:
    phonebook.put("office", Phonebook([person("Helen Marsh", OUTSIDE)], revision=(1, 1)))
    picture.apply(leg(OUTSIDE))
    assert (says(picture)["doing"], says(picture)["who"]) == ("calling", "Helen Marsh")


@pytest.mark.parametrize(("other", "doing"), [(OUTSIDE, "outside"), (RUTH, "talking")])
def test_with_whom_she_talks_is_inside_or_outside(picture: Picture, other: str, doing: str) -> None:
    picture.apply(leg(other, "connected"))
    assert says(picture)["doing"] == doing


def test_a_phone_that_she_dials_from_is_not_being_called(picture: Picture) -> None:
    picture.apply(leg(OUTSIDE, "ringing", "outgoing"))
    assert says(picture)["doing"] != "calling"


def test_a_phone_that_is_not_registered_says_since_when(picture: Picture) -> None:
    picture.apply(ExtensionsListed((Extension(ANNA, "112", "Anna", False),), at=200.0))
    shown = people.state(picture.board, "office", ANNA)
    assert (shown["is_away"], shown["away_since"]) == (True, "1970-01-01T00:03:20Z")


def test_the_shared_note_is_said(picture: Picture) -> None:
    phonebook.put("office", Phonebook([], {ANNA: Detail(note="Lunch")}, (1, 1)))
    assert says(picture)["note"] == "Lunch"


def test_somebody_outside_is_offered_by_the_number_that_reached_her_last() -> None:
    def row(**reached: Reach) -> dict[str, Any]:
        own = Own(reached={number.removeprefix("n"): each for number, each in reached.items()})
        return people.row("office", KELVIN, own, NOTHING_FOUND)

    assert row()["target"] == "+441614960155"
    later = row(n441614960155=Reach(9, "phone", 1.0), n447700900155=Reach(1, "phone", 2.0))
    assert later["target"] == "+447700900155"
    assert [one["kind"] for one in later["numbers"]] == ["Mobile", "Work"]


@pytest.mark.parametrize(
    ("way", "number", "told"),
    [
        ("voicemail", ANNA, "Last time: voicemail"),
        ("mobile", ANNA, "Last time: mobile"),
        ("phone", "447700900112", "Last time: mobile"),
        ("phone", ANNA, ""),
    ],
)
def test_how_a_colleague_was_reached_last_is_remembered(way: str, number: str, told: str) -> None:
    numbers = (Number("extension", ANNA), Number("mobile", "+447700900112"))
    anna = Person(f"extension:{ANNA}", "Anna", numbers=numbers)
    own = Own(reached={number: Reach(1, way, 5.0)})
    assert people.row("office", anna, own, NOTHING_FOUND)["last"] == told


def test_somebody_without_a_number_cannot_be_reached() -> None:
    assert not people.row("office", person("Ivo"), Own(), NOTHING_FOUND)["is_reachable"]
