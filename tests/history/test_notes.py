"""Notes on calls: kept with the call whatever becomes of it, found again, and never overwritten."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client

from console.history import notes
from console.history.models import Note
from console.history.traces import sealed, traces_of
from console.links.models import Role
from console.links.pictures import picture_of
from tests.board.office import Party, leg
from tests.history.office import PBX, Office, entered, shown
from tests.memberships import member, pbx

pytestmark = pytest.mark.django_db

NOTE = f"/history/{PBX}/note/"
MARY = Party(number="441184960233", display_name="Mary Stone")


def token(office: Office, short: str) -> str:
    call = office.board.remembered(short)
    assert call is not None
    return sealed(pbx(PBX).pk, traces_of(call)[0])


def talking(office: Office, name: str = "c1 a", **values: Any) -> str:
    """Mary talks to Ruth; returns the board's id of the call."""
    office.inbound(name, "123007", caller=MARY, **values)
    office.leg(name, "connected", **values)
    return office.board.legs[leg(name, "connected").leg].call


def write(client: Client, trace: str, text: str, **values: Any) -> Any:
    form = {"call": trace, "note": str(uuid4()), "revision": 0, "text": text} | values
    return client.post(NOTE, form)


def found(client: Client, words: str) -> str:
    return shown(client.get("/history/", {"number": words}).content)


def test_a_note_is_shown_with_its_call_and_says_who_wrote_it(office: Office) -> None:
    client = entered()
    short = talking(office)
    assert write(client, token(office, short), " wants the March letter ").status_code == 200
    office.write()
    page = shown(client.get("/history/").content)
    assert "wants the March letter" in page
    assert "ruth" in page


def test_a_note_that_comes_before_the_row_of_its_call_is_found_once_the_row_is_written(
    office: Office,
) -> None:
    client = entered()
    short = talking(office)
    write(client, token(office, short), "boundary dispute")
    assert "boundary" not in shown(client.get("/history/").content)
    office.write()
    assert "boundary dispute" in found(client, "boundary")


def test_a_note_outlives_a_restart_and_the_end_of_its_call(office: Office) -> None:
    client = entered()
    call = token(office, talking(office))
    office.write()
    after = office.restarted(2)
    picture_of(PBX).board = after.board
    after.snapshot()
    after.write()
    assert write(client, call, "she will call back").status_code == 200
    assert "she will call back" in found(client, "call back")


def test_notes_of_two_calls_that_turn_out_to_be_one_both_stay(office: Office) -> None:
    client = entered()
    first = token(office, talking(office, "c1 a", tracking="t1"))
    second = token(office, talking(office, "c2 a", tracking="t2"))
    write(client, first, "about the lease")
    write(client, second, "about the roof")
    office.write()
    office.leg("c3 a", "connected", tracking="t1", previous="t2")
    office.write()
    page = shown(client.get("/history/").content)
    assert "about the lease" in page
    assert "about the roof" in page


@pytest.mark.parametrize("words", ["keller", "KÉLLER roof", "roof"])
def test_notes_are_found_by_their_words_without_case_and_accents(
    office: Office, words: str
) -> None:
    client = entered()
    write(client, token(office, talking(office)), "Für Kéller: the roof leaks")
    office.write()
    assert "the roof leaks" in found(client, words)
    assert "the roof leaks" not in found(client, f"{words} cellar")


def test_the_same_answer_twice_is_one_note(office: Office) -> None:
    client = entered()
    call, key = token(office, talking(office)), str(uuid4())
    answers = [write(client, call, "once", note=key, revision=0).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Note.objects.count() == 1


def test_a_page_that_saw_an_older_text_overwrites_nothing(office: Office) -> None:
    client = entered()
    call, key = token(office, talking(office)), str(uuid4())
    first = write(client, call, "first", note=key).json()
    write(client, call, "first and more", note=key, revision=first["revision"])
    late = [write(client, call, "the other window", note=key, revision=1).json() for _ in "12"]
    assert late[0]["beside"]
    assert late[0] == late[1], "said again, it is no third one"
    assert sorted(note.text for note in Note.objects.all()) == [
        "first and more",
        "the other window",
    ]


def test_nobody_changes_the_note_of_a_colleague(office: Office) -> None:
    ruth = entered()
    omar = entered("omar")
    call, key = token(office, talking(office)), str(uuid4())
    first = write(ruth, call, "hers", note=key).json()
    his = write(omar, call, "his", note=key, revision=first["revision"]).json()
    assert his["beside"]
    assert {(note.operator, note.text) for note in Note.objects.all()} == {
        ("ruth", "hers"),
        ("omar", "his"),
    }


def test_an_emptied_note_is_no_note(office: Office) -> None:
    client = entered()
    call, key = token(office, talking(office)), str(uuid4())
    revision = write(client, call, "a slip", note=key).json()["revision"]
    write(client, call, "", note=key, revision=revision)
    office.write()
    assert "a slip" not in found(client, "slip")
    assert "past-note" not in client.get("/history/").content.decode()


def test_a_note_that_is_too_long_is_refused_with_a_sentence(office: Office) -> None:
    client = entered()
    response = write(client, token(office, talking(office)), "x" * (notes.LONGEST + 1))
    assert response.status_code == 409
    assert "at most 1000 characters" in response.content.decode()
    assert not Note.objects.exists()


def test_a_call_takes_only_so_many_notes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "ON_ONE_CALL", 2)
    client = entered()
    call = token(office, talking(office))
    answers = [write(client, call, f"note {number}").status_code for number in range(3)]
    assert answers == [200, 200, 409]


@pytest.mark.parametrize(
    "values",
    [
        {"call": "nonsense"},
        {"call": ""},
        {"note": "7"},
        {"revision": "-1"},
        {"revision": "many"},
        {"revision": str(2**40)},
    ],
)
def test_what_no_page_would_send_is_refused_and_keeps_nothing(
    office: Office, values: dict[str, str]
) -> None:
    client = entered()
    response = write(client, token(office, talking(office)), "text", **values)
    assert response.status_code == 409
    assert not Note.objects.exists()


def test_a_call_of_another_pbx_cannot_be_written_about(office: Office) -> None:
    client = entered()
    foreign = sealed(pbx("other").pk, "c:elsewhere")
    assert write(client, foreign, "text").status_code == 409
    assert write(client, signing.dumps(["x"]), "text").status_code == 409
    assert not Note.objects.exists()


def test_nothing_but_a_post_of_somebody_of_this_pbx_is_taken(office: Office) -> None:
    client = entered()
    call = token(office, talking(office))
    assert client.get(NOTE).status_code == 405
    outsider = Client()
    outsider.force_login(member("olga", Role.ADMINISTRATOR, "123007", on="other"))
    assert write(outsider, call, "text").status_code == 404
    assert Client().post(NOTE).status_code == 302
    assert not Note.objects.exists()


def test_what_no_database_stores_is_written_as_far_as_it_can_be(office: Office) -> None:
    client = entered()
    write(client, token(office, talking(office)), "a\0b <script>alert(1)</script>")
    office.write()
    page = client.get("/history/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
