"""The service Conference: standing rooms."""

from ..accounts import Record
from ..properties import Values
from ..refusals import NAME_IN_USE, NOT_FOUND, Refusal
from ..sounds import Sound
from .asked import Asked, Handler, found, sound_of


def get_info(asked: Asked) -> Values:
    """By `i_conf`, or else by `name`."""
    if asked.params.get("i_conf"):
        return {"conf_info": _shown(_conference(asked, asked.params["i_conf"]))}
    name = asked.params["name"]
    for conference in asked.account.conferences.values():
        if conference.values["name"] == name:
            return {"conf_info": _shown(conference)}
    raise Refusal(NOT_FOUND, f"there is no conference {name!r}")


def get_list(asked: Asked) -> Values:
    return {"conf_list": [_shown(each) for each in asked.account.conferences.values()]}


def create(asked: Asked) -> Values:
    info = asked.params["conf_info"]
    _claim_name(asked, info["name"], None)
    conference = asked.account.new_conference()
    conference.change(info)
    return {"i_conf": conference.values["i_conf"]}


def update(asked: Asked) -> Values:
    """A new start_time ends what max_session_time said, and the other way round."""
    info = asked.params["conf_info"]
    conference = _conference(asked, info["i_conf"])
    if "name" in info:
        _claim_name(asked, info["name"], conference)
    for given, other in (("start_time", "max_session_time"), ("max_session_time", "start_time")):
        if info.get(given):
            info = {other: None} | info
    conference.change(info)
    return {"i_conf": info["i_conf"]}


def delete(asked: Asked) -> Values:
    i_conf = asked.params["i_conf"]
    _conference(asked, i_conf)
    del asked.account.conferences[i_conf]
    return {"i_conf": i_conf}


def set_prompt(asked: Asked) -> Values:
    i_conf = asked.params["i_conf"]
    i_audio_file = asked.recorded(_conference(asked, i_conf), asked.params["prompt_type"])
    return {"i_conf": i_conf, "i_audio_file": i_audio_file}


def get_prompt(asked: Asked) -> Sound:
    return sound_of(_conference(asked, asked.params["i_conf"]), asked.params["prompt_type"])


def _conference(asked: Asked, i_conf: int) -> Record:
    return found(asked.account.conferences, i_conf, "conference")


def _shown(conference: Record) -> Values:
    """Whether a prompt is recorded is a string here, by the document's table."""
    sounds = conference.sounds
    flags = {"msg_intro_set": str(int("intro" in sounds)), "moh_set": str(int("moh" in sounds))}
    return conference.values | flags


def _claim_name(asked: Asked, name: str, conference: Record | None) -> None:
    """get_conf_info finds a conference by its name, so there is one of it."""
    others = (each for each in asked.account.conferences.values() if each is not conference)
    if any(each.values["name"] == name for each in others):
        raise Refusal(NAME_IN_USE, f"there is a conference {name!r} already")


HANDLERS: dict[str, Handler] = {
    "get_conf_info": get_info,
    "get_conf_list": get_list,
    "create_conf": create,
    "update_conf": update,
    "del_conf": delete,
    "set_conf_prompt": set_prompt,
    "get_conf_prompt": get_prompt,
}
