"""Park slots: a service code puts a caller into one, another code takes the caller out again.

A parked call is an ordinary call to the code, answered by the PBX with its music; the slot is taken
for as long as that leg lives. As after joining, survivors of a pick-up carry a new tracking_id.
"""

from typing import TYPE_CHECKING

from . import joining
from .legs import Leg

if TYPE_CHECKING:
    from .world import World

PARK, PICK_UP = "*68", "*69"
SLOTS = tuple(str(number) for number in range(701, 710))
REASON = "Call picked up"


def slot_to_park_in(number: str) -> str:
    """The slot that the code leads to; "" for any other number."""
    return _slot(number, PARK)


def slot_to_pick_up(number: str) -> str:
    return _slot(number, PICK_UP)


def standing(world: "World", slot: str) -> Leg | None:
    """The leg that stands in the slot."""
    legs = world.legs_at(f"{PARK}{slot}")
    return next((leg for leg in legs if leg.state == "connected"), None)


def parked(world: "World") -> dict[str, str]:
    """Slot to the number of who stands in it."""
    found = {slot: standing(world, slot) for slot in SLOTS}
    return {slot: leg.caller.number for slot, leg in found.items() if leg}


def pick_up(world: "World", leg: Leg, waiting: Leg) -> None:
    """Whoever dialled the code, which rings at `leg`, talks to the caller from now on."""
    dialled, call = leg.call, waiting.call
    if dialled is None or call is None or dialled.caller_leg is None:
        return
    joined = world.new_call(call.caller, dialled.caller, id=call.id)
    joined.caller_leg, joined.callee_leg = call.caller_leg, dialled.caller_leg
    if joined.caller_leg is None:
        joined.tracking_id = call.tracking_id
    joining.leave(world, call, waiting, REASON)
    joining.leave(world, dialled, leg, REASON)
    for survivor in joined.legs:
        joining.reconnect(world, joined, survivor)


def _slot(number: str, code: str) -> str:
    slot = number.removeprefix(code)
    return slot if number.startswith(code) and slot in SLOTS else ""
