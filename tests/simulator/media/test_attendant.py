"""Menus of the auto attendant, their prompts, and where they lead."""

import pytest

from console.simulator import Simulator

from .client import Reply, RestClient, Values
from .sounds import EVERY_BYTE, au

ROOT = 1  # of the account that asks first


async def menus(media: RestClient) -> list[Values]:
    reply = await media.ask("AutoAttendant", "get_menu_list")
    listed: list[Values] = reply.values["menu_list"]
    return listed


async def create(media: RestClient, **info: object) -> Reply:
    return await media.ask("AutoAttendant", "create_menu", menu_info=info)


async def update(media: RestClient, **info: object) -> Reply:
    return await media.ask("AutoAttendant", "update_menu", menu_info=info)


async def lead(media: RestClient, i_menu: int = ROOT, **info: object) -> Reply:
    return await media.ask(
        "AutoAttendant", "set_menu_transition", i_menu=i_menu, transition_info=info
    )


async def transitions(media: RestClient, i_menu: int = ROOT) -> list[Values]:
    reply = await media.ask("AutoAttendant", "get_menu_transition_list", i_menu=i_menu)
    listed: list[Values] = reply.values["transition_list"]
    return listed


async def test_the_root_menu_always_exists(media: RestClient, pbx: Simulator) -> None:
    [root] = await menus(media)
    assert (root["name"], root["i_menu"], root["period"]) == ("ROOT", ROOT, None)
    assert root["next_digit_timeout"] == 5
    assert root["direct_dial_enabled"] == "N"
    assert len(root) == 16
    refused = await media.ask("AutoAttendant", "del_menu", i_menu=ROOT)
    assert refused.fault == "Server.AutoAttendant.del_menu.root_menu_required"
    assert (await update(media, i_menu=ROOT, name="Day")).fault.endswith("name_reserved")
    assert (await update(media, i_menu=ROOT, name="ROOT", period="wd{mo-fr}")).status == 200
    assert pbx.violations == []


async def test_a_menu_is_made_changed_and_deleted(media: RestClient) -> None:
    night = {"name": "AABBBCCC", "period": "hr{0-11}", "msg_timeout_type": "custom"}
    assert (await create(media, **night)).values == {"i_menu": 2}
    changes = {"name": "DDDEEFF", "replay_menu_times": 2, "period_desc": "<new> & other"}
    assert (await update(media, i_menu=2, **changes)).values == {"i_menu": 2}
    made = (await menus(media))[1]
    expected = night | changes
    assert {name: made[name] for name in expected} == expected
    assert (await media.ask("AutoAttendant", "del_menu", i_menu=2)).values == {"i_menu": 2}
    assert len(await menus(media)) == 1


async def test_names_of_menus_are_unique_within_an_account(
    media: RestClient, pbx: Simulator
) -> None:
    await create(media, name="Night")
    await create(media, name="Day")
    assert (await create(media, name="Night")).fault.endswith(".create_menu.name_already_exists")
    assert (await update(media, i_menu=3, name="Night")).fault.endswith("name_already_exists")
    assert (await create(media, name="root")).fault.endswith("name_reserved")
    other = type(media)(pbx, "123008")
    await other.log_in()
    assert (await create(other, name="Night")).status == 200
    await other.close()
    assert pbx.violations == []


async def test_a_menu_of_another_account_is_not_found(media: RestClient, pbx: Simulator) -> None:
    await create(media, name="Night")
    other = type(media)(pbx, "123910")  # a hunt group logs in, too
    await other.log_in()
    reply = await other.ask("AutoAttendant", "del_menu", i_menu=2)
    assert reply.fault == "Server.AutoAttendant.del_menu.not_found"
    assert [menu["i_menu"] for menu in await menus(other)] == [3]
    await other.close()
    assert pbx.violations == []


@pytest.mark.parametrize("kind", ["intro", "menu", "disabled", "timeout"])
async def test_a_prompt_comes_back_byte_for_byte_and_is_shown_as_set(
    media: RestClient, kind: str
) -> None:
    prompt = {"i_menu": ROOT, "prompt_type": kind}
    unset = await media.ask("AutoAttendant", "get_menu_prompt", **prompt)
    assert unset.fault == "Server.AutoAttendant.get_menu_prompt.prompt_not_recorded"
    reply = await media.ask(
        "AutoAttendant", "set_menu_prompt", ("wellcome.au", EVERY_BYTE), **prompt,
        prompt="wellcome.au",
    )  # fmt: skip
    assert reply.values == {"i_menu": ROOT, "i_audio_file": 1}
    got = await media.ask("AutoAttendant", "get_menu_prompt", **prompt)
    assert (got.sound, got.filename) == (EVERY_BYTE, "wellcome.au")
    [root] = await menus(media)
    flags = {name: root[name] for name in root if name.endswith("_set")}
    assert flags == dict.fromkeys(flags, 0) | {f"msg_{kind}_set": 1}


