"""What is really going on, as plain dictionaries: the yardstick for every picture of it."""

from typing import Any

from . import parking
from .legs import Leg
from .rooms import Room
from .world import World


def truth(world: World) -> dict[str, Any]:
    """Return `legs`, `queues`, `conferences` and `parked`; times are left out.

    A queue's `waiting` lists the legs in state `queued`, the first in line first. A conference's
    `participants` are those in the room now. `parked` is slot to number.
    """
    return {
        "legs": [_leg(leg) for leg in world.legs.values()],
        "queues": [
            {
                "i_c_queue": queue.i_c_queue,
                "name": queue.group.name,
                "huntgroup_id": queue.group.id,
                "operators": len(queue.operators),
                "waiting": [
                    {"id": leg.id, "tag": leg.tag, "number": leg.caller.number}
                    for leg in queue.waiting
                ],
            }
            for queue in world.queues.values()
        ],
        "conferences": [_conference(room) for room in world.rooms],
        "parked": parking.parked(world),
    }


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "id": leg.id,
        "tag": leg.tag,
        "state": leg.state,
        "type": leg.type,
        "account": leg.account,
        "device": leg.device,
        "caller": leg.caller.number,
        "callee": leg.callee.number,
        "tracking_id": leg.tracking_id,
        "previous_tracking_id": leg.previous_tracking_id,
        "i_c_queue": leg.queue.i_c_queue if leg.queue else None,
    }


def _conference(room: Room) -> dict[str, Any]:
    return {
        "name": room.name,
        "owner_id": room.owner_id,
        "i_customer": room.i_customer,
        "call_id": room.call_id,
        "participants": [
            {
                "participant_id": participant.id,
                "number": participant.party.number,
                "leg": [participant.leg.id, participant.leg.tag] if participant.leg else None,
                "moderator": participant.moderator,
                "mute": participant.mute,
                "hold": participant.hold,
                "quiet_mode": participant.quiet_mode,
            }
            for participant in room.present
        ],
    }
