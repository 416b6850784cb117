"""Conferencing API: rooms on the spot."""

from typing import Any

from .. import conferencing
from ..conferencing import Wishes
from ..errors import CALL_NOT_FOUND, DISABLED_NOTIFICATIONS, Refused
from ..rooms import Participant, Room
from .asked import OK, Asked, Handler

Info = dict[str, Any]


def join(asked: Asked) -> Info:
    conference, call = asked.params["conference_info"], asked.params["call_info"]
    leg = conferencing.invite(
        asked.world,
        conference["name"],
        conference["owner_id"],
        call.get("caller_id", ""),
        call["callee_id"].removeprefix("+"),
        _wishes(asked.params.get("participant_info", {})),
    )
    # In its example the call stands beside `success`, not in `result`.
    return {"reply": {"success": 1, "call": {"id": leg.id}}}


def convert(asked: Asked) -> Info:
    leg = asked.leg(asked.params["call_info"])
    conferencing.convert(
        asked.world,
        leg,
        asked.params["conference_info"]["name"],
        _wishes(asked.params.get("caller", {})),
        _wishes(asked.params.get("callee", {})),
    )
    return OK


def conference_list(asked: Asked) -> Info:
    _require_subscription(asked)
    wanted = asked.params["conference_info"]
    rooms = [
        {"i_customer": room.i_customer, "name": room.name, "owner_id": room.owner_id}
        for room in asked.world.rooms
        if wanted.get("name", room.name).strip() == room.name
        and wanted.get("owner_id", room.owner_id).strip() == room.owner_id
    ]
    return {"conference_list": rooms}


def participant_list(asked: Asked) -> Info:
    _require_subscription(asked)
    room = _room(asked)
    return {"participant_list": [asked.frames.listed_participant(p) for p in room.listed]}


def update_participant(asked: Asked) -> Info:
    info = asked.params["participant_info"]
    participant = _participant(asked)
    conferencing.update(
        asked.world, participant, mute=_flag(info, "mute"), hold=_flag(info, "hold")
    )
    return OK


def delete_participant(asked: Asked) -> Info:
    conferencing.leave(asked.world, _participant(asked), "Removed from the conference")
    return OK


def _require_subscription(asked: Asked) -> None:
    if not asked.open_session().scopes:
        raise Refused(DISABLED_NOTIFICATIONS, "enable_api_notifications first")


def _room(asked: Asked) -> Room:
    info = asked.params["conference_info"]
    room = conferencing.find_room(asked.world, info["name"], info.get("owner_id", ""))
    if room is None:
        raise Refused(CALL_NOT_FOUND, f"conference {info['name']}")
    return room


def _participant(asked: Asked) -> Participant:
    wanted = int(asked.params["participant_info"]["participant_id"])
    for participant in _room(asked).present:
        if participant.id == wanted:
            return participant
    raise Refused(CALL_NOT_FOUND, f"participant {wanted}")


def _flag(info: Info, name: str) -> bool | None:
    return info[name] == "Y" if name in info else None


def _wishes(info: Info) -> Wishes:
    flags = ("moderator", "mute", "hold", "quiet_mode", "wait_for_moderator")
    limit = info.get("max_participants")
    return Wishes(
        **{name: info.get(name) == "Y" for name in flags},
        max_participants=None if limit is None else int(limit),
    )


HANDLERS: dict[str, Handler] = {
    "join_on_spot_conference": join,
    "convert_to_on_spot_conference": convert,
    "get_on_spot_conference_list": conference_list,
    "get_on_spot_conference_participant_list": participant_list,
    "update_on_spot_conference_participant": update_participant,
    "delete_on_spot_conference_participant": delete_participant,
}
