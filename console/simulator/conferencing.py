"""On-the-spot conferences: calls become rooms, parties are dialled in, people leave."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import INTERNAL_SERVER_ERROR, SERVICE_NOT_ENABLED, WRONG_PARAMETERS, Refused
from .legs import Call, Leg, Party
from .rooms import Participant, Room

if TYPE_CHECKING:
    from .world import World


@dataclass(frozen=True)
class Wishes:
    """How a participant comes in (SipOnSpotConferenceParticipantInfo structure)."""

    moderator: bool = False
    mute: bool = False
    hold: bool = False
    quiet_mode: bool = False
    wait_for_moderator: bool = False
    max_participants: int | None = None


def find_room(world: "World", name: str, owner_id: str = "") -> Room | None:
    """Return the room of this name that is not over; names are compared stripped."""
    for room in world.rooms:
        is_owners = not owner_id.strip() or room.owner_id == owner_id.strip()
        if room.ended_at is None and room.name == name.strip() and is_owners:
            return room
    return None


def convert(world: "World", leg: Leg, name: str, caller: Wishes, callee: Wishes) -> Room:
    """Turn a call into a conference; its two parties are participants 1 and 2.

    Their legs stay as they are. The owner is the account of the leg that the request names.
    """
    call = leg.call
    if call is None or not call.is_connected:
        raise Refused(INTERNAL_SERVER_ERROR, f"the call is {leg.state}")
    room = _open(world, name, leg.account, call.id, call.tracking_id)
    room.waits_for_moderator = caller.wait_for_moderator or callee.wait_for_moderator
    call.is_ended = True
    world.calls.remove(call)
    world.tell(room)
    sides = (("caller", call.caller, call.caller_leg), ("callee", call.callee, call.callee_leg))
    for (side, party, each), wishes in zip(sides, (caller, callee), strict=True):
        participant = _participant(room, party, side, each, wishes)
        participant.tracking_id = each.tracking_id if each else call.tracking_id
        _move_in(world, participant)
    return room


def invite(
    world: "World", name: str, owner_id: str, caller_id: str, callee: str, wishes: Wishes
) -> Leg:
    """Dial a party into a room, which is created if there is none (join_on_spot_conference)."""
    from . import dialing

    room = find_room(world, name, owner_id)
    leg_id = world.identifiers.made_call()
    is_new = room is None
    if room is None:
        room = _open(world, name, owner_id, leg_id, world.identifiers.tracking())
    limit = wishes.max_participants or room.max_participants
    if limit is not None and len(room.present) + len(room.expected) >= limit:
        raise Refused(INTERNAL_SERVER_ERROR, "the room is full")
    room.max_participants = limit
    room.waits_for_moderator = room.waits_for_moderator or wishes.wait_for_moderator
    leg = _dialled(world, leg_id, caller_id or owner_id, callee, owner_id)
    _participant(room, leg.callee, "callee", leg, wishes).tracking_id = leg.tracking_id
    if is_new:
        world.tell(room)
    world.tell(leg)
    dialing.schedule_ring(world, leg, world.phone(callee))
    return leg


def arrive(world: "World", leg: Leg) -> None:
    """A party who was dialled in has answered."""
    if leg.participant is not None:
        _move_in(world, leg.participant)


def leave(
    world: "World", participant: Participant, reason: str, reason_code: int | None = None
) -> None:
    """A participant hangs up, is removed, or did not answer the invitation."""
    if participant.left_at is not None:
        return
    was_present = participant.is_present
    participant.left_at = world.now
    if participant.leg is not None:
        world.end_leg(participant.leg, reason, reason_code)
    if was_present:
        world.tell(participant)
    _close_if_over(world, participant.room, participant)


def update(
    world: "World", participant: Participant, *, mute: bool | None, hold: bool | None
) -> None:
    """Mute: not heard. Hold: does not hear. None leaves a flag as it is."""
    participant.mute = participant.mute if mute is None else mute
    participant.hold = participant.hold if hold is None else hold
    world.tell(participant)


def _open(world: "World", name: str, owner_id: str, call_id: str, tracking_id: str) -> Room:
    owner = world.office.extension(owner_id)
    if owner is None:
        raise Refused(WRONG_PARAMETERS, "conference_info.owner_id: not an account of this customer")
    if not owner.has_conferencing:
        raise Refused(SERVICE_NOT_ENABLED, owner.account_id)
    if find_room(world, name, owner_id):
        raise Refused(WRONG_PARAMETERS, f"conference_info.name: {name.strip()} exists already")
    i_customer, tag = world.office.i_customer, world.identifiers.media_tag()
    room = Room(name.strip(), owner.account_id, i_customer, call_id, tag, tracking_id, world.now)
    world.rooms.append(room)
    return room


def _participant(
    room: Room, party: Party, side: str, leg: Leg | None, wishes: Wishes
) -> Participant:
    participant = Participant(
        room,
        len(room.participants) + 1,
        party,
        side,
        leg,
        moderator=wishes.moderator,
        mute=wishes.mute,
        hold=wishes.hold,
        quiet_mode=wishes.quiet_mode,
    )
    room.participants.append(participant)
    if leg is not None:
        leg.call, leg.participant = None, participant
    return participant


def _dialled(world: "World", leg_id: str, caller_id: str, callee: str, owner_id: str) -> Leg:
    phone = world.phone(callee)
    call = Call(leg_id, world.identifiers.tracking(), world.party(caller_id), phone.party)
    channel = phone.account_id if phone.i_account else owner_id
    return world.new_leg(call, "incoming", phone.account_id, channel)


def _move_in(world: "World", participant: Participant) -> None:
    leg = participant.leg
    participant.joined_at = world.now
    if leg is not None and leg.state in ("held", "holding"):
        leg.holds = False
        world.become(leg, "connected")
    world.tell(participant)


def _close_if_over(world: "World", room: Room, left: Participant) -> None:
    """The room ends with its last participant, or with the moderator it waits for.

    Parties without a leg cannot be seen or sent away one by one: they leave with the last leg.
    """
    if room.ended_at is not None:
        return
    has_moderator = any(p.moderator for p in room.present)
    is_orphaned = room.waits_for_moderator and left.moderator and not has_moderator
    is_seen = any(p.leg for p in room.present) or room.expected
    if is_seen and not is_orphaned:
        return
    room.ended_at = world.now
    world.rooms.remove(room)
    for participant in room.present + room.expected:
        leave(world, participant, "Conference ended")
    world.tell(room)
