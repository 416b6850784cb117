"""POST /dial/ hands over one command and goes to the progress page."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from console.links.models import Role
from tests.dialing.conftest import KEY, Desk, Layer
from tests.dialing.test_asking import shown


def press(client: Client, to: str = "+44 118 496 0233", key: str = KEY, **more: Any) -> Any:
    headers = more.pop("headers", None)
    return client.post("/dial/", {"to": to, "key": key, **more}, headers=headers)


def test_it_hands_over_the_command_of_the_operators_own_desk(ruth: Client, layer: Layer) -> None:
    response = press(ruth)
    assert response.status_code == 302
    assert response["Location"] == f"/dial/{KEY}/"
    (command,) = layer.commands
    assert layer.sent[0][0] == "link.office"
    assert (command.pbx, command.desk, command.verb) == ("office", "123007", "dial")
    assert (command.target, command.key) == ("+441184960233", KEY)
    assert (command.operator, command.address) == ("receptionist 123007", "127.0.0.1")
    assert command.auto_pickup is False
    assert 9 < command.expires - time.time() <= 10


def test_the_key_that_the_page_made_is_good(ruth: Client, layer: Layer) -> None:
    page = ruth.get("/dial/?to=112").content
    key = re.search(rb'name="key" value="([^"]+)"', page)[1].decode()
    assert press(ruth, "112", key).status_code == 302
    assert layer.commands[0].key == key


def test_a_colleague_is_dialled_by_account(ruth: Client, layer: Layer) -> None:
    press(ruth, "123012")
    assert layer.commands[0].target == "123012"


def test_a_second_press_goes_to_the_same_page_with_the_same_key(ruth: Client, layer: Layer) -> None:
    """The holder of the link refuses a key that it has seen; the page is the same."""
    first, second = press(ruth), press(ruth)
    assert first["Location"] == second["Location"]
    assert {command.key for command in layer.commands} == {KEY}


@pytest.mark.parametrize(("said", "left"), [("-30", -20), ("-3", 7), ("+60", 12), ("nonsense", 10)])
def test_it_expires_ten_seconds_after_the_press(
    ruth: Client, layer: Layer, said: str, left: float
) -> None:
    pressed = str(time.time() + float(said)) if said != "nonsense" else said
    press(ruth, headers={"X-Pressed-At": pressed})
    press(ruth, pressed_at=pressed)
    for command in layer.commands:
        assert command.expires - time.time() == pytest.approx(left, abs=1)


@pytest.mark.parametrize("said", ["nan", "inf", "-inf", "1e999", ""])
def test_a_moment_that_is_none_is_now(ruth: Client, layer: Layer, said: str) -> None:
    press(ruth, headers={"X-Pressed-At": said})
    assert layer.commands[0].expires - time.time() == pytest.approx(10, abs=1)


@pytest.mark.parametrize(
    "key", ["", "3.dial.x", "2" + KEY[1:], "3.7.0.end", KEY + "0", "../" + KEY]
)
def test_a_stale_or_strange_key_sends_nothing(ruth: Client, layer: Layer, key: str) -> None:
    response = press(ruth, key=key)
    assert response.status_code == 409
    assert "This page was out of date, so nothing was dialled." in shown(response.content)
    assert layer.sent == []
    fresh = re.search(rb'name="key" value="([^"]+)"', response.content)[1].decode()
    assert press(ruth, key=fresh).status_code == 302


def test_without_a_link_nothing_is_sent(desk: Desk, ruth: Client, layer: Layer) -> None:
    desk.loses_its_link()
    response = press(ruth)
    assert response.status_code == 409
    assert "No PBX link. Use your desk phone." in shown(response.content)
    assert layer.sent == []


@pytest.mark.parametrize("to", ["", "Lena", "javascript:alert(1)", "1" * 33, "107"])
def test_nonsense_is_not_dialled(ruth: Client, layer: Layer, to: str) -> None:
    response = press(ruth, to)
    assert response.status_code == 422
    assert layer.sent == []


def test_another_site_cannot_press(
    desk: Desk, layer: Layer, signed_in: Callable[..., Client]
) -> None:
    strict = signed_in(enforce_csrf_checks=True)
    assert press(strict).status_code == 403
    assert layer.sent == []


def test_an_outsider_dials_nothing(
    desk: Desk, layer: Layer, client: Client, signed_in: Callable[..., Client]
) -> None:
    assert press(client)["Location"].startswith("/accounts/login/")
    assert press(signed_in(Role.SUPERVISOR, "")).status_code == 403
    elsewhere = signed_in(Role.RECEPTIONIST, "555001", on="other")
    assert elsewhere.post("/dial/?pbx=office", {"to": "112", "key": KEY}).status_code == 404
    assert layer.sent == []


def test_the_named_pbx_stays(ruth: Client) -> None:
    page = ruth.get("/dial/?to=112&pbx=office").content
    assert b'action="/dial/?pbx=office"' in page
    response = ruth.post("/dial/?pbx=office", {"to": "112", "key": KEY})
    assert response["Location"] == f"/dial/{KEY}/?pbx=office"
