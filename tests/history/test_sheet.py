"""The call sheet, and a desk's last calls."""

import re
from typing import Any

import pytest
from django.test import Client

from console.history import earlier, recent
from console.links.models import Role
from tests.board.office import Party, leg
from tests.history.office import PBX, Office, entered, only, shown
from tests.history.test_notes import MARY, talking, token, write
from tests.memberships import member

pytestmark = pytest.mark.django_db

SHEET = f"/history/{PBX}/sheet/"
RECENT = f"/history/{PBX}/recent/"
NEWS = f"/history/{PBX}/recent/news/"


def sheet(client: Client, office: Office, call: str) -> str:
    response = client.get(SHEET, {"call": call, "epoch": office.board.epoch})
    assert response.status_code == 200
    return response.content.decode()


def spoken(office: Office, name: str = "c0 a", seconds: int = 179, caller: Party = MARY) -> None:
    """A call that Ruth answered, and its end."""
    office.inbound(name, "123007", caller=caller)
    office.leg(name, "connected")
    office.at += seconds
    office.leg(name, "terminated")
    office.write()


def test_the_sheet_says_how_often_and_when_they_called_last(office: Office) -> None:
    client = entered()
    spoken(office, "c8 a", 60)
    spoken(office, "c9 a", 371)
    page = shown(sheet(client, office, talking(office)).encode())
    assert re.search(r"2 before \w+ \d+ \w+ to Ruth Marlow, 6:1\d", page)


def test_a_first_call_is_said_to_be_one_and_a_withheld_number_too(office: Office) -> None:
    client = entered()
    assert "First call with this number" in sheet(client, office, talking(office))
    office.inbound("c7 a", "123007", caller=Party(number="anonymous"))
    office.leg("c7 a", "connected")
    call = office.board.legs[leg("c7 a", "connected").leg].call
    assert "Number withheld" in sheet(client, office, call)


def test_earlier_calls_stand_there_with_their_notes_the_first_three_at_once(
    office: Office,
) -> None:
    client = entered()
    for number in range(5):
        call = talking(office, f"c{number + 2} a")
        write(client, token(office, call), f"matter {number}")
        office.leg(f"c{number + 2} a", "terminated")
    office.write()
    page = sheet(client, office, talking(office))
    first, _, rest = page.partition("<details>")
    assert [f"matter {number}" in first for number in range(5)] == [False, False, True, True, True]
    assert "matter 0" in rest
    assert "2 more" in rest


def test_a_name_is_taken_from_past_calls_when_this_one_brings_none(office: Office) -> None:
    client = entered()
    spoken(office)
    office.inbound("c1 a", "123007", caller=Party(number=MARY.number))
    call = office.board.legs[leg("c1 a", "ringing").leg].call
    assert 'data-remembered-name="Mary Stone"' in sheet(client, office, call)


def test_her_own_note_stands_in_the_field_and_a_colleagues_beside_it(office: Office) -> None:
    ruth, omar = entered(), entered("omar")
    call = talking(office)
    write(ruth, token(office, call), "mine")
    write(omar, token(office, call), "wants the letter")
    page = sheet(ruth, office, call)
    assert 'value="mine"' in page
    assert "omar" in shown(page.encode())
    assert "wants the letter" in shown(page.encode())


def test_the_note_stays_when_the_call_merges_into_another(office: Office) -> None:
    client = entered()
    younger = [talking(office, "c1 a", tracking="t1"), talking(office, "c2 a", tracking="t2")][1]
    write(client, token(office, younger), "typed before the merge")
    before = re.search(r'data-anchors="(\S+)', sheet(client, office, younger))
    office.leg("c3 a", "connected", tracking="t1", previous="t2")
    page = sheet(client, office, younger)
    assert 'value="typed before the merge"' in page
    anchors = re.search(r'data-anchors="([^"]+)"', page)
    assert before is not None
    assert anchors is not None
    assert before[1].strip('"') in anchors[1].split(), "a draft of either is known again"


