"""`manage.py pbx`: one documented call, its answer as JSON and nothing else on standard output."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command

from console.links.models import PBX
from console.management.commands.pbx import Command
from console.portasip.media.audio import to_au
from tests import consoles, sounds

pytestmark = pytest.mark.django_db(transaction=True)


class Said(NamedTuple):
    answer: Any
    err: str


@pytest.fixture(scope="module")
def served() -> Iterator[consoles.Pbx]:
    with consoles.simulated() as pbx:
        yield pbx


@pytest.fixture(params=["rest", "soap"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def office(served: consoles.Pbx) -> PBX:
    served.do("clear")
    simulator = served.simulator
    pbx = PBX(
        name="office",
        url=simulator.url,
        login=simulator.login,
        scope_key="i_customer",
        scope_value=30,
        media_url=simulator.media_url,
        media_login="123007",
        media_domain=simulator.media_domain,
    )
    pbx.password, pbx.media_password = simulator.password, simulator.media_password
    pbx.save()
    return pbx


def said(*arguments: str) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        call_command("pbx", *arguments)
    return Said(json.loads(out.getvalue()), err.getvalue())


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        said(*arguments)
    return str(caught.value)


def test_a_look_up_prints_the_content_of_result(office: PBX) -> None:
    answer = said("office", "Customer", "get_huntgroup_list", "limit=1").answer
    assert [group["name"] for group in answer["huntgroup_list"]] == ["Reception"]


def test_a_list_of_calls_subscribes_first_to_the_scope_of_the_pbx(
    office: PBX, served: consoles.Pbx
) -> None:
    served.do("dial", "123002", "123007")
    answer = said("office", "CallControl", "get_sip_calls_list").answer
    assert {call["state"] for call in answer["calls_list"]} == {"ringing"}


def test_dotted_keys_nest(office: PBX, served: consoles.Pbx) -> None:
    served.do("dial", "123002", "123007")
    (leg,) = (leg for leg in served.do("truth")["legs"] if leg["device"] == "123007")
    call = [f"call.id={leg['id']}", f"call.tag={leg['tag']}"]
    assert said("office", "CallControl", "terminate_call", *call).answer == {"success": 1}
    assert served.do("truth")["legs"] == []


def test_each_call_has_a_session_of_its_own_and_logs_out(office: PBX, served: consoles.Pbx) -> None:
    said("office", "Session", "ping")
    methods = [request["method"] for request in served.simulator.received]
    assert methods == ["login", "ping", "logout"]


def test_passwords_in_an_answer_are_dropped(
    office: PBX, served: consoles.Pbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.simulator.methods import HANDLERS

    def with_password(asked: Any) -> dict[str, Any]:
        return {"account_list": [{"id": "123007", "h323_password": "hush"}]}

    monkeypatch.setitem(HANDLERS, "get_account_list", with_password)
    answer = said("office", "Account", "get_account_list").answer
    assert answer == {"account_list": [{"id": "123007"}]}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("Voicemial", "get_vm_settings"),
            "Voicemial: is unknown; did you mean Voicemail?",
        ),
        (
            ("CallControl", "holdcall"),
            "CallControl.holdcall: is unknown; did you mean hold_call?",
        ),
        (
            ("CallControl", "hold_call", "call.idd=1"),
            "call.idd: is unknown; did you mean id?",
        ),
        (("CallControl", "hold_call", "call.id=1"), "call.tag: is required"),
        (("CallControl", "hold_call", "oops"), "'oops' is not key=value, such as call.id=…"),
        (("CallControl", "hold_call", "--params", "{"), "--params is not JSON"),
        (("CallControl", "hold_call", "--params-file", "no-such"), "no-such cannot be read"),
        (("Session", "login", "login=a"), "pbx logs in and out by itself"),
        (("AutoAttendant", "del_menu", "i_menu=twelve"), "i_menu: must be a whole number"),
        (("CallControl", "hold_call", "--dry-run"), "--dry-run is for the media services only."),
    ],
)
def test_what_is_wrong_is_named_before_anything_is_sent(
    office: PBX, served: consoles.Pbx, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused("office", *arguments)
    assert served.simulator.received == []


def test_a_refusal_prints_the_code_and_the_sentence(office: PBX) -> None:
    call = ["call.id=x", "call.tag=y"]
    assert refused("office", "CallControl", "hold_call", *call) == "sip.call_not_found: Not found"


def test_a_refused_login_sends_to_the_doctor(office: PBX) -> None:
    office.password = "hush-hush"
    office.save()
    assert refused("office", "Session", "ping") == (
        "The PBX refused the login (Server.Session.auth_failed: Authentication failed). "
        "To see why, run: .venv/bin/python manage.py doctor office"
    )


def test_a_pbx_that_is_not_there_sends_to_the_doctor(office: PBX) -> None:
    PBX.objects.update(url="ws://127.0.0.1:9/ws", media_url="http://127.0.0.1:9")
    for method in (("Session", "ping"), ("Voicemail", "get_vm_settings")):
        said = refused("office", *method)
        assert said.startswith("The PBX cannot be reached: ")
        assert said.endswith("manage.py doctor office")


@pytest.mark.parametrize("method", [("Session", "ping"), ("Voicemail", "get_vm_settings")])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [("junk", "holds no certificate."), (None, "cannot be read: No such file or directory.")],
)
def test_a_ca_file_gone_wrong_is_a_sentence(
    office: PBX, tmp_path: Path, method: tuple[str, str], content: str | None, sentence: str
) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    secure = {"url": "wss://127.0.0.1:9/ws", "media_url": "https://127.0.0.1:9"}
    PBX.objects.update(ca_file=str(file), **secure)
    assert f"The CA file of PBX office {sentence}" in refused("office", *method)


@pytest.mark.parametrize("method", [("Session", "ping"), ("Voicemail", "get_vm_settings")])
def test_a_password_sealed_with_another_key_is_a_sentence(
    office: PBX, method: tuple[str, str]
) -> None:
    PBX.objects.update(password_sealed="nothing", media_password_sealed="nothing")
    assert "CREDENTIALS_KEYS" in refused("office", *method)


def test_properties_may_stand_behind_an_option(office: PBX) -> None:
    params = ["--params", '{"limit": 1}', "offset=1"]
    answer = said("office", "Customer", "get_huntgroup_list", *params).answer
    assert [group["name"] for group in answer["huntgroup_list"]] == ["Sales"]


def test_the_help_keeps_each_example_on_its_line() -> None:
    told = Command().create_parser("manage.py", "pbx").format_help()
    assert "\n  pbx office Customer get_huntgroup_list\n" in told


def test_an_unknown_pbx_is_named(office: PBX) -> None:
    assert refused("ofice", "Session", "ping") == (
        "There is no PBX ofice. Known: office. Add it with addpbx."
    )


def test_a_media_call_says_which_option_is_missing(office: PBX) -> None:
    PBX.objects.update(media_domain="", media_login="")
    assert refused("office", "Voicemail", "get_vm_settings") == (
        "addpbx: office needs --media-login, --media-domain for this"
    )


def test_media_settings_are_read_and_written(office: PBX, transport: str) -> None:
    PBX.objects.update(media_transport=transport)
    change = ["vm_settings.greetings=personal", "vm_settings.announce_dt=no"]
    assert said("office", "Voicemail", "set_vm_settings", *change).answer
    settings = said("office", "Voicemail", "get_vm_settings").answer["vm_settings"]
    assert (settings["greetings"], settings["announce_dt"]) == ("personal", "no")


def test_another_account_has_other_settings(office: PBX, transport: str) -> None:
    PBX.objects.update(media_transport=transport)
    said("office", "Voicemail", "set_vm_settings", "vm_settings.greetings=name")
    other = said("office", "Voicemail", "get_vm_settings", "--account", "123008").answer
    assert other["vm_settings"]["greetings"] != "name"


def test_any_sound_is_sent_as_the_pbx_plays_it_and_saved_again(
    office: PBX, tmp_path: Path, transport: str
) -> None:
    PBX.objects.update(media_transport=transport)
    recording = sounds.written(sounds.tone(), format="FLAC")
    (tmp_path / "hello.flac").write_bytes(recording)
    file = f"greeting_info.filename={tmp_path / 'hello.flac'}"
    greeting = ["office", "Voicemail", "set_vm_greeting", "greeting_info.greeting_type=name"]
    assert said(*greeting, "--file", file).answer["success"]
    get = ["office", "Voicemail", "get_vm_greeting", "greeting_type=name"]
    told = said(*get, "--save-to", str(tmp_path))
    saved = tmp_path / told.answer["filename"]
    assert saved.read_bytes() == to_au(recording)
    assert str(saved) in told.err
    assert "exists already. Give another folder." in refused(*get, "--save-to", str(tmp_path))


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("prompt=hello.wav", "names its sound by greeting_info.filename=FILE."),
        ("greeting_info.filename=none.wav", "none.wav cannot be read"),
    ],
)
def test_a_wrong_file_is_named(office: PBX, file: str, sentence: str) -> None:
    greeting = ["office", "Voicemail", "set_vm_greeting", "greeting_info.greeting_type=name"]
    assert sentence in refused(*greeting, "--file", file)


def test_a_file_that_is_no_sound_is_refused(office: PBX, tmp_path: Path) -> None:
    (tmp_path / "hello.wav").write_bytes(b"not a sound")
    file = f"greeting_info.filename={tmp_path / 'hello.wav'}"
    greeting = ["office", "Voicemail", "set_vm_greeting", "greeting_info.greeting_type=name"]
    assert "not a sound file" in refused(*greeting, "--file", file)


def test_passwords_come_from_a_file_and_pairs_are_put_over_it(office: PBX, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"vm_settings": {"password": "4711"}}')
    given = ["--params-file", str(tmp_path / "settings.json"), "vm_settings.announce_dt=no"]
    said("office", "Voicemail", "set_vm_settings", *given)
    settings = said("office", "Voicemail", "get_vm_settings").answer["vm_settings"]
    assert (settings["password"], settings["announce_dt"]) == ("4711", "no")


def test_a_dry_run_over_soap_is_refused_and_says_what_to_do(office: PBX) -> None:
    PBX.objects.update(media_transport="soap")
    told = refused("office", "AutoAttendant", "del_menu", "i_menu=2", "--dry-run")
    assert "addpbx office --media-transport rest" in told


def test_a_dry_run_changes_nothing(office: PBX) -> None:
    before = said("office", "AutoAttendant", "get_menu_list").answer
    said("office", "AutoAttendant", "create_menu", "menu_info.name=Night", "--dry-run")
    assert said("office", "AutoAttendant", "get_menu_list").answer == before
