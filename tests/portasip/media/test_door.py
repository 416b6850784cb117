"""The session behind the door: one, opened when needed, renewed once, closed at the end."""

import asyncio
from collections import Counter
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from console.portasip.errors import AnswerNotUnderstood, InvalidParameter, LinkLost, Refused
from console.portasip.errors import Unanswered as NoAnswer
from console.portasip.media.methods import method_named
from console.portasip.media.services import MediaServices, open_media
from console.portasip.media.structures.menus import MenuInfo
from console.portasip.media.structures.session import LoginRequest, LogoutRequest
from console.portasip.releases import Release

from .scripted import (
    PASSWORD,
    SESSION,
    Answer,
    Request,
    Response,
    Stalled,
    fault,
    media_server,
    says,
    scripted,
)

EXPIRED = fault("Server.AutoAttendant.check_auth.auth_failed", "expired")
WRONG = fault("Server.Session.auth_failed", "Wrong login or password")
MENUS = says({"menu_list": []})


def opened(url: str, **options: Any) -> AbstractAsyncContextManager[MediaServices]:
    return open_media(url, "123007", PASSWORD, "pbx.example.com", **options)


async def at_once(media: MediaServices, calls: int) -> list[object]:
    menus = (media.auto_attendant.menus() for _ in range(calls))
    return await asyncio.gather(*menus, return_exceptions=True)


async def test_an_ended_session_is_renewed_and_the_call_repeated_once() -> None:
    script = scripted(
        login=[says({"session_id": "first"}), says({"session_id": "second"})],
        create_menu=[EXPIRED, says({"i_menu": 5})],
    )
    async with media_server(script) as server, opened(server.url) as media:
        assert await media.auto_attendant.create_menu(MenuInfo(name="Day")) == 5
        assert server.called == ["login", "create_menu", "login", "create_menu"]
        sessions = [server.requests[i].form["auth_info"] for i in (1, 3)]
    assert sessions == [{"session_id": "first"}, {"session_id": "second"}]


async def test_a_session_that_is_refused_twice_is_not_renewed_again() -> None:
    async with media_server(scripted(get_menu_list=EXPIRED)) as server, opened(server.url) as media:
        with pytest.raises(Refused) as caught:
            await media.auto_attendant.menus()
        assert caught.value.is_session
        assert server.called == ["login", "get_menu_list"] * 2


@pytest.mark.parametrize(
    "answer", [fault("internal_error"), fault("Server.AutoAttendant.name_already_exists")]
)
async def test_any_other_refusal_is_final(answer: Response) -> None:
    async with media_server(scripted(create_menu=answer)) as server, opened(server.url) as media:
        with pytest.raises(Refused):
            await media.auto_attendant.create_menu(MenuInfo(name="Day"))
        assert server.called == ["login", "create_menu"]


async def test_calls_at_once_share_one_login_and_one_renewal() -> None:
    live = ["first"]

    def script(request: Request) -> Response:
        if request.method == "login":
            return says({"session_id": live[0]})
        is_live = request.form["auth_info"] == {"session_id": live[0]}
        return MENUS if is_live else EXPIRED

    async with media_server(script) as server, opened(server.url) as media:
        assert await at_once(media, 8) == [()] * 8
        assert Counter(server.called) == {"login": 1, "get_menu_list": 8}
        live[0] = "second"
        assert await at_once(media, 8) == [()] * 8
        assert Counter(server.called)["login"] == 2


async def test_a_wrong_password_is_refused_as_credentials_and_never_tried_again() -> None:
    async with media_server(scripted(login=WRONG)) as server, opened(server.url) as media:
        for outcome in [*await at_once(media, 5), *await at_once(media, 1)]:
            assert isinstance(outcome, Refused)
            assert outcome.is_credentials
        assert server.called == ["login"]
    assert server.called == ["login"]


async def test_those_who_wait_for_a_login_that_fails_do_not_try_one_after_the_other() -> None:
    script = scripted(login=[fault("internal_error"), says({"session_id": SESSION})])
    async with media_server(script) as server, opened(server.url) as media:
        outcomes = await at_once(media, 5)
        assert [type(outcome) for outcome in outcomes] == [Refused] * 5
        assert server.called == ["login"]
        with pytest.raises(AnswerNotUnderstood):  # a later call tries anew
            await media.auto_attendant.menus()
        assert server.called == ["login", "login", "get_menu_list"]


async def test_a_login_without_a_session_is_not_understood() -> None:
    async with media_server(scripted(login=says({}))) as server, opened(server.url) as media:
        with pytest.raises(AnswerNotUnderstood, match="session"):
            await media.auto_attendant.menus()


async def test_without_a_call_nothing_is_sent() -> None:
    async with media_server(scripted()) as server, opened(server.url):
        pass
    assert server.requests == []


async def test_a_logout_that_fails_leaves_quietly() -> None:
    script = scripted(get_menu_list=MENUS, logout=fault("internal_error"))
    async with media_server(script) as server, opened(server.url) as media:
        await media.auto_attendant.menus()
    assert server.called == ["login", "get_menu_list", "logout"]


