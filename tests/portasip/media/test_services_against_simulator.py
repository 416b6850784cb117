"""Every method against the simulated media server, which checks each request by the document."""

import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, get_args

import pytest
import pytest_asyncio
from msgspec.structs import replace

from console.portasip.errors import InvalidParameter, LinkLost, Refused, Unanswered
from console.portasip.media import wsdl
from console.portasip.media.door import Sound
from console.portasip.media.methods import editable, method_named
from console.portasip.media.services import MediaServices, Transport, open_media
from console.portasip.media.structures.conference import ConfInfo
from console.portasip.media.structures.directory import DirEntryInfo
from console.portasip.media.structures.menus import GetMenuListRequest, MenuInfo
from console.portasip.media.structures.preferences import DisplayPreferences, FolderPreferences
from console.portasip.media.structures.transitions import TransitionInfo
from console.portasip.media.structures.voicemail import VMSettings
from console.portasip.releases import Release
from console.portasip.structures import BLANK
from console.simulator import Simulator

# An .au file (μ-law, 8000 Hz, mono) with every byte, and with what could end a part or a line.
SPOKEN = bytes(range(256)) * 40 + b"\r\n--\r\n\r\n"
HEAD = b".snd" + b"".join(n.to_bytes(4) for n in (24, len(SPOKEN), 1, 8000, 1))
WELCOME = Sound("welcome.au", HEAD + SPOKEN)
PASSWORD = "media-password"
WAYS = (*get_args(Transport), "soap without WSDL")


@pytest_asyncio.fixture
async def pbx() -> AsyncIterator[Simulator]:
    async with Simulator() as pbx:
        yield pbx
        assert pbx.violations == []


def opened(
    pbx: Simulator, transport: Transport, **options: Any
) -> AbstractAsyncContextManager[MediaServices]:
    said = {"password": PASSWORD, "domain": "pbx.example.com", "transport": transport} | options
    return open_media(pbx.media_url, "123007", **said)


