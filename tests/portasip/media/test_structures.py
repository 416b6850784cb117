"""The structures of the media server: the document's examples, and what may be sent back."""

import pytest
from msgspec.structs import replace

from console.portasip.errors import InvalidParameter
from console.portasip.media.methods import editable
from console.portasip.media.structures.conference import ConfInfo
from console.portasip.media.structures.menus import GetMenuListResponse, MenuInfo
from console.portasip.media.structures.menus import UpdateMenuRequest as Update
from console.portasip.media.structures.transitions import TransitionInfo
from console.portasip.structures import BLANK, read, written


def test_what_was_read_of_a_menu_goes_back_without_what_is_read_only() -> None:
    told = {
        "menu_list": [
            {"i_menu": "7", "name": "Day", "period": None, "msg_intro_set": 1, "msg_menu_type": ""}
        ]
    }
    (menu,) = read(GetMenuListResponse, told).menu_list or ()
    with pytest.raises(InvalidParameter, match="read-only"):
        written(Update(menu_info=menu))
    changed = replace(editable(menu), name="Night")
    assert changed == MenuInfo(i_menu=7, name="Night", period=BLANK)
    assert written(Update(menu_info=changed)) == {
        "menu_info": {"i_menu": 7, "name": "Night", "period": None}
    }


def test_what_was_read_of_a_transition_goes_back_without_what_needs_a_file() -> None:
    told = read(
        TransitionInfo,
        {
            "i_menu_transition": 3,
            "event": "0",
            "action": "Transfer",
            "destination": "5555",
            "prompt": "welcome.au",
            "prompt_set": 1,
            "target_i_menu": 0,
            "target_i_queue": None,
            "max_size": "",
        },
    )
    assert written(editable(told)) == {
        "i_menu_transition": 3,
        "event": "0",
        "action": "Transfer",
        "destination": "5555",
        "target_i_menu": 0,
        "target_i_queue": None,
    }


def test_a_known_transition_is_changed_in_part() -> None:
    assert written(TransitionInfo(i_menu_transition=3, play_prompt="N")) == {
        "i_menu_transition": 3,
        "play_prompt": "N",
    }


def test_a_conference_becomes_permanent_when_its_start_is_blanked() -> None:
    permanent = ConfInfo(i_conf=1, start_time=BLANK, max_session_time=600)
    assert written(permanent) == {"i_conf": 1, "start_time": None, "max_session_time": 600}
