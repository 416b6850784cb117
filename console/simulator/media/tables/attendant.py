"""Section "Auto attendant configuration"."""

from typing import Any

from ..periods import wrong_period
from ..properties import (
    Method,
    choice,
    filename,
    integer,
    part,
    recorded,
    several,
    string,
    structure,
    yes_no,
)

PROMPTS = ("intro", "menu", "disabled", "timeout")
EVENTS = (*"0123456789*#", "Timeout", "Not Active", "f")
ACTIONS = (
    "Disabled", "Directory", "Queue", "Transfer", "TransferE164", "Voicemail", "Menu",
    "Extension", "DISA", "DirectDial", "DisconnectCall",
)  # fmt: skip
CUSTOM = choice("standard", "custom")
ID = integer()
NEEDED_ID = integer(1, required=True)

MENU = structure(
    "MenuInfo",
    i_menu=ID,
    name=string(64, filled=True),
    period=string(2000, also=wrong_period),
    period_desc=string(),
    msg_disabled_type=CUSTOM,
    msg_timeout_type=CUSTOM,
    msg_intro_set=recorded(),
    msg_menu_set=recorded(),
    msg_disabled_set=recorded(),
    msg_timeout_set=recorded(),
    msg_intro_type=CUSTOM,
    msg_menu_type=CUSTOM,
    replay_menu_times=integer(),
    first_digit_timeout=integer(),
    next_digit_timeout=integer(),
    direct_dial_enabled=yes_no(),
)
TRANSITION = structure(
    "TransitionInfo",
    action=choice(*ACTIONS, filled=True),
    announce_ext_numbers=yes_no(),
    destination=string(32),
    event=choice(*EVENTS, filled=True),
    i_menu_transition=ID,
    max_size=integer(),
    play_prompt=yes_no(),
    prompt=filename(),
    prompt_set=recorded(),
    target_i_menu=ID,  # its example sends 0 where there is none
    target_i_queue=ID,
    i_menu=ID,  # where the script of appendix A puts it
)


def _names_a_menu(values: dict[str, Any]) -> str:
    return (
        ""
        if values.get("i_menu") or values["transition_info"].get("i_menu")
        else "i_menu: required"
    )


def _names_a_transition(values: dict[str, Any]) -> str:
    if values.get("i_menu_transition") or (values.get("i_menu") and values.get("event")):
        return ""
    return "i_menu_transition, or i_menu and event: required"


def has_what_the_action_needs(values: dict[str, Any]) -> str:
    """Say which property a transition lacks, or has in vain.

    A queue is named by target_i_queue, as its description has it, or by target_i_menu, as the
    description of the action has it.
    """
    action = values.get("action")
    needs = {
        "Transfer": ("destination",),
        "TransferE164": ("destination",),
        "Menu": ("target_i_menu",),
        "Queue": ("target_i_queue", "target_i_menu"),
    }.get(str(action), ())
    if needs and not any(values.get(name) for name in needs):
        return f"{needs[0]}: required for {action}"
    if values.get("max_size") and action != "Extension":
        return "max_size: for Extension alone"
    return ""


def _is_complete(values: dict[str, Any]) -> str:
    """A known transition may be changed in part, a new one needs its event and action."""
    if values.get("i_menu_transition"):
        return ""
    missing = [name for name in ("event", "action") if not values.get(name)]
    return f"{missing[0]}: required" if missing else has_what_the_action_needs(values)


TRANSITION_ID = {"i_menu_transition": NEEDED_ID}
PROMPT = {"i_menu": NEEDED_ID, "prompt_type": choice(*PROMPTS, required=True)}
FILE = filename(required=True)
RECORDED = {"i_menu_transition": ID, "i_audio_file": ID}

METHODS = {
    "get_menu_list": Method(
        structure("GetMenuListRequest"),
        structure("GetMenuListResponse", menu_list=several(MENU)),
    ),
    "update_menu": Method(
        structure("UpdateMenuRequest", menu_info=part(MENU.demanding("i_menu"), required=True)),
        structure("UpdateMenuResponse", i_menu=ID),
    ),
    "create_menu": Method(
        structure(
            "CreateMenuRequest",
            menu_info=part(MENU.without("i_menu").demanding("name"), required=True),
        ),
        structure("CreateMenuResponse", i_menu=ID),
    ),
    "del_menu": Method(
        structure("DelMenuRequest", i_menu=NEEDED_ID),
        structure("DelMenuResponse", i_menu=ID),
    ),
    "del_menu_transition": Method(
        structure("DelMenuTransitionRequest", **TRANSITION_ID),
        structure("DelMenuTransitionResponse", i_menu_transition=ID),
    ),
    "set_menu_prompt": Method(
        structure("SetMenuPromptRequest", **PROMPT, prompt=FILE),
        structure("SetMenuPromptResponse", i_menu=ID, i_audio_file=ID),
        sound=("prompt",),
    ),
    "get_menu_prompt": Method(
        structure("GetMenuPromptRequest", **PROMPT),
        structure("GetMenuPromptResponse", prompt=string()),
        sounds="prompt",
    ),
    "get_menu_transition_list": Method(
        structure("GetMenuTransitionListRequest", i_menu=NEEDED_ID),
        structure("GetMenuTransitionListResponse", transition_list=several(TRANSITION)),
    ),
    "set_menu_transition": Method(
        structure(
            "SetMenuTransitionRequest",
            i_menu=ID,
            transition_info=part(TRANSITION.demanding(rules=(_is_complete,)), required=True),
        ).demanding(rules=(_names_a_menu,)),
        structure("SetMenuTransitionResponse", **RECORDED),
        sound=("transition_info", "prompt"),
    ),
    "get_menu_transition_prompt": Method(
        structure(
            "GetMenuTransitionPromptRequest",
            event=choice(*EVENTS),
            i_menu=ID,
            i_menu_transition=ID,
        ).demanding(rules=(_names_a_transition,)),
        structure("GetMenuTransitionPromptResponse", prompt=string()),
        sounds="prompt",
    ),
    "set_menu_transition_prompt": Method(
        structure("SetMenuTransitionPromptRequest", **TRANSITION_ID, prompt=FILE),
        structure("SetMenuTransitionPromptResponse", **RECORDED),
        sound=("prompt",),
    ),
}
