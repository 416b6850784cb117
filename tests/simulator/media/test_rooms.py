"""Standing conferences and the dial directory."""

import pytest

from console.simulator import Simulator

from .client import RestClient
from .sounds import EVERY_BYTE, au


async def test_a_conference_is_made_changed_found_and_deleted(
    media: RestClient, pbx: Simulator
) -> None:
    info = {"name": "Board", "pin_host": "0042", "max_participants": 12, "wait_host": "Y"}
    assert (await media.ask("Conference", "create_conf", conf_info=info)).values == {"i_conf": 1}
    changes = {"i_conf": 1, "max_session_time": 3600, "pin_user": "17"}
    changed = await media.ask("Conference", "update_conf", conf_info=changes)
    assert changed.values == {"i_conf": 1}
    by_name = await media.ask("Conference", "get_conf_info", name="Board")
    by_id = await media.ask("Conference", "get_conf_info", i_conf=1)
    listed = await media.ask("Conference", "get_conf_list")
    assert by_name.values == by_id.values
    shown = by_id.values["conf_info"]
    assert listed.values == {"conf_list": [shown]}
    assert {name: shown[name] for name in info | changes} == info | changes
    assert (shown["start_time"], shown["msg_intro_set"], len(shown)) == (None, "0", 13)
    assert (await media.ask("Conference", "del_conf", i_conf=1)).values == {"i_conf": 1}
    assert (await media.ask("Conference", "get_conf_list")).values == {"conf_list": []}
    assert pbx.violations == []


async def test_a_start_time_takes_the_place_of_a_session_time(media: RestClient) -> None:
    info = {"name": "Board", "max_session_time": 3600}
    await media.ask("Conference", "create_conf", conf_info=info)
    start = {"i_conf": 1, "start_time": "2026-11-24 09:30:00"}
    await media.ask("Conference", "update_conf", conf_info=start)
    shown = (await media.ask("Conference", "get_conf_info", i_conf=1)).values["conf_info"]
    assert (shown["start_time"], shown["max_session_time"]) == ("2026-11-24 09:30:00", None)


async def test_conferences_have_names_of_their_own(media: RestClient, pbx: Simulator) -> None:
    for _ in range(2):
        reply = await media.ask("Conference", "create_conf", conf_info={"name": "Board"})
    assert reply.fault == "Server.Conference.create_conf.name_already_exists"
    for named in ({"i_conf": 9}, {"name": "Nobody's"}):
        reply = await media.ask("Conference", "get_conf_info", **named)
        assert reply.fault == "Server.Conference.get_conf_info.not_found"
    assert pbx.violations == []


@pytest.mark.parametrize(("kind", "flag"), [("intro", "msg_intro_set"), ("moh", "moh_set")])
async def test_a_conference_prompt_comes_back_byte_for_byte(
    media: RestClient, kind: str, flag: str
) -> None:
    await media.ask("Conference", "create_conf", conf_info={"name": "Board"})
    prompt = {"i_conf": 1, "prompt_type": kind}
    unset = await media.ask("Conference", "get_conf_prompt", **prompt)
    assert unset.fault == "Server.Conference.get_conf_prompt.prompt_not_recorded"
    reply = await media.ask(
        "Conference", "set_conf_prompt", ("a.au", EVERY_BYTE), **prompt, prompt="a.au"
    )
    assert reply.values == {"i_conf": 1, "i_audio_file": 1}
    assert (await media.ask("Conference", "get_conf_prompt", **prompt)).sound == EVERY_BYTE
    shown = (await media.ask("Conference", "get_conf_info", i_conf=1)).values["conf_info"]
    assert shown[flag] == "1"


async def test_the_sample_script_keeps_its_directory(media: RestClient, pbx: Simulator) -> None:
    entry = {
        "active": "Y",
        "abbreviated_number": "1787896",
        "number_to_dial": "111111",
        "lastname": "LName",
        "description": "desc foo",
        "prompt": "wellcome.au",
    }
    made = await media.ask(
        "DialDirectory", "create_dir_entry", ("wellcome.au", au()), dir_entry_info=entry
    )
    assert made.values == {"i_entry": 1}
    changes = {"i_entry": 1, "abbreviated_number": "99", "description": None}
    changed = await media.ask("DialDirectory", "update_dir_entry", dir_entry_info=changes)
    assert changed.values == {"i_entry": 1}
    got = await media.ask("DialDirectory", "get_dir_entry", i_entry=1)
    assert got.values == {"dir_entry_info": entry | changes}
    listed = await media.ask("DialDirectory", "get_dir_info")
    assert listed.values == {"dir_info": [entry | changes]}
    gone = await media.ask("DialDirectory", "del_dir_entry", i_entry=1)
    assert gone.values == {"i_entry": 1}
    again = await media.ask("DialDirectory", "del_dir_entry", i_entry=1)
    assert again.fault == "Server.DialDirectory.del_dir_entry.not_found"
    assert pbx.violations == []


async def test_an_abbreviated_number_dials_one_entry(media: RestClient) -> None:
    entry = {"abbreviated_number": "99", "number_to_dial": "1", "lastname": "Vale"}
    for _ in range(2):
        reply = await media.ask("DialDirectory", "create_dir_entry", dir_entry_info=entry)
    assert reply.fault.endswith("create_dir_entry.abbreviated_number_already_exists")
