"""What does not fit the document is refused and recorded, whichever way it came."""

import json
from typing import Any

import pytest

from console.simulator import Simulator

from .client import RestClient
from .sounds import au

PROMPT = {"i_menu": 1, "prompt_type": "intro", "prompt": "a.au"}


def menu(**info: Any) -> tuple[str, str, dict[str, Any]]:
    return "AutoAttendant", "create_menu", {"menu_info": {"name": "Night"} | info}


def transition(**info: Any) -> tuple[str, str, dict[str, Any]]:
    return "AutoAttendant", "set_menu_transition", {"i_menu": 1, "transition_info": info}


def conference(**info: Any) -> tuple[str, str, dict[str, Any]]:
    return "Conference", "create_conf", {"conf_info": {"name": "Board"} | info}


def settings(**given: Any) -> tuple[str, str, dict[str, Any]]:
    return "Voicemail", "set_vm_settings", {"vm_settings": given}


WRONG = [
    (menu(name=None), "menu_info.name: required"),
    (menu(name="x" * 65), "menu_info.name: at most 64 characters"),
    (menu(period="x" * 2001), "menu_info.period: at most 2000 characters"),
    (menu(period="hr{0-24}"), "menu_info.period: 0-24 is no range of hr"),
    (menu(i_menu=7), "menu_info.i_menu: no such property"),
    (menu(msg_intro_set=1), "menu_info.msg_intro_set: read-only"),
    (menu(msg_intro_type="recorded"), "menu_info.msg_intro_type: must be one of standard, custom"),
    (menu(replay_menu_times="many"), "menu_info.replay_menu_times: must be a number"),
    (menu(replay_menu_times=-1), "menu_info.replay_menu_times: must be a number"),
    (menu(direct_dial_enabled="1"), "menu_info.direct_dial_enabled: must be one of Y, N"),
    (transition(event="0"), "transition_info.action: required"),
    (transition(event="A", action="DISA"), "transition_info.event: must be one of 0, 1"),
    (transition(event="0", action="Hangup"), "transition_info.action: must be one of Disabled"),
    (
        transition(event="0", action="Transfer"),
        "transition_info.destination: required for Transfer",
    ),
    (transition(event="0", action="DISA", max_size=3), "transition_info.max_size: for Extension"),
    (transition(event="0", action="DISA", prompt_set=1), "transition_info.prompt_set: read-only"),
    (
        transition(event="0", action="Transfer", destination="1" * 33),
        "transition_info.destination: at most 32",
    ),
    (transition(event="0", action="DISA", prompt="a.au"), "transition_info.prompt: no attached"),
    (
        ("AutoAttendant", "get_menu_transition_prompt", {"i_menu": 1}),
        "i_menu_transition, or i_menu and event: required",
    ),
    (("AutoAttendant", "get_menu_prompt", {"i_menu": 1}), "prompt_type: required"),
    (
        conference(max_session_time=5, start_time="2026-11-24 09:00:00"),
        "conf_info.max_session_time: exclusive with start_time",
    ),
    (conference(start_time="24.11.2026"), "conf_info.start_time: must be YYYY-MM-DD HH:MM:SS"),
    (conference(moh_set="1"), "conf_info.moh_set: read-only"),
    (("Conference", "get_conf_info", {}), "i_conf or name: required"),
    (settings(ext_email="x" * 129), "vm_settings.ext_email: at most 128 characters"),
    (settings(enable_disa="yes"), "vm_settings.enable_disa: must be one of Yes, No"),
    (
        (
            "SMPreferences",
            "set_display_preferences",
            {"display_prefs": {"addrsrch_fullname": "Fullname"}},
        ),
        "display_prefs.addrsrch_fullname: must be one of Noprefix, Nickname, Fullaname",
    ),
    (
        ("SMPreferences", "set_folder_preferences", {"folder_prefs": {"search_memory": 10}}),
        "folder_prefs.search_memory: must be from 0 to 9",
    ),
    (
        ("DialDirectory", "create_dir_entry", {"dir_entry_info": {"lastname": "Vale"}}),
        "dir_entry_info.number_to_dial: required",
    ),
    (("Voicemail", "get_vm_greeting", {"greeting_type": "own"}), "greeting_type: must be one of"),
]


