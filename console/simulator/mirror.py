"""What a recorded PBX would list at a moment of its recording: the last word on every leg."""

import json
from typing import Any

Info = dict[str, Any]
Key = tuple[str, str]
NOT_ANSWERED = ("trying", "ringing", "early")
ANSWERED = ("connected", "held", "holding")


def parsed(frame: str | bytes) -> Info | None:
    """Return the object of a frame, None for a frame that is none."""
    try:
        value = json.loads(frame)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


class Mirror:
    """Takes a recording's frames in their order.

    A recorded list is believed, save for legs that changed while it was on its way. An ended leg
    stays ended, and one that was answered rings no more.
    """

    def __init__(self) -> None:
        self.has_list = False
        self._legs: dict[Key, Info] = {}
        self._ended: set[Key] = set()
        self._changed: dict[Key, int] = {}
        self._rooms: dict[Key, dict[str, Info]] = {}
        self._asked: dict[str, tuple[str, Info, int]] = {}
        self._frames = 0

    def take(self, direction: str, frame: Info) -> None:
        self._frames += 1
        cseq = str(frame.get("cseq"))
        if direction == "sent":
            asked = (str(frame.get("method")), _object(frame, "params"), self._frames)
            self._asked[cseq] = asked
        elif "cseq" in frame:
            self._answer(_object(frame, "result"), *self._asked.pop(cseq, ("", {}, 0)))
        else:
            self._notice(frame)

    def calls(self) -> list[Info]:
        return list(self._legs.values())

    def rooms(self) -> list[Info]:
        return [{"owner_id": owner, "name": name} for owner, name in self._rooms]

    def participants(self, owner: str, name: str) -> list[Info] | None:
        """Return who is in a conference, None if there is none of that name."""
        room = self._rooms.get((owner.strip(), name.strip()))
        return None if room is None else list(room.values())

    def _answer(self, result: Info, method: str, params: Info, since: int) -> None:
        if method == "get_sip_calls_list" and isinstance(result.get("calls_list"), list):
            self._replace(_objects(result["calls_list"]), since)
        elif method == "get_on_spot_conference_list" and "conference_list" in result:
            named = [_room(each) for each in _objects(result["conference_list"])]
            self._rooms = {key: self._rooms.get(key, {}) for key in named}
        elif method == "get_on_spot_conference_participant_list":
            key = _room(_object(params, "conference_info"))
            present = [x for x in _objects(result.get("participant_list")) if not _has_left(x)]
            if key in self._rooms:
                self._rooms[key] = {str(each.get("participant_id")): each for each in present}

    def _replace(self, listed: list[Info], since: int) -> None:
        self.has_list = True
        later = {leg: info for leg, info in self._legs.items() if self._changed[leg] > since}
        self._legs = {}
        for info in listed:
            leg = _leg(info)
            if leg is not None and leg not in self._ended and self._changed.get(leg, 0) <= since:
                self._legs[leg] = info
                self._changed[leg] = since
        self._legs |= later

    def _notice(self, frame: Info) -> None:
        inner = _object(frame, "result") or frame
        if "conference_info" in inner:
            self._notice_room(_object(inner, "conference_info"))
        elif "participant_info" in inner:
            self._notice_participant(_object(inner, "participant_info"))
        else:
            self._notice_leg(_object(inner, "call_info") or inner)

    def _notice_leg(self, info: Info) -> None:
        leg = _leg(info)
        if leg is None or leg in self._ended:
            return
        before = self._legs.get(leg, {})
        self._changed[leg] = self._frames
        if info.get("state") == "terminated":
            self._ended.add(leg)
            self._legs.pop(leg, None)
        elif not (info.get("state") in NOT_ANSWERED and before.get("state") in ANSWERED):
            self._legs[leg] = before | info

    def _notice_room(self, info: Info) -> None:
        if info.get("status") == "terminated":
            self._rooms.pop(_room(info), None)
        else:
            self._rooms.setdefault(_room(info), {})

    def _notice_participant(self, info: Info) -> None:
        who = str(info.get("participant_id"))
        if not _has_left(info):
            room = self._rooms.setdefault(_room(info), {})
            room[who] = room.get(who, {}) | info
        elif _room(info) in self._rooms:
            self._rooms[_room(info)].pop(who, None)


def _object(holder: Info, key: str) -> Info:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Info]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _leg(info: Info) -> Key | None:
    call = info.get("call")
    if isinstance(call, dict) and "id" in call and "tag" in call:
        return str(call["id"]), str(call["tag"])
    dialog = info.get("dialog_id")
    if isinstance(dialog, list) and len(dialog) >= 2:
        return str(dialog[0]), str(dialog[1])
    return None


def _room(info: Info) -> Key:
    owner = info.get("conference_owner_id") or info.get("owner_id") or ""
    name = info.get("conference_name") or info.get("name") or ""
    return str(owner).strip(), str(name).strip()


def _has_left(info: Info) -> bool:
    return bool(info.get("leave_time"))
