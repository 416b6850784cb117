"""What an operator says of herself, and who hears it."""

import pytest
from django.test import Client

from accounts.models import User
from console.links.models import Role
from console.shifts.models import LONGEST_REASON, Status
from tests.memberships import member
from tests.shifts.test_note import FOOT, signed_in

ADDRESS = "/shifts/status/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ruth(db: None) -> Client:
    return signed_in(member("ruth", Role.RECEPTIONIST, "123007"))


@pytest.fixture
def omar(db: None) -> Client:
    return signed_in(member("omar", Role.SUPERVISOR, "123001"))


def test_the_other_desks_see_who_is_on_a_break_and_why(ruth: Client, omar: Client) -> None:
    seen = omar.get(FOOT).content.decode()
    assert "Break" not in seen
    answer = ruth.post(ADDRESS, {"state": "break", "reason": "Lunch"}, headers=HTMX)
    assert answer.status_code == 200
    shown = omar.get(FOOT, {"seen": "0"}).content.decode()
    assert "ruth" in shown
    assert "Break" in shown
    assert "Lunch" in shown
    assert "Lunch" not in ruth.get(FOOT).content.decode()


def test_who_is_back_is_no_longer_listed_and_has_no_reason(ruth: Client, omar: Client) -> None:
    ruth.post(ADDRESS, {"state": "away", "reason": "Doctor"}, headers=HTMX)
    ruth.post(ADDRESS, {"state": "available", "reason": "Doctor"}, headers=HTMX)
    assert "ruth" not in omar.get(FOOT).content.decode()
    assert Status.objects.get().reason == ""


def test_the_same_status_again_keeps_its_time(ruth: Client) -> None:
    ruth.post(ADDRESS, {"state": "away"}, headers=HTMX)
    since = Status.objects.get().since
    ruth.post(ADDRESS, {"state": "away"}, headers=HTMX)
    assert Status.objects.get().since == since


def test_without_scripts_it_is_a_page_of_its_own(ruth: Client) -> None:
    assert "<h1>My status</h1>" in ruth.get(ADDRESS).content.decode()
    assert ruth.post(ADDRESS, {"state": "away"})["Location"] == "/"
    assert Status.objects.get().state == "away"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": "asleep"}, "Choose available, break or away."),
        ({}, "Choose available, break or away."),
        ({"state": "away", "reason": "x" * (LONGEST_REASON + 1)}, "at most 60 characters"),
    ],
)
def test_a_wrong_value_is_told_and_nothing_changes(
    ruth: Client, given: dict[str, str], sentence: str
) -> None:
    answer = ruth.post(ADDRESS, given, headers=HTMX)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Status.objects.exists()


def test_another_pbx_does_not_hear_of_it(ruth: Client) -> None:
    zoe = signed_in(member("zoe", Role.RECEPTIONIST, "223001", on="elsewhere"))
    ruth.post(ADDRESS, {"state": "away", "reason": "Doctor"}, headers=HTMX)
    assert "Doctor" not in zoe.get("/shifts/elsewhere/deskline/").content.decode()


def test_wrong_methods_and_strangers_are_refused(ruth: Client, client: Client) -> None:
    assert ruth.delete(ADDRESS).status_code == 405
    assert client.post(ADDRESS, {"state": "away"}).status_code == 302
    client.force_login(User.objects.create(username="nobody"))
    assert client.post(ADDRESS, {"state": "away"}).status_code == 403
    assert not Status.objects.exists()
