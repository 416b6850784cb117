"""The page of past calls: who may see it, what it says, how it is leafed through and searched."""

import re
from typing import Any

import pytest
from django.test import Client

from console.board.facts import CallDialled, CommandSent, CommandSettled
from console.board.state import Board
from console.history import reading
from console.links.commands import Command
from console.links.models import Role
from console.links.pictures import picture_of
from tests.board.office import Party, leg
from tests.history.office import PBX, Office, entered, shown

pytestmark = pytest.mark.django_db

PAGE = "/history/"
MARY = Party(number="441184960233", display_name="Mary Stone")


def rows(client: Client, **query: Any) -> list[str]:
    response = client.get(PAGE, query)
    assert response.status_code == 200
    found = re.findall(r'<li class="past-call".*?</li>', response.content.decode(), re.DOTALL)
    return [shown(one.encode()) for one in found]


def served(office: Office) -> None:
    """Mary waits for 35 s, Ruth answers, they talk for three minutes."""
    office.leg("c1 a", "queued", caller=MARY, callee="200", queue="25", tracking="t1")
    office.at += 34
    office.leg("c1 a", "connected", tracking="t1")
    office.leg("c1 b", "connected", callee="123007", kind="incoming", tracking="t1")
    office.at += 179
    office.leg("c1 b", "terminated", tracking="t1")
    office.leg("c1 a", "terminated", tracking="t1", reason="normal clearing")
    office.write()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_pbx_sees_who_called_whom_and_what_became_of_it(
    office: Office, role: Role
) -> None:
    served(office)
    [row] = rows(entered(role=role))
    assert "Mary Stone +44 118 496 0233 to 200" in row
    assert "Answered by 107 Ruth Marlow" in row
    assert "Waited in Sales 0:35" in row
    assert "Talked 3:02 normal clearing" in row


def test_a_post_is_refused(office: Office) -> None:
    assert entered().post(PAGE).status_code == 405


def test_a_stranger_signs_in_and_comes_back(client: Client, office: Office) -> None:
    served(office)
    response = client.get(PAGE)
    assert response["Location"] == f"/accounts/login/?next={PAGE}"
    assert b"Mary" not in response.content


def test_an_operator_of_no_pbx_is_refused_and_learns_nothing(
    office: Office, django_user_model: Any
) -> None:
    served(office)
    client = Client()
    client.force_login(django_user_model.objects.create(username="nobody"))
    response = client.get(PAGE)
    assert response.status_code == 403
    assert b"Mary" not in response.content


def test_the_history_of_another_pbx_does_not_exist(office: Office) -> None:
    served(office)
    elsewhere = entered("omar", Role.ADMINISTRATOR, on="other")
    for query in ({"pbx": PBX}, {"pbx": "nothing"}, {"pbx": PBX, "number": "441184960233"}):
        response = elsewhere.get(PAGE, query)
        assert response.status_code == 404
        assert b"Mary" not in response.content
    assert rows(elsewhere) == []


NOWHERE = ["", "nonsense", "2026-01-01~x", "2026-01-01T00:00:00~1", "~"]
BEFORE_AND_AFTER_TIME = ["0001-01-01T00:00:00+14:00~1", "9999-12-31T23:59:59-14:00~1"]


@pytest.mark.parametrize("after", NOWHERE + BEFORE_AND_AFTER_TIME)
def test_a_place_that_nobody_wrote_does_not_exist(office: Office, after: str) -> None:
    assert entered().get(PAGE, {"after": after}).status_code == 404


@pytest.mark.parametrize("typed", ["441184960233", "+44 118 496 0233", "00441184960233"])
def test_calls_are_found_by_a_number_however_it_is_written(office: Office, typed: str) -> None:
    served(office)
    office.answered("c2 a", "112")
    office.write()
    [row] = rows(entered(), number=typed)
    assert "Mary Stone" in row


def test_calls_are_found_by_the_short_number_of_who_answered(office: Office) -> None:
    served(office)
    client = entered()
    assert len(rows(client, number="107")) == 1
    assert rows(client, number="108") == []
    assert "No call with this number" in shown(client.get(PAGE, {"number": "108"}).content)


def test_an_unknown_number_is_found_by_no_other(office: Office) -> None:
    office.leg("c1 a", "ringing", callee="123007", kind="incoming")
    office.write()
    client = entered()
    assert len(rows(client)) == 1
    assert rows(client, number="00") == []


@pytest.mark.parametrize("typed", ["<b>Mary", "%", "\0", "' OR 1=1", "x" * 5000])
def test_what_is_no_number_finds_no_call_when_no_note_has_it(office: Office, typed: str) -> None:
    served(office)
    response = entered().get(PAGE, {"number": typed})
    assert "none with these words in its notes" in shown(response.content)
    assert b"<b>Mary" not in response.content


def test_older_calls_are_one_page_away_and_none_is_shown_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    for number in range(5):
        office.inbound(f"c{number} a", "123007", caller=Party(number=f"44118496023{number}"))
    office.at -= 1
    office.inbound("c5 a", "123007", caller=Party(number="441184960235"))  # in the same second
    office.write()
    client, seen, query = entered(), [], {}
    while True:
        response = client.get(PAGE, query)
        seen += re.findall(r'data-number="(\d+)"', response.content.decode())
        office.inbound(f"later{len(seen)} a", "123007")  # moves nobody to another page
        office.write()
        following = re.search(r"after=([^&\"]+)\" rel=", response.content.decode())
        if not following:
            break
        query = {"after": following[1].replace("%3A", ":").replace("%2B", "+")}
    assert seen == [f"44118496023{number}" for number in (5, 4, 3, 2, 1, 0)]


def test_an_open_call_one_that_nobody_answered_and_one_that_ended_unseen(office: Office) -> None:
    office.inbound("c1 a", "123007", caller=MARY)
    office.leg("c1 a", "terminated", reason="no answer")
    office.inbound("c2 a", "123007", caller=MARY)
    office.snapshot()
    office.inbound("c3 a", "123007", caller=MARY)
    office.write()
    newest, unseen, missed = rows(entered())
    assert "In progress" in newest
    assert re.search(r"Ended unseen, between \d\d:\d\d:\d\d and \d\d:\d\d:\d\d", unseen)
    assert "Not answered" not in unseen, "nobody knows"
    assert "Not answered no answer" in missed


def test_the_operator_who_dialled_stands_beside_the_phone(office: Office) -> None:
    command = Command(PBX, "123007", "dial", "1.a", office.at + 10, operator="ruth")
    office.fold(CommandSent("123007", "1.a", "dial", office.tick()))
    office.fold(CallDialled("123007", "1.a", "112", "t7", office.tick()))
    office.fold(CommandSettled("123007", "1.a", "accepted", office.tick()))
    office.historian.recorder.settled(command, "accepted", "", 0.1)
    office.leg("c1 a", "connected", caller="123007", kind="outgoing", tracking="t7")
    office.write()
    [row] = rows(entered())
    assert "(ruth)" in row


def test_a_full_page_asks_the_database_a_few_times(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    for number in range(reading.AT_ONCE):
        office.answered(f"c{number} a", "123007", tracking=f"t{number}")
    office.snapshot(leg("c0 a", "connected"))
    office.write()
    client = entered()
    with django_assert_max_num_queries(11):
        assert len(rows(client)) == reading.AT_ONCE


def test_a_pbx_whose_board_is_empty_still_has_its_history(office: Office) -> None:
    served(office)
    picture_of(PBX).board = Board()
    [row] = rows(entered())
    assert "Answered by 123007" in row
    assert "Queue 25" in row
