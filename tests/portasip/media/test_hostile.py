"""Whatever answers, it costs little and ends in a documented error."""

import gzip
import json
import logging
from typing import Any

import pytest

from console.portasip.errors import AnswerNotUnderstood, LinkLost
from console.portasip.errors import Unanswered as NoAnswer
from console.portasip.media import door
from console.portasip.media.services import open_media
from console.portasip.media.structures.conference import ConfInfo
from console.portasip.media.structures.session import LoginRequest, LoginResponse
from console.portasip.media.structures.voicemail import SetVMSettingsRequest, VMSettings

from .scripted import PASSWORD, SESSION, Response, Stalled, media_server, says, scripted

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
UNANSWERED = (AnswerNotUnderstood, LinkLost, NoAnswer)


def opened(url: str, **options: float) -> Any:
    return open_media(url, "123007", PASSWORD, "pbx.example.com", **options)


@pytest.mark.parametrize(
    "answer",
    [
        Response(302, b"", headers="Location: http://127.0.0.1:1/\r\n"),
        Response(307, b"", headers="Location: /rest/AutoAttendant/get_menu_list/\r\n"),
        Response(204, b""),
        Response(404, b"<h1>Not here</h1>", "text/html"),
        Response(502, b"{}"),
        Response(401, b""),
        Response(200, b"<h1>Sign in</h1>", "text/html"),
        Response(200, b""),
        Response(200, b"{"),
        Response(200, b"[]"),
        Response(200, b'"text"'),
        Response(200, b"\xff\xfe{}"),
        Response(200, b"[" * 200_000),
        Response(200, b'{"a":' * 200_000),
        Response(200, b'{"menu_list": ' + b"9" * 5000 + b"}"),
        Response(200, gzip.compress(b"{}"), headers="Content-Encoding: gzip\r\n"),
        Response(200, b'{"menu_list": {}}' * 2),
        Response(200, b"{}"),
        b"",
        b"\x16\x03\x01",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        HEAD + b"Content-Length: 50\r\n\r\n{}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n{}",
    ],
)
async def test_what_is_no_answer_ends_in_a_documented_error(answer: Any) -> None:
    script = scripted(get_menu_list=answer)
    async with media_server(script) as server, opened(server.url, deadline=5.0) as media:
        with pytest.raises(UNANSWERED):
            await media.auto_attendant.menus()
        assert server.called == ["login", "get_menu_list"]


@pytest.mark.parametrize(("size", "kind"), [(1001, "Content-Length: 1001"), (3000, "X: y")])
async def test_an_answer_over_the_bound_is_cut(
    size: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LARGEST_ANSWER", 1000)
    script = scripted(get_menu_list=HEAD + kind.encode() + b"\r\n\r\n" + b" " * size)
    async with media_server(script) as server, opened(server.url) as media:
        with pytest.raises(AnswerNotUnderstood, match="more than 1000 bytes"):
            await media.auto_attendant.menus()


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200", HEAD + b"Content-Length: 50\r\n\r\n{"])
async def test_an_answer_that_stalls_past_the_deadline_is_unanswered(begun: bytes) -> None:
    script = scripted(get_menu_list=Stalled(begun))
    async with media_server(script) as server, opened(server.url, deadline=0.2) as media:
        with pytest.raises(NoAnswer):
            await media.auto_attendant.menus()


async def test_a_server_that_does_not_speak_tls_is_a_lost_link() -> None:
    async with media_server(scripted()) as server:
        url = server.url.replace("http:", "https:")
        async with opened(url, deadline=0.4) as media:
            with pytest.raises(LinkLost):
                await media.auto_attendant.menus()


async def test_odd_types_inside_an_answer_are_read_as_far_as_they_go() -> None:
    odd = {"menu_list": [{"i_menu": "7", "name": 12, "period": [], "x": {}}, 3, None, "menu"]}
    async with (
        media_server(scripted(get_menu_list=says(odd))) as server,
        opened(server.url) as media,
    ):
        (menu,) = await media.auto_attendant.menus()
    assert (menu.i_menu, menu.name, menu.period) == (7, "12", None)


async def test_no_secret_shows_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = {"vm_settings": {"password": "7391", "disa_password": "7392", "auto_play": "yes"}}
    async with (
        media_server(scripted(get_vm_settings=says(told), get_menu_list=says([]))) as server,
        opened(server.url) as media,
    ):
        settings = await media.voicemail.settings()
        with pytest.raises(AnswerNotUnderstood) as caught:
            await media.auto_attendant.menus()
    assert settings.password == "7391"
    seen = [
        settings,
        SetVMSettingsRequest(vm_settings=settings),
        VMSettings(password="7391"),
        ConfInfo(pin_host="7391", pin_user="7392"),
        LoginRequest(password=PASSWORD),
        LoginResponse(session_id=SESSION, access_token=SESSION),
        door.Answer(told),
        door.Auth(SESSION, SESSION),
        door.Ask(media.voicemail, told, door.Auth(SESSION)),  # type: ignore[arg-type]
        media,
        vars(media),
        caught.value,
        caplog.text,
    ]
    shown = json.dumps([f"{each!r} {each!s}" for each in seen])
    for secret in (PASSWORD, SESSION, "7391", "7392"):
        assert secret not in shown
    assert "auto_play='yes'" in shown