async def test_a_transition_is_set_changed_and_deleted(media: RestClient, pbx: Simulator) -> None:
    made = await lead(media, event="0", action="Transfer", destination="5555")
    assert made.values == {"i_menu_transition": 1, "i_audio_file": None}
    await lead(media, event="#", action="Extension", max_size=3)
    changed = await lead(media, event="0", action="TransferE164", destination="442079460123")
    assert changed.values["i_menu_transition"] == 1
    renamed = await lead(media, i_menu_transition=1, event="Not Active")
    assert renamed.values["i_menu_transition"] == 1
    first, second = await transitions(media)
    assert (first["event"], first["action"]) == ("Not Active", "TransferE164")
    assert first["destination"] == "442079460123"
    assert (second["max_size"], second["prompt_set"], second["target_i_menu"]) == (3, 0, None)
    reply = await media.ask("AutoAttendant", "del_menu_transition", i_menu_transition=1)
    assert reply.values == {"i_menu_transition": 1}
    assert len(await transitions(media)) == 1
    assert pbx.violations == []


async def test_another_action_forgets_where_the_old_one_led(
    media: RestClient, pbx: Simulator
) -> None:
    await lead(media, event="0", action="Extension", max_size=3)
    await lead(media, event="0", action="Transfer", destination="5555")
    await lead(media, i_menu_transition=1, action="Voicemail")
    [shown] = await transitions(media)
    assert (shown["action"], shown["destination"], shown["max_size"]) == ("Voicemail", None, None)
    assert pbx.violations == []


async def test_the_menu_may_stand_where_the_sample_script_puts_it(
    media: RestClient, pbx: Simulator
) -> None:
    info = {"i_menu": ROOT, "event": "0", "action": "Transfer", "destination": "5555"}
    reply = await media.ask("AutoAttendant", "set_menu_transition", transition_info=info)
    assert reply.values["i_menu_transition"] == 1
    assert pbx.violations == []


async def test_an_event_of_a_menu_has_one_transition(media: RestClient) -> None:
    await lead(media, event="1", action="Voicemail")
    await lead(media, event="2", action="Disabled")
    refused = await lead(media, i_menu_transition=2, event="1")
    assert refused.fault.endswith("set_menu_transition.event_already_exists")


async def test_a_transition_prompt_comes_back_byte_for_byte(media: RestClient) -> None:
    reply = await media.ask(
        "AutoAttendant", "set_menu_transition", ("a.au", EVERY_BYTE), i_menu=ROOT,
        transition_info={"event": "5", "action": "Directory", "play_prompt": "Y", "prompt": "a.au"},
    )  # fmt: skip
    assert reply.values == {"i_menu_transition": 1, "i_audio_file": 1}
    [shown] = await transitions(media)
    assert (shown["prompt_set"], shown["play_prompt"]) == (1, "Y")
    by_event = {"i_menu": ROOT, "event": "5"}
    got = await media.ask("AutoAttendant", "get_menu_transition_prompt", **by_event)
    assert got.sound == EVERY_BYTE
    new = au(b"\x00" * 80)
    reply = await media.ask(
        "AutoAttendant", "set_menu_transition_prompt", ("b.au", new), i_menu_transition=1,
        prompt="b.au",
    )  # fmt: skip
    assert reply.values == {"i_menu_transition": 1, "i_audio_file": 2}
    got = await media.ask("AutoAttendant", "get_menu_transition_prompt", i_menu_transition=1)
    assert (got.sound, got.values) == (new, {"prompt": "b.au"})


async def test_direct_dialling_and_its_transitions_exclude_each_other(media: RestClient) -> None:
    await create(media, name="Night", direct_dial_enabled="Y")
    refused = await lead(media, 2, event="3", action="DirectDial")
    assert refused.fault.endswith(".set_menu_transition.direct_dial_forbidden")
    assert (await lead(media, ROOT, event="3", action="DirectDial")).status == 200
    refused = await update(media, i_menu=ROOT, direct_dial_enabled="Y")
    assert refused.fault.endswith(".update_menu.direct_dial_forbidden")


async def test_a_menu_that_others_lead_to_stays(media: RestClient, pbx: Simulator) -> None:
    await create(media, name="Night")
    await lead(media, event="9", action="Menu", target_i_menu=2)
    refused = await media.ask("AutoAttendant", "del_menu", i_menu=2)
    assert refused.fault.endswith("menu_in_use")
    refused = await lead(media, event="8", action="Menu", target_i_menu=7)
    assert refused.fault.endswith("set_menu_transition.not_found")
    assert pbx.violations == []


@pytest.mark.parametrize("name", ["target_i_queue", "target_i_menu"])
async def test_a_queue_is_named_by_either_target(media: RestClient, name: str) -> None:
    assert (await lead(media, event="f", action="Queue", **{name: 25})).status == 200
    refused = await lead(media, event="f", action="Queue", **{name: 77})
    assert refused.fault.endswith("set_menu_transition.not_found")