def test_a_colleague_who_calls_is_not_everybody_she_ever_answered(office: Office) -> None:
    client = entered()
    office.inbound("c5 a", "123012", caller=MARY)
    office.leg("c5 a", "connected")
    office.leg("c5 a", "terminated")
    office.write()
    office.inbound("c6 a", "123007", caller=Party(number="123012", account_id="123012"))
    call = office.board.legs[leg("c6 a", "ringing").leg].call
    assert "First call with this number" in sheet(client, office, call)


@pytest.mark.parametrize("query", [{"call": "999"}, {"call": ""}, {}, {"call": "1", "epoch": "7"}])
def test_a_call_that_is_gone_or_of_another_epoch_leaves_the_sheet_as_it_is(
    office: Office, query: dict[str, str]
) -> None:
    talking(office)
    response = entered().get(SHEET, query)
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("path", [SHEET, RECENT, NEWS])
def test_only_a_desk_of_this_pbx_may_ask_and_only_by_get(office: Office, path: str) -> None:
    call = talking(office)
    assert entered().post(path).status_code == 405
    outsider = Client()
    outsider.force_login(member("olga", Role.SUPERVISOR, "123007", on="other"))
    assert outsider.get(path, {"call": call}).status_code == 404
    assert Client().get(path).status_code == 302
    deskless = Client()
    deskless.force_login(member("sven", Role.SUPERVISOR, "", on=PBX))
    assert deskless.get(path, {"call": call}).status_code == 403


def test_the_sheet_asks_the_database_a_few_times(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    client = entered()
    for number in range(earlier.AT_MOST + 2):
        spoken(office, f"d{number} a", 5)
    call = talking(office)
    office.write()
    with django_assert_max_num_queries(14):
        page = sheet(client, office, call)
    assert "20+ before" in shown(page.encode())


# ---- the desk's last calls ----------------------------------------------------------------------


def rows(client: Client) -> list[str]:
    page = client.get(RECENT).content.decode()
    found = re.findall(r'<li class="(?:person )?recent-call".*?</li>', page, re.DOTALL)
    return [shown(one.encode()) for one in found]


def place(client: Client) -> str:
    news = re.search(r"news/\?after=([^\"]*)", client.get(RECENT).content.decode())
    assert news is not None
    return news[1].replace("%3A", ":").replace("%2B", "+").replace("%7E", "~")


def test_the_tab_shows_the_desks_own_calls_and_what_became_of_them(office: Office) -> None:
    client = entered()
    spoken(office)
    office.inbound("c1 a", "123007", caller=MARY)
    office.leg("c1 a", "terminated")
    office.leg("c2 a", "trying", caller="123007", callee="441184960999", kind="outgoing")
    office.leg("c2 a", "terminated", caller="123007", callee="441184960999", kind="outgoing")
    office.inbound("c3 a", "123012", caller=MARY)
    office.write()
    dialled, missed, answered = rows(client)
    assert "Dialled, no answer" in dialled
    assert "+44 118 496 0999" in dialled
    assert "Missed" in missed
    assert re.search(r"Mary Stone \+44 118 496 0233 Answered, 3:0\d", answered)


def test_later_calls_wait_behind_a_key(office: Office) -> None:
    client = entered()
    spoken(office)
    at = place(client)
    assert "Show" not in client.get(NEWS, {"after": at}).content.decode()
    for name in ("c1 a", "c2 a"):
        spoken(office, name, 5)
    assert "Show 2 new" in client.get(NEWS, {"after": at}).content.decode()
    assert "Show" not in client.get(NEWS, {"after": place(client)}).content.decode()


def test_more_new_calls_than_anybody_counts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "NEW_AT_MOST", 1)
    monkeypatch.setattr("console.history.card_views.NEW_AT_MOST", 1)
    client = entered()
    at = place(client)
    for name in ("c1 a", "c2 a", "c3 a"):
        spoken(office, name, 5)
    assert "Show 1+ new" in client.get(NEWS, {"after": at}).content.decode()


def test_a_note_stands_beside_its_call_in_the_tab(office: Office) -> None:
    client = entered()
    call = talking(office)
    write(client, token(office, call), "the lease")
    office.write()
    [row] = rows(client)
    assert "In progress" in row
    assert "the lease" in row
    assert f"past={only().pk}" in client.get(RECENT).content.decode()
