"""The desk note: shared by the desks of a PBX, and nothing of it is lost."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from console.links.models import Role
from console.shifts.models import LONGEST_NOTE, DeskNote
from tests.memberships import member

NOTE = "/shifts/office/note/"
FOOT = "/shifts/office/deskline/"


@pytest.fixture
def ruth(db: None) -> Client:
    return signed_in(member("ruth", Role.RECEPTIONIST, "123007"))


@pytest.fixture
def omar(db: None) -> Client:
    return signed_in(member("omar", Role.SUPERVISOR, "123001"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def write(who: Client, text: str, version: int = 0, editor: str = "", **more: Any) -> Any:
    return who.post(NOTE, {"text": text, "version": version, "editor": editor, **more})


def kept() -> tuple[str, str, int]:
    note = DeskNote.objects.get()
    return note.text, note.by, note.version


def test_a_note_is_written_and_every_desk_reads_who_and_when(ruth: Client, omar: Client) -> None:
    assert write(ruth, "Boardroom is out of use.").status_code == 200
    shown = omar.get(FOOT).content.decode()
    assert "Boardroom is out of use." in shown
    assert "ruth" in shown
    assert DeskNote.objects.get().changed.isoformat()[:16] in shown


def test_who_has_seen_it_is_sent_nothing(ruth: Client) -> None:
    write(ruth, "One")
    assert ruth.get(FOOT, {"seen": "1"}).status_code == 204
    assert ruth.get(FOOT, {"seen": "0"}).status_code == 200
    assert ruth.get(FOOT, {"seen": "<nonsense>"}).status_code == 200


def test_two_who_write_at_once_are_shown_each_others_text(ruth: Client, omar: Client) -> None:
    write(ruth, "Ruth's", editor="r")
    answer = write(omar, "Omar's", version=0, editor="o")
    assert answer.status_code == 409
    assert "ruth changed the note meanwhile." in answer.content.decode()
    assert "Ruth&#x27;s" in answer.content.decode()
    assert kept() == ("Ruth's", "ruth", 1)
    answer = write(omar, "Omar's", version=1, editor="o", with_theirs="1")
    assert answer.status_code == 200
    assert kept() == ("Ruth's\nOmar's", "omar", 2)


def test_one_page_may_write_faster_than_it_hears(ruth: Client) -> None:
    write(ruth, "B", editor="r")
    assert write(ruth, "Bo", version=0, editor="r").status_code == 200
    assert kept() == ("Bo", "ruth", 2)


def test_what_was_sent_before_a_conflict_was_settled_undoes_nothing(
    ruth: Client, omar: Client
) -> None:
    write(ruth, "Ruth's", editor="r")
    write(omar, "Omar's", version=0, editor="o", with_theirs="1")
    assert write(omar, "Omar's, late", version=0, editor="o").status_code == 409
    assert kept() == ("Ruth's\nOmar's", "omar", 2)


def test_after_a_conflict_the_page_still_counts_as_one_that_has_not_seen_it(
    ruth: Client, omar: Client
) -> None:
    write(ruth, "Ruth's", editor="r")
    answer = write(omar, "Omar's", version=0, editor="o")
    assert 'name="version" value="0"' in answer.content.decode()


def test_the_same_text_again_changes_nothing(ruth: Client, omar: Client) -> None:
    write(ruth, "One", editor="r")
    assert write(omar, "One", version=0, editor="o").status_code == 200
    assert kept() == ("One", "ruth", 1)


def test_a_note_that_is_too_long_is_told_and_the_old_one_stays(ruth: Client) -> None:
    write(ruth, "One")
    answer = write(ruth, "x" * (LONGEST_NOTE + 1), version=1)
    assert answer.status_code == 400
    assert "at most 1000 characters" in answer.content.decode()
    answer = write(ruth, "x" * LONGEST_NOTE, version=1, with_theirs="1")
    assert answer.status_code == 400
    assert kept() == ("One", "ruth", 1)


@pytest.mark.parametrize("version", ["", "-1", "one", "٣", "9" * 30])
def test_a_version_that_is_none_is_a_conflict(ruth: Client, version: str) -> None:
    write(ruth, "One", editor="r")
    assert write(ruth, "Two", version=version, editor="x").status_code == 409  # type: ignore[arg-type]
    assert ruth.post(NOTE, {"text": "Two"}).status_code == 409
    assert kept() == ("One", "ruth", 1)


def test_markup_in_a_note_is_text(ruth: Client) -> None:
    write(ruth, "</textarea><script>alert(1)</script>")
    assert "<script>" not in ruth.get(FOOT).content.decode()


def test_another_pbx_has_no_note_for_her(ruth: Client, db: None) -> None:
    member("zoe", Role.RECEPTIONIST, "223001", on="elsewhere")
    assert ruth.get("/shifts/elsewhere/deskline/").status_code == 404
    assert ruth.post("/shifts/elsewhere/note/", {"text": "x"}).status_code == 404
    assert not DeskNote.objects.exists()


def test_wrong_methods_and_strangers_are_refused(ruth: Client, client: Client) -> None:
    assert ruth.get(NOTE).status_code == 405
    assert ruth.post(FOOT).status_code == 405
    assert client.get(FOOT).status_code == 302
    assert client.post(NOTE, {"text": "x"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="ruth"))
    assert strict.post(NOTE, {"text": "x"}).status_code == 403
    assert not DeskNote.objects.exists()
