"""Legs, rooms and participants as the document's notifications and lists show them.

Times are UTC without a zone: `2018-11-29 13:41:04`, and with milliseconds in the queue's shape.
"""

from datetime import UTC, datetime
from typing import Any

from .ivr import Heard
from .legs import RINGING, TALKING, WAITING, Leg, Party
from .rooms import Participant, Room

EVENT = "sip.call_control_notifications"
Shape = dict[str, Any]


def stamp(moment: float | None, *, milliseconds: bool = False) -> str | None:
    """Return a moment as the PBX writes it."""
    if moment is None:
        return None
    at = datetime.fromtimestamp(moment, UTC)
    text = at.strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.{at.microsecond // 1000:03d}" if milliseconds else text


def flag(value: bool) -> str:
    return "Y" if value else "N"


class Frames:
    """Writes frames. `clock_offset` is how far the PBX's clock is ahead of the true one, in s.

    `queue_shape`: "bare", the queue's example as the document prints it; "unwrapped", the same
    inside an event's `result`; "wrapped", a SIPCallInfo structure like any other leg's.
    """

    def __init__(self, clock_offset: float = 0.0, queue_shape: str = "bare") -> None:
        if queue_shape not in ("bare", "unwrapped", "wrapped"):
            raise ValueError(f"queue_shape is bare, unwrapped or wrapped, not {queue_shape!r}")
        self.clock_offset = clock_offset
        self.queue_shape = queue_shape

    def notification(self, subject: Leg | Room | Participant | Heard) -> Shape:
        if isinstance(subject, Heard):
            return event({"call_info": self.call_info(subject.leg) | heard(subject)})
        if isinstance(subject, Room):
            return event({"conference_info": self.conference(subject)})
        if isinstance(subject, Participant):
            return event({"participant_info": self.participant(subject)})
        if subject.queue is None or self.queue_shape == "wrapped":
            return event({"call_info": self.call_info(subject)})
        info = self.queue_leg(subject)
        return info if self.queue_shape == "bare" else event(info)

    def call_info(self, leg: Leg) -> Shape:
        """SIPCallInfo structure."""
        return {
            "call": {"id": leg.id, "tag": leg.tag},
            "callee": party(leg.callee),
            "caller": party(leg.caller),
            **self._state(leg),
            "tracking_id": leg.tracking_id,
            "type": leg.type,
        }

    def queue_leg(self, leg: Leg) -> Shape:
        """The shape of the auto attendant's example (section enable_api_notifications)."""
        incoming = leg.type == "incoming"
        local, remote = (leg.callee, leg.caller) if incoming else (leg.caller, leg.callee)
        info = self._state(leg)
        if leg.state != "terminated":
            info["connect_time"] = self._time(leg.connected_at, milliseconds=True)
            info["start_time"] = self._time(leg.started_at, milliseconds=True)
        return {
            "dialog_id": [leg.id, leg.tag],
            "direction": "recipient" if incoming else "initiator",
            "local_party": {**attendant_party(local, "forwarder_list"), "ivr": True},
            "remote_party": attendant_party(remote, "forwarders"),
            "sip_transport_id": "192.168.67.30:5070",
            "tracking_id": leg.tracking_id,
            **info,
        }

    def conference(self, room: Room) -> Shape:
        """The ConferenceInfo notification (section join_on_spot_conference)."""
        info: Shape = {
            "call": {"id": room.call_id, "tag": room.tag},
            "conference_name": room.name,
            "conference_owner_id": room.owner_id,
            "event": "ConferenceInfo",
            "start_time": self._time(room.started_at),
            "tracking_id": room.tracking_id,
            "status": "terminated" if room.ended_at else "started",
        }
        if room.ended_at:
            info["terminate_time"] = self._time(room.ended_at)
        return info

    def participant(self, participant: Participant) -> Shape:
        """The ParticipantInfo notification; `call.id` is that of the participant's own leg."""
        room, leg = participant.room, participant.leg
        return {
            "call": {"id": leg.id if leg else room.call_id, "tag": room.tag},
            "conference_name": room.name,
            "conference_owner_id": room.owner_id,
            "event": "ParticipantInfo",
            "hold": flag(participant.hold),
            "join_time": self._time(participant.joined_at),
            "leave_time": self._time(participant.left_at),
            "moderator": flag(participant.moderator),
            "mute": flag(participant.mute),
            "participant_id": participant.id,
            "tracking_id": participant.tracking_id,
        }

    def listed_participant(self, participant: Participant) -> Shape:
        """An entry of get_on_spot_conference_participant_list."""
        listed: Shape = {
            f"{participant.side}_id": participant.party.number,
            "moderator": flag(participant.moderator),
            "participant_id": participant.id,
            "mute": flag(participant.mute),
            "hold": flag(participant.hold),
            "join_time": self._time(participant.joined_at),
        }
        if participant.left_at is not None:
            listed["leave_time"] = self._time(participant.left_at)
        return listed

    def _time(self, moment: float | None, *, milliseconds: bool = False) -> str | None:
        shifted = None if moment is None else moment + self.clock_offset
        return stamp(shifted, milliseconds=milliseconds)

    def _state(self, leg: Leg) -> Shape:
        """The state, with what the document sends for that state only."""
        info: Shape = {"state": leg.state}
        if leg.previous_tracking_id:
            info["previous_tracking_id"] = leg.previous_tracking_id
        if leg.state in RINGING:
            info["start_time"] = self._time(leg.started_at)
        elif leg.state in TALKING and leg.state != "holding":  # its example has no connect_time
            info["connect_time"] = self._time(leg.connected_at)
        elif leg.state in WAITING and leg.queue is not None:
            position, operators = leg.queue.position(leg), len(leg.queue.operators)
            i_c_queue = leg.queue.i_c_queue
            info["connect_time"] = self._time(leg.connected_at)
            info["queue_info"] = {
                "i_c_queue": i_c_queue,
                "operators": operators,
                "position": position,
            }
        elif leg.state == "terminated":
            info |= self._ending(leg)
        return info

    def _ending(self, leg: Leg) -> Shape:
        since = leg.ended_at if leg.answered_at is None else leg.answered_at
        ending: Shape = {
            "duration": int((leg.ended_at or 0) - (since or 0)),
            "reason": leg.reason,
            "reason_code": leg.reason_code,
            "terminate_time": self._time(leg.ended_at),
        }
        if leg.transferred:
            ending["transfer_success"] = 1
        return ending


def heard(what: Heard) -> Shape:
    """The properties of SIPCallInfo that are "IVR notification specific"."""
    if what.event == "play_prompt_completed":
        return {"event": what.event, "order": what.order}
    return {"event": what.event, "digit": what.digit, "dtmf_duration": what.dtmf_duration}


def event(result: Shape) -> Shape:
    return {"action": "update", "event": EVENT, "result": result}


def party(who: Party) -> Shape:
    """SipCallerInfo structure; what is unknown is left out."""
    if who.access_number:
        return {"access_number": who.access_number}
    return {**_named(who), "forwarder_list": [_forwarder(each) for each in who.forwarders]}


def attendant_party(who: Party, forwarders: str) -> Shape:
    """A party in the queue's shape: `name` for the documented name, and the forwarders under
    another key on each side, as its example has them."""
    shape = _named(who)
    shape.setdefault("account_id", who.number)
    shape.setdefault("centrex_id", "10")
    if "display_name" in shape:
        shape["name"] = shape.pop("display_name")
    return {**shape, forwarders: [_forwarder(each) for each in who.forwarders], "net": "0"}


def _named(who: Party) -> Shape:
    properties = {
        "account_id": who.account_id,
        "centrex_id": who.centrex_id,
        "display_id": who.number,
        "display_name": who.name,
        "extension_id": who.extension_id,
        "huntgroup_id": who.huntgroup_id,
        "id": who.number,
    }
    return {name: value for name, value in properties.items() if value}


def _forwarder(who: Party) -> Shape:
    """SipForwarderAccountInfo structure, with the two properties that only its examples show."""
    return {**_named(who), "forwarders": []}
