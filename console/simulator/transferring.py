"""Blind transfer, which is also how waiting and ringing callers are taken and pulled back."""

from typing import TYPE_CHECKING

from . import dialing, parking
from .errors import INTERNAL_SERVER_ERROR, Refused
from .legs import TALKING, Call, Leg

if TYPE_CHECKING:
    from .world import World

REASON = "blind transfer"


def transfer(world: "World", leg: Leg, target: str) -> None:
    """Disconnect the transferor's leg and connect the other party with `target`.

    A queued leg and a leg that still rings may be the transferor, too: their caller goes on to
    the target. A caller's own leg drops the caller when nobody has answered yet.
    """
    call = leg.call
    if call is None or not leg.is_alive:
        raise Refused(INTERNAL_SERVER_ERROR, "a participant of a conference cannot be transferred")
    if parking.standing(world, parking.slot_to_park_in(target)):
        raise Refused(INTERNAL_SERVER_ERROR, "the park slot is taken")
    if leg is call.caller_leg and not _is_answered(call, leg):
        world.end_call(call, REASON, first=leg)
        return
    if leg is call.caller_leg:
        _turn_around(call)
    _end_callee_side(world, call, leg)
    call.callee_moved, call.both_held = True, False
    dialing.reach(world, call, target, leg.account, leg_id=leg.id)


def _is_answered(call: Call, leg: Leg) -> bool:
    callee = call.callee_leg or leg
    return callee.state in TALKING and not call.dials


def _turn_around(call: Call) -> None:
    """The one who stays becomes the caller, whoever called whom."""
    call.caller, call.callee = call.callee, call.caller
    call.caller_leg, call.callee_leg = call.callee_leg, call.caller_leg


def _end_callee_side(world: "World", call: Call, leg: Leg) -> None:
    legs = [leg, *(other for other in (call.callee_leg, call.offered) if other not in (leg, None))]
    call.callee_leg = call.offered = None
    for each in legs:
        if each is not None:
            world.end_leg(each, REASON)