@pytest.fixture(params=WAYS)
def transport(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Transport:
    """REST, SOAP as the server's WSDL has it, and SOAP as where a server has none."""
    if request.param == "soap without WSDL":
        monkeypatch.setattr(wsdl, "PATH", "/nowhere?get=")
    return "rest" if request.param == "rest" else "soap"


@pytest_asyncio.fixture
async def media(pbx: Simulator, transport: Transport) -> AsyncIterator[MediaServices]:
    async with opened(pbx, transport) as media:
        yield media


def called(pbx: Simulator) -> list[str]:
    return [entry["method"] for entry in pbx.received if "transport" in entry]


async def test_settings_of_the_mailbox_are_saved_and_read(media: MediaServices) -> None:
    change = VMSettings(auto_play="yes", ext_email="desk@example.com", password="7391")
    await media.voicemail.save_settings(change)
    found = await media.voicemail.settings()
    assert (found.auto_play, found.ext_email) == ("yes", "desk@example.com")
    await media.voicemail.save_settings(VMSettings(ext_email=BLANK))
    assert (await media.voicemail.settings()).ext_email in (BLANK, "", None)


@pytest.mark.parametrize("kind", ["extended", "personal", "name"])
async def test_a_greeting_comes_back_byte_for_byte(media: MediaServices, kind: str) -> None:
    assert await media.voicemail.save_greeting(kind, WELCOME) > 0
    assert (await media.voicemail.greeting(kind)).content == WELCOME.content


async def test_preferences_are_saved_and_read(media: MediaServices) -> None:
    folders = FolderPreferences(trash_folder="none", unseen_notify=3, search_memory=9)
    await media.preferences.save_folders(folders)
    assert (await media.preferences.folders()).search_memory == 9
    display = DisplayPreferences(wrap_at=72, body_quote="> ", show_images=1)
    await media.preferences.save_display(display)
    found = await media.preferences.display()
    assert (found.wrap_at, found.body_quote, found.show_images) == (72, "> ", 1)


async def test_a_menu_is_made_read_changed_and_deleted(media: MediaServices) -> None:
    attendant = media.auto_attendant
    i_menu = await attendant.create_menu(
        MenuInfo(name="Nuit d'été <&>", period="hr{0-11}", period_desc="Some period")
    )
    made = next(menu for menu in await attendant.menus() if menu.i_menu == i_menu)
    assert (made.name, made.period, made.msg_intro_set) == ("Nuit d'été <&>", "hr{0-11}", 0)
    await attendant.update_menu(replace(editable(made), first_digit_timeout=7, period=BLANK))
    changed = next(menu for menu in await attendant.menus() if menu.i_menu == i_menu)
    assert changed.first_digit_timeout == 7
    assert changed.period in (BLANK, "", None)
    await attendant.delete_menu(i_menu)
    assert [menu.name for menu in await attendant.menus()] == ["ROOT"]


@pytest.mark.parametrize("kind", ["intro", "menu", "disabled", "timeout"])
async def test_a_menus_prompt_comes_back_byte_for_byte(media: MediaServices, kind: str) -> None:
    attendant = media.auto_attendant
    (root,) = await attendant.menus()
    assert root.i_menu is not None
    assert await attendant.save_menu_prompt(root.i_menu, kind, WELCOME) > 0
    assert (await attendant.menu_prompt(root.i_menu, kind)).content == WELCOME.content
    (root,) = await attendant.menus()
    assert getattr(root, f"msg_{kind}_set") == 1


async def test_a_transition_is_made_read_changed_and_deleted(media: MediaServices) -> None:
    attendant = media.auto_attendant
    (root,) = await attendant.menus()
    assert root.i_menu is not None
    there = TransitionInfo(event="0", action="Transfer", destination="5555")
    made, no_sound = await attendant.save_transition(root.i_menu, there)
    assert no_sound is None
    spoken = TransitionInfo(event="#", action="Menu", target_i_menu=root.i_menu)
    second, i_audio_file = await attendant.save_transition(root.i_menu, spoken, WELCOME)
    assert i_audio_file
    assert (await attendant.transition_prompt(second)).content == WELCOME.content
    assert await attendant.save_transition_prompt(made, WELCOME) > 0
    assert (await attendant.transition_prompt(made)).content == WELCOME.content
    found = {each.event: each for each in await attendant.transitions(root.i_menu)}
    assert {event: each.action for event, each in found.items()} == {"0": "Transfer", "#": "Menu"}
    assert found["0"].prompt_set == 1
    await attendant.save_transition(root.i_menu, replace(editable(found["0"]), destination="107"))
    await attendant.delete_transition(second)
    (left,) = await attendant.transitions(root.i_menu)
    assert (left.i_menu_transition, left.destination) == (made, "107")


async def test_a_conference_is_made_read_changed_and_deleted(media: MediaServices) -> None:
    rooms = media.conferences
    assert await rooms.list() == ()
    room = ConfInfo(name="Board", pin_host="7391", start_time="2026-03-01 09:00:00")
    i_conf = await rooms.create(room)
    made = await rooms.get(i_conf)
    assert (made.name, made.pin_host, made.start_time) == (
        room.name,
        room.pin_host,
        room.start_time,
    )
    assert await rooms.named("Board") == made
    for kind in ("intro", "moh"):
        assert await rooms.save_prompt(i_conf, kind, WELCOME) > 0
        assert (await rooms.prompt(i_conf, kind)).content == WELCOME.content
    await rooms.update(replace(editable(made), max_participants=5))
    (changed,) = await rooms.list()
    assert (changed.max_participants, changed.moh_set) == (5, "1")
    await rooms.delete(i_conf)
    assert await rooms.list() == ()


async def test_an_entry_of_the_directory_is_made_read_changed_and_deleted(
    media: MediaServices,
) -> None:
    people = media.directory
    assert await people.entries() == ()
    entry = DirEntryInfo(active="Y", abbreviated_number="17", number_to_dial="107", lastname="Roe")
    i_entry = await people.create(entry, WELCOME)
    made = await people.entry(i_entry)
    assert (made.lastname, made.number_to_dial) == ("Roe", "107")
    await people.update(replace(editable(made), lastname="Doe"))
    (changed,) = await people.entries()
    assert (changed.i_entry, changed.lastname) == (i_entry, "Doe")
    await people.update(replace(editable(made), description=BLANK), WELCOME)
    await people.delete(i_entry)
    assert await people.entries() == ()


async def test_a_dry_run_changes_nothing(pbx: Simulator) -> None:
    async with opened(pbx, "rest") as media:
        attendant, rooms, people = media.auto_attendant, media.conferences, media.directory
        before = await media.voicemail.settings()
        (root,) = await attendant.menus()
        i_menu = root.i_menu or 0
        there = TransitionInfo(event="0", action="Transfer", destination="5555")
        entry = DirEntryInfo(number_to_dial="107", lastname="Roe")
        await media.voicemail.save_settings(VMSettings(auto_play="yes"), dry_run=True)
        assert await media.voicemail.save_greeting("name", WELCOME, dry_run=True) == 0
        assert await attendant.create_menu(MenuInfo(name="Day"), dry_run=True) == 0
        assert await attendant.save_menu_prompt(i_menu, "intro", WELCOME, dry_run=True) == 0
        assert await attendant.save_transition(i_menu, there, dry_run=True) == (0, None)
        assert await rooms.create(ConfInfo(name="Board"), dry_run=True) == 0
        assert await people.create(entry, WELCOME, dry_run=True) == 0
        assert await media.voicemail.settings() == before
        assert await attendant.menus() == (root,)
        assert await attendant.transitions(i_menu) == await rooms.list() == ()
        assert await people.entries() == ()


async def test_a_dry_run_over_soap_is_not_sent(pbx: Simulator) -> None:
    async with opened(pbx, "soap") as media:
        with pytest.raises(InvalidParameter, match="REST alone"):
            await media.auto_attendant.create_menu(MenuInfo(name="Day"), dry_run=True)
    assert called(pbx) == []


async def test_an_expired_session_is_renewed_without_a_word(
    pbx: Simulator, media: MediaServices
) -> None:
    await media.auto_attendant.menus()
    pbx.expire_sessions()
    assert await media.auto_attendant.create_menu(MenuInfo(name="Day")) > 0
    assert [menu.name for menu in await media.auto_attendant.menus()] == ["ROOT", "Day"]
    assert called(pbx).count("login") == 2


async def test_a_wrong_password_is_refused_as_credentials(
    pbx: Simulator, transport: Transport
) -> None:
    async with opened(pbx, transport, password="wrong") as media:
        for _ in range(2):
            with pytest.raises(Refused) as caught:
                await media.auto_attendant.menus()
            assert caught.value.is_credentials
    assert called(pbx) == ["login"]


async def test_faults_have_the_same_code_either_way(media: MediaServices) -> None:
    for asked in (
        media.auto_attendant.delete_menu(999),
        media.conferences.get(999),
        media.directory.entry(999),
        media.auto_attendant.transitions(999),
    ):
        with pytest.raises(Refused) as caught:
            await asked
        assert caught.value.suffix == "not_found"
        assert caught.value.message


async def test_a_prompt_that_is_not_recorded_is_refused(media: MediaServices) -> None:
    (root,) = await media.auto_attendant.menus()
    with pytest.raises(Refused) as caught:
        await media.auto_attendant.menu_prompt(root.i_menu or 0, "intro")
    assert caught.value.suffix == "prompt_not_recorded"


async def test_any_method_is_called_by_its_entry_in_the_catalogue(media: MediaServices) -> None:
    method = method_named("AutoAttendant", "get_menu_list")
    answer = await media.call(method, GetMenuListRequest())
    assert [menu["name"] for menu in answer.content["menu_list"]] == ["ROOT"]


@pytest.mark.parametrize("release", [101, 120])
async def test_a_later_release_is_spoken_to_in_json_with_its_token(release: int) -> None:
    async with Simulator(release=release) as pbx:
        async with opened(pbx, "rest", release=Release(release)) as media:
            assert [menu.name for menu in await media.auto_attendant.menus()] == ["ROOT"]
            await media.voicemail.save_greeting("name", WELCOME)
            assert (await media.voicemail.greeting("name")).content == WELCOME.content
            pbx.expire_sessions()
            assert [menu.name for menu in await media.auto_attendant.menus()] == ["ROOT"]
        assert pbx.violations == []


async def test_a_certificate_is_checked_unless_the_context_says_otherwise(
    transport: Transport,
) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with Simulator(tls=True) as pbx:
        async with opened(pbx, transport, ssl_context=trusting) as media:
            assert [menu.name for menu in await media.auto_attendant.menus()] == ["ROOT"]
        async with opened(pbx, transport) as media:
            with pytest.raises(LinkLost) as caught:
                await media.auto_attendant.menus()
    assert isinstance(caught.value.cause, ssl.SSLCertVerificationError)


async def test_a_server_that_goes_is_a_lost_link_and_one_that_is_silent_does_not_answer(
    pbx: Simulator, transport: Transport
) -> None:
    async with opened(pbx, transport, deadline=0.5) as media:
        await media.auto_attendant.menus()
        pbx.leave_unanswered("get_menu_list")
        with pytest.raises((Unanswered, LinkLost)):
            await media.auto_attendant.menus()
        await pbx.stop()
        with pytest.raises(LinkLost):
            await media.auto_attendant.menus()


async def test_one_session_serves_all_and_ends_with_the_services(
    pbx: Simulator, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with opened(pbx, transport) as media:
        await media.auto_attendant.menus()
        await media.voicemail.settings()
        await media.conferences.list()
        await media.directory.entries()
    assert called(pbx)[0] == "login"
    assert called(pbx)[-1] == "logout"
    assert called(pbx).count("login") == 1
    assert caplog.records == []
