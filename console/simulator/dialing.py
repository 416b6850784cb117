"""Calls begin, ring, are answered and end."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from . import conferencing, ivr, parking, queueing
from .agenda import Action
from .legs import RINGING, Call, Callback, Leg, Party
from .office import Extension

if TYPE_CHECKING:
    from .world import World

CLEARED = "Normal call clearing"


def dial(world: "World", caller: str, callee: str) -> Call:
    """A phone of the office dials: an outgoing leg, and an incoming one if the callee is ours."""
    phone = world.phone(caller)
    call = world.new_call(phone.party, world.party(callee))
    call.caller_leg = world.new_leg(call, "outgoing", phone.account_id, phone.account_id)
    world.tell(call.caller_leg)
    if is_outside(world, callee):
        schedule_ring(world, call.caller_leg, world.phone(callee))
    else:
        reach(world, call, callee, phone.account_id)
    return call


def arrive(world: "World", caller: Party, callee: str) -> Call:
    """Somebody calls in from outside. They have no leg of their own."""
    call = world.new_call(caller, world.party(callee))
    inside = world.office.outside_numbers.get(callee.removeprefix("+"))
    if inside is not None:
        reach(world, call, inside, "", forwarder=call.callee)
    else:
        reach(world, call, callee, "")
    return call


def originate(
    world: "World",
    caller: str,
    callee: str,
    *,
    auto_answer: bool = False,
    callback: Callback | None = None,
) -> Call:
    """Ring the caller's phone; when it is answered, the callee's (originate_advanced_call)."""
    phone = world.phone(caller)
    call = world.new_call(phone.party, world.party(callee), id=world.identifiers.made_call())
    call.dials, call.callback = callee, callback
    leg = world.new_leg(call, "outgoing", phone.account_id, phone.account_id)
    leg.callee = call.callee.without_account()
    leg.auto_answer = auto_answer
    call.caller_leg = leg
    world.tell(leg)
    schedule_ring(world, leg, phone)
    return call


def reach(
    world: "World",
    call: Call,
    number: str,
    account: str,
    leg_id: str = "",
    forwarder: Party | None = None,
) -> Leg:
    """Bring the callee's side of `call` to a number: a phone, a queue or a service code.

    `account` owns the leg when the number is not one of ours.
    """
    call.callee = world.party(number)
    if forwarder is not None:
        call.callee = call.callee.forwarded_by(forwarder)
    queue = world.queue(number)
    if queue is not None:
        return queueing.enter(world, call, queue, leg_id)
    if number in world.office.access_numbers:
        return ivr.enter(world, call, number, leg_id)
    device = _hunted(world, number)
    channel = device.account_id if device.i_account else account
    leg = world.new_leg(call, "incoming", device.account_id, channel, id=leg_id)
    call.callee_leg = leg
    world.tell(leg)
    schedule_ring(world, leg, device)
    return leg


def is_outside(world: "World", number: str) -> bool:
    office = world.office
    inside = office.extension(number) or office.hunt_group(number)
    if number in office.access_numbers:
        return False
    digits = number.removeprefix("+")
    return inside is None and digits.isdigit() and len(digits) >= 7


def ring(world: "World", leg: Leg, phone: Extension) -> None:
    """The phone rings, and does what its owner does."""
    if leg.state != "trying":
        return
    if not phone.i_account and phone.account_id.startswith("*"):
        _reach_code(world, leg, phone.account_id)
    elif not phone.i_account and not is_outside(world, phone.account_id):
        fail(world, leg, "Not Found", 404)
    elif not phone.is_registered:
        fail(world, leg, "Temporarily Unavailable", 480)
    else:
        _become_ringing(world, leg)
        leg.appointment = world.agenda.after(*_what_happens(world, leg, phone))


def _reach_code(world: "World", leg: Leg, code: str) -> None:
    """A service code: the PBX itself answers, voicemail and what else there is."""
    parks, picks_up = parking.slot_to_park_in(code), parking.slot_to_pick_up(code)
    waiting = parking.standing(world, parks or picks_up)
    if picks_up and (waiting is None or waiting.call is None):
        fail(world, leg, "Not Found", 404)
    elif picks_up and waiting is not None:
        parking.pick_up(world, leg, waiting)
    elif parks and waiting is not None:
        fail(world, leg, "Busy Here", 486)
    else:
        answer(world, leg)


def answer(world: "World", leg: Leg) -> None:
    """The ringing phone is answered."""
    if leg.state not in RINGING:
        return
    if leg.appointment:
        leg.appointment.cancel()
    world.become(leg, "connected")
    call = leg.call
    if call is None:
        conferencing.arrive(world, leg)
    elif call.dials and leg is call.caller_leg:
        number, call.dials = call.dials, ""
        reach(world, call, number, leg.account, leg_id=f"{call.id}~1o")
    else:
        _talk(world, call, leg)


def new_dialog(world: "World", leg: Leg) -> Leg:
    """Replace a ringing leg by one with a new tag, as answering by reconnecting does."""
    names = world.identifiers
    tag = names.outgoing_tag() if leg.type == "outgoing" else names.incoming_tag()
    new = replace(leg, tag=tag, appointment=None)
    call = leg.call
    if call is not None:
        call.caller_leg = new if leg is call.caller_leg else call.caller_leg
        call.callee_leg = new if leg is call.callee_leg else call.callee_leg
        call.offered = new if leg is call.offered else call.offered
    if leg.participant is not None:
        leg.participant.leg = new
    world.legs[new.id, new.tag] = new
    world.end_leg(leg, "Replaced by a new dialog")
    return new


def fail(world: "World", leg: Leg, reason: str, reason_code: int) -> None:
    """The phone does not take the call: it goes on to somebody else, or it ends."""
    call = leg.call
    if not leg.is_alive:
        return
    if leg.participant is not None:
        conferencing.leave(world, leg.participant, reason, reason_code)
    elif call is None:
        world.end_leg(leg, reason, reason_code)
    elif leg is call.offered:
        queueing.declined(world, call, leg, reason, reason_code)
    elif leg is call.callee_leg and (target := _forward_target(world, leg)):
        _forward(world, call, leg, target)
    else:
        world.end_call(call, reason, first=leg, reason_code=reason_code)


def hang_up(world: "World", leg: Leg, reason: str = CLEARED) -> None:
    """The party at this leg hangs up, refuses, or is disconnected by the API."""
    call = leg.call
    if not leg.is_alive:
        return
    if leg.participant is not None:
        conferencing.leave(world, leg.participant, reason)
    elif call is None:
        world.end_leg(leg, reason)
    elif leg is call.offered:
        queueing.declined(world, call, leg, reason, None)
    else:
        end(world, call, reason, leg)


def end(world: "World", call: Call, reason: str = CLEARED, first: Leg | None = None) -> None:
    """The whole call is over, for instance because the outside party hung up."""
    if not call.is_ended:
        world.end_call(call, reason, first=first)


def _talk(world: "World", call: Call, leg: Leg) -> None:
    if leg is call.offered:
        queueing.accepted(world, call, leg)
    other = call.other(leg)
    if other is None or not other.is_alive:
        return
    moved = other.show_other(leg.own_party) if call.callee_moved else False
    if other.state in RINGING:
        world.become(other, "connected")
    elif moved or other.state == "held":
        other.state = "connected"
        world.tell(other)  # the same connect_time as before (notification for the transferee)


def _become_ringing(world: "World", leg: Leg) -> None:
    world.become(leg, "ringing")
    other = leg.call.other(leg) if leg.call else None
    if leg.call and leg is not leg.call.offered and other and other.state in RINGING:
        if leg.call.callee_moved:
            other.show_other(leg.own_party)
        world.become(other, "ringing")


def _what_happens(world: "World", leg: Leg, phone: Extension) -> tuple[float, Action]:
    """How long the phone rings, and what ends it."""
    timings = world.timings
    if phone.refuses:
        return timings.refuse, partial(fail, world, leg, "Busy Here", 486)
    if leg.auto_answer:
        return timings.auto_pickup, partial(answer, world, leg)
    lifted = leg.type == "outgoing" and leg.device == phone.account_id
    if phone.picks_up and lifted:
        return timings.pickup, partial(answer, world, leg)
    if phone.answers and not lifted:
        return timings.answer, partial(answer, world, leg)
    queued = leg.call is not None and leg is leg.call.offered
    patience = timings.queue_ring if queued else timings.ring
    return patience, partial(fail, world, leg, "No Answer", 480)


def schedule_ring(world: "World", leg: Leg, phone: Extension) -> None:
    leg.rings = phone.account_id
    world.agenda.after(world.timings.trying, partial(ring, world, leg, phone))


def _hunted(world: "World", number: str) -> Extension:
    """A hunt group without a queue rings its first active member."""
    group = world.office.hunt_group(number)
    active = [account for account, is_active in group.members.items() if is_active] if group else []
    return world.phone(active[0] if active else number)


def _forward_target(world: "World", leg: Leg) -> str:
    """Where the phone forwards to; "" if nowhere, or back to somebody who has forwarded."""
    target = world.phone(leg.device).forwards_to
    passed = {leg.device, *(party.number for party in leg.callee.forwarders)}
    return "" if not target or world.party(target).number in passed else target


def _forward(world: "World", call: Call, leg: Leg, number: str) -> None:
    world.end_leg(leg, "Call forwarded")
    call.callee_moved = True
    reach(world, call, number, leg.account, forwarder=leg.callee)
