"""Section "Conference configuration"."""

from typing import Any

from ...checking import stamp
from ..properties import (
    Method,
    choice,
    filename,
    integer,
    part,
    several,
    string,
    structure,
    yes_no,
)

PROMPTS = ("intro", "moh")
ID = integer()
NEEDED_ID = integer(1, required=True)
RECORDED = choice("0", "1", read_only=True)  # strings here, numbers in the auto attendant


def _permanent_or_not(values: dict[str, Any]) -> str:
    both = values.get("max_session_time") and values.get("start_time")
    return "max_session_time: exclusive with start_time" if both else ""


CONF = structure(
    "ConfInfo",
    i_conf=ID,
    name=string(filled=True),
    pin_host=string(),
    pin_user=string(),
    max_call_duration=integer(),
    max_session_time=integer(),
    max_participants=integer(),
    wait_host=yes_no(),
    play_announce=yes_no(),
    play_moh=yes_no(),
    start_time=string(also=stamp()),
    msg_intro_set=RECORDED,
    moh_set=RECORDED,
).demanding(rules=(_permanent_or_not,))


def _names_a_conference(values: dict[str, Any]) -> str:
    return "" if values.get("i_conf") or values.get("name") else "i_conf or name: required"


PROMPT = {"i_conf": NEEDED_ID, "prompt_type": choice(*PROMPTS, required=True)}

METHODS = {
    "get_conf_info": Method(
        structure("GetConfInfoRequest", i_conf=ID, name=string()).demanding(
            rules=(_names_a_conference,)
        ),
        structure("GetConfInfoResponse", conf_info=part(CONF)),
    ),
    "get_conf_list": Method(
        structure("GetConfListRequest"), structure("GetConfListResponse", conf_list=several(CONF))
    ),
    "create_conf": Method(
        structure(
            "CreateConfRequest",
            conf_info=part(CONF.without("i_conf").demanding("name"), required=True),
        ),
        structure("CreateConfResponse", i_conf=ID),
    ),
    "update_conf": Method(
        structure("UpdateConfRequest", conf_info=part(CONF.demanding("i_conf"), required=True)),
        structure("UpdateConfResponse", i_conf=ID),
    ),
    "del_conf": Method(
        structure("DelConfRequest", i_conf=NEEDED_ID), structure("DelConfResponse", i_conf=ID)
    ),
    "set_conf_prompt": Method(
        structure("SetConfPromptRequest", **PROMPT, prompt=filename(required=True)),
        structure("SetConfPromptResponse", i_conf=ID, i_audio_file=ID),
        sound=("prompt",),
    ),
    "get_conf_prompt": Method(
        structure("GetConfPromptRequest", **PROMPT),
        structure("GetConfPromptResponse", prompt=string()),
        sounds="prompt",
    ),
}
