"""GET /dial/ asks and never dials."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from console.links.models import Role
from console.portasip.messages import Extension
from tests.dialing.conftest import Desk, Layer


def shown(html: bytes) -> str:
    """What a reader sees, in one line."""
    text = re.sub(r"<(script|style).*?</\1>", "", html.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_shows_who_from_where_and_what_will_happen(ruth: Client, layer: Layer) -> None:
    response = ruth.get("/dial/?to=tel:%2B44-118-496-0233")
    assert response.status_code == 200
    text = shown(response.content)
    assert "+44 118 496 0233" in text
    assert "Line 107 Ruth Adeyemi Free" in text
    assert "Your phone rings first. Pick up and we dial." in text
    assert b'data-number="+441184960233"' in response.content
    assert layer.sent == []


@pytest.mark.parametrize("number", ["112233", "107112"])
def test_a_stranger_has_no_name(ruth: Client, number: str) -> None:
    assert b"dial-match" not in ruth.get(f"/dial/?to={number}").content


@pytest.mark.parametrize("written", ["123012", "tel:123012", "123%20012"])
def test_a_colleague_is_named(ruth: Client, written: str) -> None:
    response = ruth.get(f"/dial/?to={written}")
    assert "112 Priya Raman" in shown(response.content)
    assert b'data-number="123012"' in response.content


def test_a_short_number_is_the_account_behind_it(desk: Desk, ruth: Client) -> None:
    desk.board.extensions["123008"] = Extension("123008", "108", "Jonas Weber")
    html = ruth.get("/dial/?to=108").content
    assert "108 Jonas Weber" in shown(html)
    assert b'data-number="123008"' in html


def test_nobody_calls_herself(ruth: Client) -> None:
    assert "This is your own phone." in shown(ruth.get("/dial/?to=107").content)


@pytest.mark.parametrize("number", ["112", "999", "911"])
def test_an_emergency_number_is_never_a_colleague(ruth: Client, number: str) -> None:
    response = ruth.get(f"/dial/?to={number}")
    assert f'data-number="{number}"'.encode() in response.content
    assert b"Priya" not in response.content


@pytest.mark.parametrize(
    ("query", "dialled"),
    [
        ("to=+441184960233", "+441184960233"),
        ("to=%2B441184960233", "+441184960233"),
        ("to=tel:+441184960233", "+441184960233"),
        ("to=tel%3A+44+118+496+0233", "+441184960233"),
        ("to=020+7946+0812", "02079460812"),
        ("to=+020+7946+0812", "02079460812"),
        ("to=*90123", "*90123"),
        ("to=%2331%23", "#31#"),
        ("from=crm&to=0044%20118%20496%200233&x=1", "00441184960233"),
    ],
)
def test_numbers_are_understood_as_crms_write_them(ruth: Client, query: str, dialled: str) -> None:
    response = ruth.get(f"/dial/?{query}")
    assert f'name="to" value="{dialled}"'.encode() in response.content


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Type a number first."),
        ("to=", "Type a number first."),
        ("to=Lena", "This is not a telephone number."),
        ("to=javascript:alert(1)", "This is not a telephone number."),
        ("to=%3Cscript%3Ealert(1)%3C/script%3E", "This is not a telephone number."),
        ("to=%00", "This is not a telephone number."),
        ("to=%FF%FE", "This is not a telephone number."),
        ("to=" + "1" * 100, "This number is too long."),
        ("to=" + "1+" * 2000, "This number is too long."),
    ],
)
def test_nonsense_gets_a_sentence(ruth: Client, query: str, sentence: str) -> None:
    response = ruth.get(f"/dial/?{query}")
    assert response.status_code == 422
    assert sentence in shown(response.content)
    assert b"<script>" not in response.content
    assert b'name="key"' not in response.content


def test_without_a_link_dial_is_off_and_says_why(desk: Desk, ruth: Client) -> None:
    desk.loses_its_link()
    html = ruth.get("/dial/?to=123012").content
    assert "No PBX link. Use your desk phone." in shown(html)
    assert re.search(rb'<button type="submit"[^>]* disabled', html)


def test_dial_is_what_enter_presses(ruth: Client) -> None:
    html = ruth.get("/dial/?to=123012").content
    assert re.search(rb'<button type="submit"[^>]* autofocus[^>]*>', html)


def test_each_page_has_a_key_of_its_own(ruth: Client) -> None:
    keys = {re.search(rb'name="key" value="([^"]+)"', ruth.get("/dial/?to=112").content)[1]
            for _ in range(2)}  # fmt: skip
    assert len(keys) == 2
    assert all(key.startswith(b"3.dial.") for key in keys)


def test_who_is_not_signed_in_comes_back_after_signing_in(client: Client, db: None) -> None:
    response = client.get("/dial/?to=+44118")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/dial/%3Fto%3D%2B44118"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_without_an_extension_nobody_dials(
    desk: Desk, signed_in: Callable[..., Client], role: Role
) -> None:
    assert signed_in(role, "").get("/dial/?to=112").status_code == 403
    assert signed_in(role, "123007", on="other").get("/dial/?to=112&pbx=other").status_code == 200


def test_another_pbx_does_not_exist(ruth: Client) -> None:
    response = ruth.get("/dial/?to=123012&pbx=elsewhere")
    assert response.status_code == 404
    assert b"Priya" not in response.content


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method(ruth: Client, layer: Layer, method: str) -> None:
    assert getattr(ruth, method)("/dial/?to=112").status_code == 405
    assert layer.sent == []


def test_head_asks_nothing(ruth: Client, layer: Layer) -> None:
    assert ruth.head("/dial/?to=112").status_code == 200
    assert layer.sent == []