async def test_after_its_end_a_door_is_closed() -> None:
    async with media_server(scripted()) as server:
        async with opened(server.url) as media:
            pass
        with pytest.raises(LinkLost):
            await media.auto_attendant.menus()
    assert server.requests == []


async def test_no_answer_within_the_deadline_is_unanswered_and_not_repeated() -> None:
    script = scripted(create_menu=Stalled())
    async with media_server(script) as server, opened(server.url, deadline=0.2) as media:
        with pytest.raises(NoAnswer, match=r"0\.2 s"):
            await media.auto_attendant.create_menu(MenuInfo(name="Day"))
        assert server.called == ["login", "create_menu"]


async def test_sounds_have_a_deadline_of_their_own() -> None:
    script = scripted(get_conf_prompt=Stalled())
    async with media_server(script) as server, opened(server.url, sound_deadline=0.2) as media:
        with pytest.raises(NoAnswer, match=r"0\.2 s"):
            await media.conferences.prompt(1, "moh")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"login": "1" * 33}, "login"),
        ({"login": ""}, "login"),
        ({"password": "swordfish-swordfish"}, "password"),
        ({"password": ""}, "password"),
        ({"domain": ""}, "domain"),
        ({"url": "http://pbx.example.com:8443"}, "media_url"),
        ({"url": "ftp://127.0.0.1"}, "media_url"),
        ({"url": "https://user:secret@pbx.example.com"}, "media_url"),
        ({"url": "https://pbx.example.com:99999"}, "media_url"),
        ({"url": "https://pbx.example.com/?a=b"}, "media_url"),
        ({"url": "https://[::1"}, "media_url"),
        ({"url": "https://pbx\x01.example.com"}, "media_url"),
        ({"url": ""}, "media_url"),
        ({"transport": "carrier pigeon"}, "transport"),
    ],
)
async def test_wrong_credentials_and_addresses_are_named_but_never_echoed(
    changed: dict[str, str], field: str
) -> None:
    said = {
        "url": "https://pbx.example.com:8443",
        "login": "123007",
        "password": PASSWORD,
        "domain": "pbx.example.com",
    }
    with pytest.raises(InvalidParameter) as caught:
        async with open_media(**(said | changed)):  # type: ignore[arg-type]
            pass
    assert caught.value.field == field
    assert "swordfish" not in repr(caught.value)
    assert "secret" not in repr(caught.value)


async def test_nobody_there_is_a_lost_link_with_its_cause() -> None:
    async with media_server(scripted()) as server:
        gone = server.url
    async with opened(gone) as media:
        with pytest.raises(LinkLost) as caught:
            await media.auto_attendant.menus()
    assert isinstance(caught.value.cause, OSError)


async def test_a_call_given_up_during_the_login_leaves_it_to_the_next() -> None:
    waits = asyncio.Event()

    def script(request: Request) -> Answer:
        if request.method == "login" and not waits.is_set():
            waits.set()
            return Stalled()
        return MENUS if request.method == "get_menu_list" else says({"session_id": SESSION})

    async with media_server(script) as server, opened(server.url) as media:
        first = asyncio.create_task(media.auto_attendant.menus())
        await waits.wait()
        second = asyncio.create_task(media.auto_attendant.menus())
        first.cancel()
        assert await second == ()
        assert first.cancelled()
        assert server.called == ["login", "login", "get_menu_list"]


async def test_what_waits_when_the_door_closes_is_a_lost_link() -> None:
    asked = asyncio.Event()

    def script(request: Request) -> Answer:
        if request.method != "get_menu_list":
            return says({"session_id": SESSION})
        asked.set()
        return Stalled()

    async with media_server(script) as server:
        async with opened(server.url) as media:
            waiting = asyncio.create_task(media.auto_attendant.menus())
            await asked.wait()
        with pytest.raises(LinkLost):
            await waiting


async def test_a_login_and_a_logout_by_name_leave_the_own_session_in_order() -> None:
    async with media_server(scripted(get_menu_list=MENUS)) as server, opened(server.url) as media:
        other = LoginRequest(login="123008", password="other", domain="pbx.example.com")
        answer = await media.call(method_named("Session", "login"), other)
        assert answer.content["session_id"] == SESSION
        assert server.requests[0].form["auth_info"] == {}
        await media.auto_attendant.menus()
        await media.call(method_named("Session", "logout"), LogoutRequest())
        await media.auto_attendant.menus()
    assert server.called == [
        *("login", "login", "get_menu_list", "logout"),
        *("login", "get_menu_list", "logout"),
    ]


async def test_a_token_that_fits_no_header_is_not_used() -> None:
    odd = says({"session_id": SESSION, "access_token": "a\r\nX: é"})
    script = scripted(login=odd, get_menu_list=MENUS)
    async with media_server(script) as server, opened(server.url, release=Release(120)) as media:
        assert await media.auto_attendant.menus() == ()
        assert "authorization" not in server.requests[1].headers
