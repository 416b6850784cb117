"""Attended transfer: the transferor leaves two calls, whose other parties talk from then on."""

from typing import TYPE_CHECKING

from .errors import INTERNAL_SERVER_ERROR, WRONG_PARAMETERS, Refused
from .legs import Call, Leg

if TYPE_CHECKING:
    from .world import World

REASON = "attended transfer"


def join(world: "World", first: Leg, second: Leg) -> Call:
    """Join two calls (section join_calls). Either leg of each call may be named.

    The survivors carry a new tracking_id and their previous one. If only one of them has a leg,
    because the other party is outside, it takes the tracking_id of the call it joins: otherwise
    nothing on the wire would say that the two belong together.
    """
    calls = _joinable(first), _joinable(second)
    if calls[0] is calls[1]:
        raise Refused(WRONG_PARAMETERS, "call and to_call are the same call")
    devices = {leg.device for leg in calls[0].legs} & {leg.device for leg in calls[1].legs}
    if not devices:
        raise Refused(WRONG_PARAMETERS, "the two calls have no party in common")
    transferors = [next(leg for leg in call.legs if leg.device in devices) for call in calls]
    joined = _joined(world, calls, transferors)
    for call, leg in zip(calls, transferors, strict=True):
        leave(world, call, leg)
    for survivor in joined.legs:
        reconnect(world, joined, survivor)
    return joined


def _joinable(leg: Leg) -> Call:
    if leg.call is None or not leg.call.is_connected:
        raise Refused(INTERNAL_SERVER_ERROR, f"the call is {leg.state}, both must be connected")
    return leg.call


def _joined(world: "World", calls: tuple[Call, Call], transferors: list[Leg]) -> Call:
    stays = [call.other(leg) for call, leg in zip(calls, transferors, strict=True)]
    parties = [call.other_party(leg) for call, leg in zip(calls, transferors, strict=True)]
    joined = world.new_call(parties[0], parties[1], id=calls[0].id)
    joined.caller_leg, joined.callee_leg = stays
    if stays[0] is None and stays[1] is not None:
        joined.tracking_id = calls[0].tracking_id
    elif stays[1] is None and stays[0] is not None:
        joined.tracking_id = calls[1].tracking_id
    return joined


def leave(world: "World", call: Call, leg: Leg, reason: str = REASON) -> None:
    call.is_ended = True
    world.calls.remove(call)
    leg.transferred = True
    world.end_leg(leg, reason)


def reconnect(world: "World", joined: Call, leg: Leg) -> None:
    leg.call = joined
    leg.holds = False
    leg.previous_tracking_id, leg.tracking_id = leg.tracking_id, joined.tracking_id
    leg.show_other(joined.other_party(leg))
    if leg.state == "connected":
        world.tell(leg)
    else:
        world.become(leg, "connected")
