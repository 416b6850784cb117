"""Hold and resume. A leg's state says who holds: `holding` this side, `held` the other."""

from typing import TYPE_CHECKING

from .errors import INTERNAL_SERVER_ERROR, Refused
from .legs import TALKING, Call, Leg

if TYPE_CHECKING:
    from .world import World


def hold(world: "World", leg: Leg, *, by_notify: bool = False) -> None:
    """The party at `leg` puts the other on hold.

    `by_notify`: asked for by the API. A phone without NOTIFY "hold" leaves both sides `held`, by
    the PBX's own music (section hold_call).
    """
    _require_talking(leg)
    if by_notify and leg.call and not world.phone(leg.device).supports_notify:
        leg.call.both_held = True
    else:
        leg.holds = True
    _settle(world, leg)


def unhold(world: "World", leg: Leg) -> None:
    """The party at `leg` takes the other from hold (section unhold_call)."""
    _require_talking(leg)
    leg.holds = False
    if leg.call:
        leg.call.both_held = False
    _settle(world, leg)


def state_of(call: Call | None, leg: Leg) -> str:
    other = call.other(leg) if call else None
    if leg.holds:
        return "holding"
    if call and (call.both_held or (other and other.holds)):
        return "held"
    return "connected"


def _require_talking(leg: Leg) -> None:
    if leg.state not in TALKING:
        raise Refused(INTERNAL_SERVER_ERROR, f"the call is {leg.state}")


def _settle(world: "World", leg: Leg) -> None:
    legs = [leg]
    other = leg.call.other(leg) if leg.call else None
    if other is not None:
        legs.append(other)
    for each in legs:
        state = state_of(leg.call, each)
        if each.state in TALKING and each.state != state:
            world.become(each, state)
