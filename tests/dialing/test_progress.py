"""/dial/<key>/ follows one call, event by event."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from console.board.facts import CommandSent, CommandSettled
from console.dialing.regions import DIAL, of_from, of_progress, of_window, progress_key
from console.links.models import Role
from console.live.hubs import hub_of
from console.live.regions import Instance, Variant, region_named
from console.live.screens import Seat
from tests.dialing.conftest import KEY, NINE, PRIYA, RUTH, Desk
from tests.dialing.test_asking import shown

PAGE = f"/dial/{KEY}/"
OTHER = "3.dial.abcdefabcdefabcdefabcdef"


def steps(html: bytes) -> list[tuple[str, str]]:
    found = re.findall(r'data-status="(\w+)".*?<b>(.*?)</b>', html.decode(), re.DOTALL)
    return [(status, words) for status, words in found]


def now(html: bytes) -> list[str]:
    return [words for status, words in steps(html) if status == "now"]


def test_each_event_moves_it_on(desk: Desk, ruth: Client) -> None:
    desk.sends()
    assert now(ruth.get(PAGE).content) == ["Sent to PBX"]
    desk.dials()
    assert steps(ruth.get(PAGE).content)[0] == ("done", "Sent to PBX")
    desk.my_phone("ringing")
    assert now(ruth.get(PAGE).content) == ["Your phone rings"]
    desk.my_phone("connected", NINE + 4)
    desk.their_phone("ringing")
    assert now(ruth.get(PAGE).content) == ["They ring"]
    desk.their_phone("connected", NINE + 9)
    html = ruth.get(PAGE).content
    assert now(html) == ["Talking"]
    assert b'datetime="2025-11-24T16:00:09Z" data-since' in html
    desk.my_phone("terminated", NINE + 81)
    desk.their_phone("terminated", NINE + 81)
    html = ruth.get(PAGE).content
    assert steps(html)[-1] == ("done", "Ended")
    assert "after 1:12" in shown(html)
    assert {status for status, _ in steps(html)} == {"done"}


def test_my_phone_ringing_says_what_to_do(desk: Desk, ruth: Client) -> None:
    desk.dials()
    desk.my_phone("ringing")
    assert "Line 107. Pick up and we dial." in shown(ruth.get(PAGE).content)


def test_a_call_that_nobody_answered(desk: Desk, ruth: Client) -> None:
    desk.dials()
    desk.my_phone("ringing")
    desk.my_phone("terminated", NINE + 30)
    html = ruth.get(PAGE).content
    assert "before anyone talked" in shown(html)
    assert ("todo", "Talking") in steps(html)
    assert b'data-verb="end"' not in html


@pytest.mark.parametrize("outcome", ["refused", "unknown"])
def test_a_failure_says_why(desk: Desk, ruth: Client, outcome: str) -> None:
    desk.sends()
    desk.settles(outcome, "Call control is disabled for this line. Ask your administrator.")
    html = ruth.get(PAGE).content
    assert steps(html)[0] == ("failed", "Sent to PBX")
    assert "Call control is disabled for this line." in shown(html)


def test_end_names_that_call_and_nothing_else(desk: Desk, ruth: Client) -> None:
    desk.dials()
    desk.my_phone("ringing")
    desk.dials(OTHER, "*41", "t2")
    desk.my_phone("ringing", tracking="t2")
    html = ruth.get(PAGE).content.decode()
    call = desk.board.desks[RUTH].dialled[0].call
    assert html.count('data-verb="end"') == 1
    assert 'hx-post="/desk/commands/office/end/"' in html
    assert f'hx-vals=\'{{"call":"{call}","key":"3.{call}.0.end"}}\'' in html


def test_a_refused_end_says_why(desk: Desk, ruth: Client) -> None:
    desk.dials()
    desk.my_phone("ringing")
    call = desk.board.desks[RUTH].dialled[0].call
    desk.apply(CommandSent(desk=RUTH, key="e", verb="end", at=NINE + 7, call=call))
    assert "This call" not in shown(ruth.get(PAGE).content)
    desk.apply(CommandSettled(RUTH, "e", "refused", NINE + 8, "This call has already ended."))
    assert "This call has already ended." in shown(ruth.get(PAGE).content)


def test_who_is_called_is_named(desk: Desk, ruth: Client) -> None:
    desk.dials(target=PRIYA)
    html = ruth.get(PAGE).content
    assert "Priya Raman" in shown(html)
    assert b'data-number="123012"' in html


def test_nothing_known_is_said(desk: Desk, ruth: Client) -> None:
    assert "has not confirmed this call" in shown(ruth.get(PAGE).content)
    old = ruth.get("/dial/2" + KEY[1:] + "/")
    assert "The console has started anew since." in shown(old.content)


def test_another_desk_learns_nothing(desk: Desk, signed_in: Callable[..., Client]) -> None:
    desk.dials(target=PRIYA)
    desk.my_phone("ringing")
    html = signed_in(Role.RECEPTIONIST, "123019").get(PAGE).content
    assert b"Priya" not in html
    assert b'data-verb="end"' not in html


@pytest.mark.parametrize("key", ["x", "3.dial.", "3.7.0.end", KEY + "'", "<b>"])
def test_what_is_no_key_is_no_page(ruth: Client, key: str) -> None:
    assert ruth.get(f"/dial/{key}/").status_code == 404


def test_it_only_shows(ruth: Client) -> None:
    assert ruth.post(PAGE).status_code == 405
    assert ruth.head(PAGE).status_code == 200


def test_the_socket_watches_that_call(desk: Desk, ruth: Client) -> None:
    address = f"/live/dial/office/?language=en&amp;about={KEY}"
    assert f'hx-ws:connect="{address}"'.encode() in ruth.get(PAGE).content
    watched = list(of_window(desk.board, Seat("office", RUTH, KEY)))
    assert watched == [("link", ""), ("progress", f"{RUTH}/{KEY}")]
    asking = list(of_window(desk.board, Seat("office", RUTH)))
    assert asking == [("link", ""), ("dialfrom", RUTH)]
    assert DIAL.has_desk


def test_no_event_leaves_the_window_behind(desk: Desk) -> None:
    """Whatever a fact changes on the page, the fact touches: what is kept equals what is made."""
    progress, asking = Instance("progress", progress_key(RUTH, KEY)), Instance("dialfrom", RUTH)
    hub, english = hub_of("office"), Variant("en")
    events: list[Callable[[], None]] = [
        desk.sends,
        desk.dials,
        lambda: desk.my_phone("ringing"),
        lambda: desk.my_phone("connected", NINE + 4),
        lambda: desk.their_phone("ringing"),
        lambda: desk.their_phone("connected", NINE + 9),
        lambda: desk.their_phone("terminated", NINE + 20),
        lambda: desk.my_phone("terminated", NINE + 20),
        desk.loses_its_link,
    ]
    touched: list[Instance] = []
    desk.picture.listen(
        lambda board, what: touched.extend(
            [Instance("progress", key) for key in of_progress(board, what)]
            + [Instance("dialfrom", key) for key in of_from(board, what)]
        )
    )
    for event in events:
        before = {one: made(desk, one) for one in (progress, asking)}
        hub.html(asking, english)
        touched.clear()
        event()
        for one in (progress, asking):
            assert made(desk, one) == before[one] or one in touched
            assert hub.html(one, english) == made(desk, one)


def made(desk: Desk, one: Instance) -> str:
    return region_named(one.region).render(desk.board, "office", one.key, Variant("en")).html