@pytest.mark.parametrize(("asked", "complaint"), WRONG, ids=lambda each: str(each)[:60])
async def test_what_does_not_fit_is_refused_and_recorded(
    media: RestClient, pbx: Simulator, asked: tuple[str, str, dict[str, Any]], complaint: str
) -> None:
    service, method, params = asked
    reply = await media.ask(service, method, **params)
    assert (reply.status, reply.fault) == (500, f"Server.{service}.{method}.wrong_parameters")
    assert reply.text.startswith(complaint)
    [violation] = pbx.violations
    assert violation["complaints"][0].startswith(complaint)
    assert (violation["service"], violation["method"]) == (service, method)
    assert violation["transport"] == media.transport


@pytest.mark.parametrize(("service", "method"), [("Voicemail", "get_fax"), ("Billing", "login")])
async def test_an_unknown_method_is_refused_and_recorded(
    pbx: Simulator, service: str, method: str
) -> None:
    client = RestClient(pbx)
    reply = await client.ask(service, method)
    assert reply.fault == f"Server.{service}.{method}.unsupported_method"
    assert len(pbx.violations) == 1
    await client.close()


@pytest.mark.parametrize(
    ("filename", "content", "complaint"),
    [
        ("a.au", b"RIFF" + b"\x00" * 40, "prompt: not an .au file"),
        ("a.au", au(encoding=3), "prompt: must be 8-bit μ-law, 8000 Hz, mono"),
        ("a.au", au(channels=2), "prompt: must be 8-bit μ-law, 8000 Hz, mono"),
        ("a.au", au(b""), "prompt: an .au file without a sound"),
        ("b.au", au(), "attached 'b.au': not named"),
    ],
)
async def test_only_named_sounds_of_the_right_kind_are_taken(
    media: RestClient, pbx: Simulator, filename: str, content: bytes, complaint: str
) -> None:
    reply = await media.ask("AutoAttendant", "set_menu_prompt", (filename, content), **PROMPT)
    assert reply.text.startswith(complaint)
    assert len(pbx.violations) == 1
    unset = await media.ask("AutoAttendant", "get_menu_prompt", i_menu=1, prompt_type="intro")
    assert unset.fault.endswith("prompt_not_recorded")


async def test_numbers_are_numbers_in_json(pbx: Simulator) -> None:
    client = RestClient(pbx)
    await client.log_in()
    name, menu_info = "replay_menu_times", {"name": "Night", "replay_menu_times": "2"}
    reply = await client.ask("AutoAttendant", "create_menu", menu_info=menu_info)
    assert reply.values == {"i_menu": 2}
    listed = (await client.ask("AutoAttendant", "get_menu_list")).values["menu_list"]
    assert listed[1][name] == 2
    await client.close()


async def dry(client: RestClient, service: str, method: str, aux: Any, **params: Any) -> Any:
    form = {"auth_info": client.auth, "params": params, "aux_info": aux}
    fields = {name: json.dumps(value) for name, value in form.items()}
    return (await client.http.post(f"/rest/{service}/{method}", data=fields)).json()


async def test_a_dry_run_checks_and_changes_nothing(pbx: Simulator) -> None:
    client = RestClient(pbx)
    await client.log_in()
    run = {"dry_run": 1}
    night, wrong = {"name": "Night"}, {"name": "Night", "period": "never"}
    assert await dry(client, "AutoAttendant", "create_menu", run, menu_info=night) == {"success": 1}
    refused = await dry(client, "AutoAttendant", "create_menu", run, menu_info=wrong)
    assert refused["faultcode"] == "Server.AutoAttendant.create_menu.wrong_parameters"
    listed = (await client.ask("AutoAttendant", "get_menu_list")).values["menu_list"]
    assert len(listed) == 1
    assert pbx.violations == []
    real = await dry(client, "AutoAttendant", "create_menu", {"dry_run": 0}, menu_info=night)
    assert real == {"i_menu": 2}
    unknown = await dry(client, "AutoAttendant", "create_menu", {"dry": 1}, menu_info=night)
    assert unknown["faultstring"] == "aux_info: dry_run is all it may hold"
    await client.close()


async def test_a_dry_login_opens_no_session(pbx: Simulator) -> None:
    client = RestClient(pbx)
    credentials = {"login": "123007", "domain": "pbx.example.com", "password": "guess"}
    answer = await dry(client, "Session", "login", {"dry_run": 1}, **credentials)
    assert answer == {"success": 1}
    assert pbx.expire_sessions() == 0
    await client.close()
