"""What the lamps show: state, department, and a telephone that is not there."""

import pytest

from console.board.facts import LinkChanged
from console.desk import present_lamps
from console.directory import phonebook
from console.directory.person import Detail
from console.portasip.messages import Extension, ExtensionsListed
from tests.board.office import Office

ANNA, OMAR, ZOE = "123012", "123001", "123003"


def office(*people: Extension) -> Office:
    office = Office()
    office.fold(LinkChanged("live", at=office.tick()))
    office.fold(ExtensionsListed(people, office.tick()))
    office.snapshot()
    return office


def test_a_phone_that_is_not_registered_is_not_free() -> None:
    board = office(
        Extension(ANNA, "112", "Anna", False), Extension(OMAR, "101", "Omar", True)
    ).board
    anna, omar = (present_lamps.lamp(board, "main", one) for one in (ANNA, OMAR))
    assert (anna["state"], anna["word"], anna["offline"]) == ("unknown", "Offline", True)
    assert (omar["state"], omar["word"], omar["offline"]) == ("idle", "Free", False)


def test_a_phone_that_is_in_a_call_talks_whatever_the_list_said() -> None:
    place = office(Extension(ANNA, "112", "Anna", False))
    place.inbound("c1 t", ANNA, "tr1")
    place.leg("c1 t", "connected", callee=ANNA, kind="incoming", tracking="tr1")
    lamp = present_lamps.lamp(place.board, "main", ANNA)
    assert (lamp["state"], lamp["offline"]) == ("talking", False)


def test_a_lost_link_knows_of_no_lamp() -> None:
    place = office(Extension(ANNA, "112", "Anna", True))
    place.fold(LinkChanged("lost", at=place.tick()))
    assert present_lamps.lamp(place.board, "main", ANNA)["state"] == "unknown"


def test_departments_stand_together_under_their_headings_and_nobodys_come_last() -> None:
    board = office(
        Extension(ANNA, "112", "Anna", True, company="Sales"),
        Extension(OMAR, "101", "Omar", True),
        Extension(ZOE, "9", "Zoe", True, company="Sales"),
        Extension("123004", "104", "Nora", True, company="accounts"),
    ).board
    assert present_lamps.parts(board) == [
        ("lampgroup", "accounts"), ("lamp", "123004"),
        ("lampgroup", "Sales"), ("lamp", ZOE), ("lamp", ANNA),
        ("lampgroup", ""), ("lamp", OMAR),
    ]  # fmt: skip


def test_one_department_needs_no_heading() -> None:
    board = office(Extension(ANNA, "112", "Anna", True, company="Sales")).board
    assert present_lamps.parts(board) == [("lamp", ANNA)]


def test_the_department_that_we_keep_of_a_person_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phonebook, "_books", {})
    board = office(Extension(ANNA, "112", "Anna", True, company="Harbour Ltd")).board
    assert present_lamps.department(board, ANNA) == "Harbour Ltd"
    book = phonebook.Phonebook(details={ANNA: Detail(department="Sales")})
    phonebook.put(board.pbx, book)
    assert present_lamps.lamp(board, "main", ANNA)["department"] == "Sales"
