"""Consulting a colleague about a caller: begin, change sides, complete, go back."""

from console.board import queries
from console.board.facts import ConsultStarted
from console.board.state import ANSWERED, HOLD, SETUP, Call
from console.links.chains import Hand, Verb, consultation, hold_others, leave_consultation
from console.links.commands import NotPossible
from console.links.steps import step
from console.links.transferring import send_to
from console.portasip.messages import LegId

NOT_ANSWERED = "Your colleague has not answered yet."


async def consult(hand: Hand) -> None:
    """Hold the caller; when that is accepted, call the colleague from the desk."""
    call, target = hand.call(), hand.target()
    own = hand.own_leg(call, ANSWERED)
    if hand.consult is not None:
        raise NotPossible("Finish the consultation first.")
    if hand.board.legs[own].state == "connected":
        await step("Hold failed", hand.control.hold(own))
    made = await step(
        "The caller is on hold, but the call to your colleague failed",
        hand.control.originate(hand.desk, hand.desk, target, auto_pickup=hand.command.auto_pickup),
    )
    hand.carrier.publish(
        ConsultStarted(
            desk=hand.desk,
            key=hand.command.key,
            caller=call.id,
            tracking_id=made.tracking_id,
            target=target,
            at=hand.carrier.clock(),
        )
    )


async def swap(hand: Hand) -> None:
    """Hold whoever talks to the desk; when that is accepted, take the other from hold."""
    caller, colleague = consultation(hand)
    first, second = hand.own_leg(caller, ANSWERED), hand.own_leg(colleague)
    if hand.board.legs[second].state in SETUP:
        raise NotPossible(NOT_ANSWERED)
    back_to_caller = hand.board.legs[first].state in HOLD
    own = first if back_to_caller else second
    await hold_others(hand, own)
    await step("The first is on hold, but Resume failed", hand.control.unhold(own))


async def complete(hand: Hand) -> None:
    """Join the caller and the colleague. While the colleague's phone rings there is no dialog that
    could be joined (section join_calls: "call dialogs established"): then, where the PBX's settings
    allow it, the consultation ends and the caller is sent after it."""
    caller, colleague = consultation(hand)
    if queries.consult_ready(hand.board, hand.desk):
        await _join(hand, caller, colleague)
    elif hand.services.early and not colleague.answered:
        await _send_early(hand, caller, colleague)
    else:
        raise NotPossible(NOT_ANSWERED)


async def back(hand: Hand) -> None:
    """End the consultation; when it is gone, take the caller from hold.

    After a consultation that nobody answered there is only the caller to take.
    """
    desk = hand.board.desks.get(hand.desk)
    if desk is not None and desk.consult is None and desk.unreached is not None:
        caller = hand.board.call(desk.unreached.caller)
    else:
        caller, colleague = consultation(hand)
        await leave_consultation(hand, colleague)
    if caller is None:
        raise NotPossible("The caller has hung up.")
    own = hand.own_leg(caller, ANSWERED)
    if hand.board.legs[own].state in HOLD:
        await hold_others(hand, own)
        await step("The consultation ended, but Resume failed", hand.control.unhold(own))


async def _join(hand: Hand, caller: Call, colleague: Call) -> None:
    ours = hand.own_leg(caller), hand.own_leg(colleague)
    remaining = _remaining(hand, caller), _remaining(hand, colleague)
    own = hand.carrier.join_legs == "own" or None in remaining
    if own and hand.carrier.join_legs == "remaining":
        raise NotPossible("The PBX does not show both parties, so it cannot join them.")
    pair = ours if own else remaining
    await hand.control.join(*pair)  # type: ignore[arg-type]


async def _send_early(hand: Hand, caller: Call, colleague: Call) -> None:
    """First the consultation must be gone: a phone that it rings is busy for the caller."""
    target = hand.consult.target if hand.consult else hand.target()
    await leave_consultation(hand, colleague)
    hand.own_leg(caller, ANSWERED)
    await step(
        "The consultation ended, but the transfer failed",
        send_to(hand, target, call=caller, safe=bool(hand.command.seconds)),
    )


def _remaining(hand: Hand, call: Call) -> LegId | None:
    """The leg of `call` that is not the desk's and stays when the desk leaves."""
    others = [leg for leg in hand.legs(call) if leg.extension != hand.desk]
    talking = [leg.id for leg in others if leg.state in ANSWERED]
    return talking[0] if talking else None


VERBS: dict[str, Verb] = {
    "consult": consult,
    "swap": swap,
    "complete": complete,
    "back": back,
}
