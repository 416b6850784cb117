"""Wrong input to any method is answered with the property and its limit, and nothing is sent."""

from typing import Any

import pytest

from console.portasip.errors import InvalidParameter
from console.portasip.media.door import Answer, Sound
from console.portasip.media.methods import METHODS, method_named
from console.portasip.media.services import MediaServices
from console.portasip.structures import Structure, built

SOUND = Sound("hello.au", b"sound")
LONG = "x" * 65
MENU = {"i_menu": 1, "prompt_type": "intro"}
MOVE = {"event": "1", "action": "Disabled"}
ID_LIMIT = "must be from 1 to 2147483647"
YES_NO = "must be one of Y, N"


class Nobody:
    """A door that nothing may go through."""

    async def call(self, *_: Any, **__: Any) -> Answer:
        raise AssertionError("something was sent")

    async def close(self) -> None:
        raise AssertionError("something was closed")


def transition(**values: Any) -> dict[str, Any]:
    return {"i_menu": 1, "transition_info": MOVE | values}


def menu(**values: Any) -> dict[str, Any]:
    return {"menu_info": {"name": "Day"} | values}


def conference(**values: Any) -> dict[str, Any]:
    return {"conf_info": {"name": "Board"} | values}


def entry(**values: Any) -> dict[str, Any]:
    return {"dir_entry_info": {"number_to_dial": "107", "lastname": "Roe"} | values}


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("Session.login", {"login": "1", "domain": "d"}, "password", "is required"),
    ("Session.logout", {"force": 1}, "force", "is unknown; this takes none"),
    ("Voicemail.get_vm_settings", {"x": 1}, "x", "is unknown; this takes none"),
    ("Voicemail.set_vm_settings", {}, "vm_settings", "is required"),
    ("Voicemail.set_vm_settings", {"vm_settings": {"auto_play": "Y"}}, "vm_settings.auto_play",
     "must be one of yes, no"),
    ("Voicemail.set_vm_settings", {"vm_settings": {"enable_disa": "yes"}},
     "vm_settings.enable_disa", "must be one of Yes, No"),
    ("Voicemail.set_vm_settings", {"vm_settings": {"ext_email": LONG * 2}},
     "vm_settings.ext_email", "must have at most 128 characters"),
    ("Voicemail.set_vm_settings", {"vm_settings": {"fax_file": "png"}}, "vm_settings.fax_file",
     "must be one of multi_png, multi_tiff, pdf, tiff"),
    ("Voicemail.get_vm_greeting", {}, "greeting_type", "is required"),
    ("Voicemail.get_vm_greeting", {"greeting_type": "loud"}, "greeting_type",
     "must be one of standard, extended, personal, name"),
    ("Voicemail.set_vm_greeting", {"greeting_info": {"greeting_type": "standard",
     "filename": "a.au"}}, "greeting_info.greeting_type",
     "must be one of extended, personal, name"),
    ("Voicemail.set_vm_greeting", {"greeting_info": {"greeting_type": "name",
     "filename": "../a.au"}}, "greeting_info.filename", "must be a file name"),
    ("SMPreferences.get_folder_preferences", {"x": 1}, "x", "is unknown; this takes none"),
    ("SMPreferences.set_folder_preferences", {"folder_prefs": {"search_memory": 10}},
     "folder_prefs.search_memory", "must be from 0 to 9"),
    ("SMPreferences.set_folder_preferences", {"folder_prefs": {"unseen_type": 3}},
     "folder_prefs.unseen_type", "must be from 1 to 2"),
    ("SMPreferences.get_display_preferences", {"x": 1}, "x", "is unknown; this takes none"),
    ("SMPreferences.set_display_preferences", {"display_prefs": {"addrsrch_fullname": "Full"}},
     "display_prefs.addrsrch_fullname", "must be one of Noprefix, Nickname, Fullaname"),
    ("SMPreferences.set_display_preferences", {"display_prefs": {"wrap_at": -1}},
     "display_prefs.wrap_at", "must be from 0 to"),
    ("AutoAttendant.get_menu_list", {"x": 1}, "x", "is unknown; this takes none"),
    ("AutoAttendant.create_menu", {"menu_info": {}}, "menu_info.name", "is required"),
    ("AutoAttendant.create_menu", menu(name="ROOT"), "menu_info.name", "must not be ROOT"),
    ("AutoAttendant.create_menu", menu(name=LONG), "menu_info.name",
     "must have at most 64 characters"),
    ("AutoAttendant.create_menu", menu(name=None), "menu_info.name", "cannot be blank"),
    ("AutoAttendant.create_menu", menu(name=" "), "menu_info.name", "cannot be empty"),
    ("AutoAttendant.create_menu", menu(i_menu=3), "menu_info.i_menu", "is given by the PBX"),
    ("AutoAttendant.create_menu", menu(period="x" * 2001), "menu_info.period",
     "must have at most 2000 characters"),
    ("AutoAttendant.create_menu", menu(msg_intro_set=1), "menu_info.msg_intro_set",
     "is read-only"),
    ("AutoAttendant.create_menu", menu(direct_dial_enabled="yes"),
     "menu_info.direct_dial_enabled", YES_NO),
    ("AutoAttendant.create_menu", menu(msg_intro_type="own"), "menu_info.msg_intro_type",
     "must be one of standard, custom"),
    ("AutoAttendant.create_menu", menu(nmae="Day"), "menu_info.nmae", "did you mean name?"),
    ("AutoAttendant.update_menu", menu(), "menu_info.i_menu", "is required"),
    ("AutoAttendant.update_menu", menu(i_menu="first"), "menu_info.i_menu",
     "must be a whole number"),
    ("AutoAttendant.del_menu", {"i_menu": 0}, "i_menu", ID_LIMIT),
    ("AutoAttendant.set_menu_prompt", {**MENU, "prompt_type": "moh", "prompt": "a.au"},
     "prompt_type", "must be one of intro, menu, disabled, timeout"),
    ("AutoAttendant.set_menu_prompt", MENU, "prompt", "is required"),
    ("AutoAttendant.set_menu_prompt", {**MENU, "prompt": "a.au"}, "prompt", "needs the file"),
    ("AutoAttendant.get_menu_prompt", {"i_menu": 1}, "prompt_type", "is required"),
    ("AutoAttendant.get_menu_transition_list", {}, "i_menu", "is required"),
    ("AutoAttendant.del_menu_transition", {}, "i_menu_transition", "is required"),
    ("AutoAttendant.set_menu_transition", {"transition_info": MOVE}, "i_menu", "is required"),
    ("AutoAttendant.set_menu_transition", transition(event=None), "transition_info.event",
     "cannot be blank"),
    ("AutoAttendant.set_menu_transition", transition(event="10"), "transition_info.event",
     "must be one of 0, 1, 2"),
    ("AutoAttendant.set_menu_transition", {"i_menu": 1, "transition_info": {"event": "1"}},
     "transition_info.action", "is required"),
    ("AutoAttendant.set_menu_transition", transition(destination="107"),
     "transition_info.destination", "is for Transfer and TransferE164 alone"),
    ("AutoAttendant.set_menu_transition", transition(action="Transfer"),
     "transition_info.destination", "is required for Transfer"),
    ("AutoAttendant.set_menu_transition", transition(action="Menu"),
     "transition_info.target_i_menu", "is required for Menu"),
    ("AutoAttendant.set_menu_transition", transition(action="Menu", target_i_menu=0),
     "transition_info.target_i_menu", "is required for Menu"),
    ("AutoAttendant.set_menu_transition", transition(action="Queue"),
     "transition_info.target_i_queue", "is required for Queue"),
    ("AutoAttendant.set_menu_transition", transition(action="DISA", target_i_queue=4),
     "transition_info.target_i_queue", "is for Queue alone"),
    ("AutoAttendant.set_menu_transition", transition(max_size=4), "transition_info.max_size",
     "is for Extension alone"),
    ("AutoAttendant.set_menu_transition", transition(prompt_set=1),
     "transition_info.prompt_set", "is read-only"),
    ("AutoAttendant.set_menu_transition", transition(prompt="a.au"), "transition_info.prompt",
     "needs the file"),
    ("AutoAttendant.get_menu_transition_prompt", {"event": "1"}, "i_menu_transition",
     "is required, or i_menu and event"),
    ("AutoAttendant.set_menu_transition_prompt", {"prompt": "a.au"}, "i_menu_transition",
     "is required"),
    ("Conference.get_conf_info", {}, "i_conf", "is required, or name"),
    ("Conference.get_conf_list", {"x": 1}, "x", "is unknown; this takes none"),
    ("Conference.create_conf", {"conf_info": {}}, "conf_info.name", "is required"),
    ("Conference.create_conf", conference(start_time="2026-01-01 10:00:00", max_session_time=60),
     "conf_info.max_session_time", "cannot go together with start_time"),
    ("Conference.create_conf", conference(start_time="tomorrow"), "conf_info.start_time",
     "must be a time in UTC"),
    ("Conference.create_conf", conference(wait_host="1"), "conf_info.wait_host", YES_NO),
    ("Conference.create_conf", conference(moh_set="1"), "conf_info.moh_set", "is read-only"),
    ("Conference.create_conf", conference(i_conf=1), "conf_info.i_conf", "is given by the PBX"),
    ("Conference.update_conf", conference(), "conf_info.i_conf", "is required"),
    ("Conference.del_conf", {"i_conf": -1}, "i_conf", ID_LIMIT),
    ("Conference.set_conf_prompt", {"i_conf": 1, "prompt_type": "menu", "prompt": "a.au"},
     "prompt_type", "must be one of intro, moh"),
    ("Conference.get_conf_prompt", {"prompt_type": "moh"}, "i_conf", "is required"),
    ("DialDirectory.get_dir_info", {"x": 1}, "x", "is unknown; this takes none"),
    ("DialDirectory.create_dir_entry", {"dir_entry_info": {"lastname": "Roe"}},
     "dir_entry_info.number_to_dial", "is required"),
    ("DialDirectory.create_dir_entry", entry(number_to_dial="1 07"),
     "dir_entry_info.number_to_dial", "must be a number without spaces"),
    ("DialDirectory.create_dir_entry", entry(active="yes"), "dir_entry_info.active", YES_NO),
    ("DialDirectory.create_dir_entry", entry(i_entry=1), "dir_entry_info.i_entry",
     "is given by the PBX"),
    ("DialDirectory.update_dir_entry", entry(), "dir_entry_info.i_entry", "is required"),
    ("DialDirectory.get_dir_entry", {}, "i_entry", "is required"),
    ("DialDirectory.del_dir_entry", {"i_entry": "x"}, "i_entry", "must be a whole number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "field", "limit"), WRONG)
async def test_wrong_input_is_named_with_its_limit_and_not_sent(
    name: str, params: dict[str, Any], field: str, limit: str
) -> None:
    method = method_named(*name.split("."))
    with pytest.raises(InvalidParameter) as caught:
        await MediaServices(Nobody()).call(method, built(method.request, params))
    assert caught.value.field == field
    assert limit in caught.value.limit


def test_the_table_misses_no_method() -> None:
    assert {name for name, *_ in WRONG} == {f"{m.service}.{m.name}" for m in METHODS}


@pytest.mark.parametrize(
    ("name", "params", "sound", "field", "limit"),
    [
        ("AutoAttendant.set_menu_prompt", MENU, Sound("a b/c.au", b"x"), "prompt", "file name"),
        ("AutoAttendant.set_menu_prompt", MENU, Sound('"\r\nX: y', b"x"), "prompt", "file name"),
        ("AutoAttendant.set_menu_prompt", MENU, Sound("a.au", b""), "prompt", "not empty"),
        ("AutoAttendant.set_menu_prompt", {**MENU, "prompt": "b.au"}, SOUND, "prompt",
         "must be the name of the attached file"),
        ("AutoAttendant.set_menu_transition", {"i_menu": 1}, SOUND, "transition_info",
         "is required"),
        ("Conference.get_conf_list", {}, SOUND, "get_conf_list", "takes no sound"),
    ],
)  # fmt: skip
async def test_a_wrong_sound_is_not_sent(
    name: str, params: dict[str, Any], sound: Sound, field: str, limit: str
) -> None:
    method = method_named(*name.split("."))
    with pytest.raises(InvalidParameter) as caught:
        await MediaServices(Nobody()).call(method, method.request(**params), sound)
    assert caught.value.field == field
    assert limit in caught.value.limit


async def test_the_structure_of_another_method_is_not_sent() -> None:
    other = method_named("Conference", "get_conf_list").request()
    with pytest.raises(InvalidParameter, match="GetMenuListRequest"):
        await MediaServices(Nobody()).call(method_named("AutoAttendant", "get_menu_list"), other)


@pytest.mark.parametrize(
    ("service", "name", "sentence"),
    [
        ("AutoAttendent", "get_menu_list", "did you mean AutoAttendant"),
        ("AutoAttendant", "get_menus", "did you mean get_menu_list"),
    ],
)
def test_an_unknown_method_is_answered_with_the_nearest(
    service: str, name: str, sentence: str
) -> None:
    with pytest.raises(InvalidParameter, match=sentence):
        method_named(service, name)


def test_the_catalogue_holds_every_method_once_with_structures_of_its_own() -> None:
    counted = dict.fromkeys(dict.fromkeys(method.service for method in METHODS), 0)
    for method in METHODS:
        counted[method.service] += 1
        assert issubclass(method.request, Structure)
        assert issubclass(method.response, Structure)
    assert counted == {
        "Session": 2,
        "Voicemail": 4,
        "SMPreferences": 4,
        "AutoAttendant": 11,
        "Conference": 7,
        "DialDirectory": 5,
    }
    assert len({method.request for method in METHODS}) == len(METHODS)
    assert {m.name: m.sound for m in METHODS if m.sound} == {
        "set_vm_greeting": "greeting_info.filename",
        "set_menu_prompt": "prompt",
        "set_menu_transition": "transition_info.prompt",
        "set_menu_transition_prompt": "prompt",
        "set_conf_prompt": "prompt",
        "create_dir_entry": "dir_entry_info.prompt",
        "update_dir_entry": "dir_entry_info.prompt",
    }
