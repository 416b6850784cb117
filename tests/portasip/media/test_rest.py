"""REST: what stands on the wire, and how answers are read."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from console.portasip.errors import AnswerNotUnderstood, Refused
from console.portasip.media.door import Sound
from console.portasip.media.services import MediaServices, open_media
from console.portasip.media.structures.menus import MenuInfo
from console.portasip.media.structures.transitions import TransitionInfo
from console.portasip.media.structures.voicemail import VMSettings
from console.portasip.releases import Release
from console.portasip.structures import BLANK

from .scripted import PASSWORD, SESSION, Response, Script, Server, fault, media_server, says
from .scripted import scripted as answering

PROMPT = Sound("welcome.au", bytes(range(256)) * 9 + b"\r\n--cut\r\n")


@asynccontextmanager
async def signed_in(script: Script, **options: Any) -> AsyncIterator[tuple[MediaServices, Server]]:
    async with (
        media_server(script) as server,
        open_media(server.url, "123007", PASSWORD, "pbx.example.com", **options) as media,
    ):
        yield media, server


def multipart(*parts: tuple[str, bytes], kind: str = "mixed", end: bytes = b"--") -> Response:
    """Parts as heads and contents."""
    body = b"a preamble"
    for head, content in parts:
        body += b"\r\n--cut\r\n" + head.encode() + b"\r\n\r\n" + content
    return Response(
        content=body + b"\r\n--cut" + end, content_type=f"multipart/{kind}; boundary=cut"
    )


async def test_a_call_logs_in_first_and_out_at_the_end() -> None:
    script = answering(get_menu_list=says({"menu_list": []}))
    async with signed_in(script) as (media, server):
        assert await media.auto_attendant.menus() == ()
        assert await media.auto_attendant.menus() == ()
        requests = server.requests
    assert server.called == ["login", "get_menu_list", "get_menu_list", "logout"]
    login = requests[0]
    assert login.path == "/rest/Session/login/"
    assert login.headers["content-type"] == "application/x-www-form-urlencoded"
    assert login.form == {
        "auth_info": {},
        "params": {"login": "123007", "password": PASSWORD, "domain": "pbx.example.com"},
    }
    assert requests[1].form == {"auth_info": {"session_id": SESSION}, "params": {}}


async def test_the_documents_example_of_escaping_arrives_as_it_was_written() -> None:
    script = answering(set_menu_transition=says({"i_menu_transition": "7"}))
    transition = TransitionInfo(event="#", action="Transfer", destination="1", play_prompt="Y")
    async with signed_in(script) as (media, server):
        assert await media.auto_attendant.save_transition(12, transition) == (7, None)
    assert server.requests[1].form["params"] == {
        "i_menu": 12,
        "transition_info": {
            "action": "Transfer",
            "destination": "1",
            "event": "#",
            "play_prompt": "Y",
        },
    }


async def test_a_blank_is_null_and_a_dry_run_says_so() -> None:
    script = answering(create_menu=says({}))
    menu = MenuInfo(name="Nuit d'été", period=BLANK)
    async with signed_in(script) as (media, server):
        assert await media.auto_attendant.create_menu(menu, dry_run=True) == 0
    form = server.requests[1].form
    assert form["params"] == {"menu_info": {"name": "Nuit d'été", "period": None}}
    assert form["aux_info"] == {"dry_run": 1}


async def test_a_sound_goes_along_as_a_part_named_by_its_file() -> None:
    script = answering(set_menu_prompt=says({"i_menu": 1, "i_audio_file": 55}))
    async with signed_in(script) as (media, server):
        assert await media.auto_attendant.save_menu_prompt(1, "intro", PROMPT) == 55
    request = server.requests[1]
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert request.form["params"] == {"i_menu": 1, "prompt_type": "intro", "prompt": "welcome.au"}
    part = request.parts["welcome.au"]
    assert part.get_filename() == "welcome.au"
    assert part.get_content_type() == "audio/basic"
    assert PROMPT.content in request.body


@pytest.mark.parametrize("kind", ["mixed", "related", "form-data"])
@pytest.mark.parametrize("is_reversed", [False, True])
async def test_an_answer_with_a_sound_is_read_whichever_part_comes_first(
    kind: str, is_reversed: bool
) -> None:
    parts = [
        ("Content-Type: application/json; charset=utf-8", b'{"prompt": "welcome.au"}'),
        ('Content-Type: audio/basic\r\nContent-Disposition: attachment; filename="w.au"',
         PROMPT.content.replace(b"--cut", b"--cute")),
    ]  # fmt: skip
    script = answering(
        get_menu_prompt=multipart(*(parts[::-1] if is_reversed else parts), kind=kind)
    )
    async with signed_in(script) as (media, _):
        sound = await media.auto_attendant.menu_prompt(1, "intro")
    assert sound == Sound("w.au", PROMPT.content.replace(b"--cut", b"--cute"))


async def test_a_sound_without_a_name_takes_that_of_the_property_and_no_directory() -> None:
    told = json.dumps({"filename": "../../etc/greeting.au"}).encode()
    encoded = "Content-Type: audio/basic\r\nContent-Transfer-Encoding: base64"
    script = answering(
        get_vm_greeting=multipart(("Content-Type: text/json", told), (encoded, b"c291\r\nbmQ="))
    )
    async with signed_in(script) as (media, _):
        assert await media.voicemail.greeting("name") == Sound("greeting.au", b"sound")


async def test_a_bare_sound_is_read_too() -> None:
    bare = Response(content=b"sound", content_type="audio/basic")
    async with signed_in(answering(get_conf_prompt=bare)) as (media, _):
        assert await media.conferences.prompt(3, "moh") == Sound("sound.au", b"sound")


@pytest.mark.parametrize(
    "answer",
    [
        says({"prompt": "welcome.au"}),
        multipart(("Content-Type: application/json", b"{}")),
        multipart(("Content-Type: application/json", b"{}"), ("Content-Type: audio/basic", b"")),
        multipart(("Content-Type: text/html", b"<p>Sign in</p>")),
        multipart(("Content-Type: audio/basic", b"half a sou"), end=b"ter"),
        multipart(("Content-Type: audio/basic\r\nContent-Transfer-Encoding: base64", b"a")),
        multipart(*[("Content-Type: text/plain", b"x")] * 40),
        Response(content=b"--cut\r\n\r\nx\r\n--cut--", content_type="multipart/mixed"),
        Response(content=b"x", content_type="multipart/mixed; boundary=cut"),
        Response(content=b"--cut\r\nno head", content_type="multipart/mixed; boundary=cut"),
        Response(content=b"<p>Sign in</p>", content_type="text/html"),
    ],
)
async def test_an_answer_without_its_whole_sound_is_not_understood(answer: Response) -> None:
    async with signed_in(answering(get_menu_prompt=answer)) as (media, _):
        with pytest.raises(AnswerNotUnderstood):
            await media.auto_attendant.menu_prompt(1, "intro")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "text/json", "text/plain"])
async def test_an_answer_in_json_is_read_whatever_it_calls_itself(kind: str) -> None:
    answer = Response(content=b'{"menu_list": []}', content_type=kind)
    async with signed_in(answering(get_menu_list=answer)) as (media, _):
        assert await media.auto_attendant.menus() == ()


async def test_a_fault_is_refused_with_its_code_and_sentence() -> None:
    script = answering(del_menu=fault("Server.AutoAttendant.no_such_menu", "No menu 9"))
    async with signed_in(script) as (media, _):
        with pytest.raises(Refused, match="No menu 9") as caught:
            await media.auto_attendant.delete_menu(9)
    assert caught.value.suffix == "no_such_menu"


async def test_a_success_of_zero_is_refused() -> None:
    async with signed_in(answering(set_vm_settings=says({"success": 0}))) as (media, _):
        with pytest.raises(Refused):
            await media.voicemail.save_settings(VMSettings(auto_play="yes"))


async def test_later_releases_take_json_and_the_token_of_the_login() -> None:
    script = answering(
        login=says({"session_id": SESSION, "access_token": "a.b.c"}),
        create_menu=says({"i_menu": 5}),
        set_vm_greeting=says({"success": 1, "i_audio_file": 6}),
    )
    async with signed_in(script, release=Release(120)) as (media, server):
        await media.auto_attendant.create_menu(MenuInfo(name="Day"))
        await media.voicemail.save_greeting("name", PROMPT)
    login, created, greeted, _ = server.requests
    assert set(json.loads(login.body)) == {"auth_info", "params"}
    assert created.headers["content-type"] == "application/json"
    assert created.headers["authorization"] == "Bearer a.b.c"
    assert json.loads(created.body) == {"params": {"menu_info": {"name": "Day"}}}
    assert greeted.headers["authorization"] == "Bearer a.b.c"
    assert set(greeted.form) == {"params"}


async def test_a_later_release_without_a_token_gets_the_session_in_its_json() -> None:
    script = answering(get_menu_list=says({"menu_list": None, "extra": 1}))
    async with signed_in(script, release=Release(120)) as (media, server):
        with pytest.raises(AnswerNotUnderstood, match="menu_list"):
            await media.auto_attendant.menus()
    told = json.loads(server.requests[1].body)
    assert told == {"auth_info": {"session_id": SESSION}, "params": {}}
