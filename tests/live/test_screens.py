"""From where a screen looks."""

import pytest

from console.links.models import PBX, Membership, Role
from console.live.admission import subject_of
from console.live.page import live_page
from console.live.screens import Screen

ANNA = Membership(pbx=PBX(name="office"), extension="123007", role=Role.RECEPTIONIST)


def screen(**kind: bool) -> Screen:
    return Screen("any", lambda board, seat: [], lambda membership: True, **kind)


def test_a_screen_without_desk_and_subject_is_the_same_for_all() -> None:
    assert screen().seat(ANNA, "7.dial.x") == ("office", "", "")


def test_a_page_may_be_about_something() -> None:
    page = live_page(screen(has_desk=True, has_subject=True), ANNA, "7.dial.x")
    assert page.seat == ("office", "123007", "7.dial.x")
    assert page.socket == "/live/any/office/?language=en&about=7.dial.x"


@pytest.mark.parametrize("query", [b"", b"about=", b"about=%27%5D", b"about=a/b", b"x=1", b"\xff"])
def test_what_is_no_subject_is_nothing(query: bytes) -> None:
    subject = subject_of({"query_string": query})
    assert screen(has_subject=True).seat(ANNA, subject).subject == ""


def test_the_socket_reads_what_the_page_wrote() -> None:
    assert subject_of({"query_string": b"about=7.dial.x"}) == "7.dial.x"
