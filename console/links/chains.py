"""Each verb as the requests it sends, in the order of the design's table of commands.

A failed step stops the chain, leaves the caller held, and the sentence says which step failed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.board import queries
from console.board.facts import CallDialled, CallTransferred, ConsultEnded, ConsultStarted
from console.board.state import ANSWERED, SETUP, Board, Call, Consult, Leg
from console.links import conferring, sentences
from console.links.commands import Command, NotPossible
from console.links.picture import Picture
from console.links.steps import step as _step
from console.portasip.client import CallControl
from console.portasip.messages import LegId

if TYPE_CHECKING:
    from console.links.carrying import Carrier


@dataclass(frozen=True)
class Hand:
    """One command in the making: what was asked, what is known, and the PBX to ask."""

    command: Command
    picture: Picture
    control: CallControl
    carrier: "Carrier"

    @property
    def board(self) -> Board:
        return self.picture.board

    @property
    def desk(self) -> str:
        return self.command.desk

    @property
    def consult(self) -> Consult | None:
        desk = self.board.desks.get(self.desk)
        return desk.consult if desk else None

    def call(self) -> Call:
        call = self.board.call(self.command.call)
        if call is None:
            raise NotPossible(sentences.CALL_ENDED)
        return call

    def legs(self, call: Call) -> list[Leg]:
        return [self.board.legs[leg] for leg in call.legs]

    def own_leg(self, call: Call, states: frozenset[str] = SETUP | ANSWERED) -> LegId:
        """The desk's own leg of `call`: the only leg that most commands may name."""
        for leg in self.legs(call):
            if leg.extension == self.desk and leg.state in states:
                return leg.id
        raise NotPossible(sentences.CALL_ENDED)

    def target(self) -> str:
        if not self.command.target:
            raise NotPossible("Choose who first.")
        return self.command.target

    async def ended(self, leg: LegId) -> None:
        """Wait until `leg` is gone from the board."""
        within = self.carrier.step_within
        if not await self.picture.until(lambda board: leg not in board.legs, within):
            raise NotPossible("The PBX has not ended that call yet. The caller is still on hold.")


async def answer(hand: Hand) -> None:
    await hand.control.answer(hand.own_leg(hand.call(), SETUP))


async def hold(hand: Hand) -> None:
    await hand.control.hold(hand.own_leg(hand.call(), ANSWERED))


async def resume(hand: Hand) -> None:
    await hand.control.unhold(hand.own_leg(hand.call(), ANSWERED))


async def end(hand: Hand) -> None:
    await hand.control.terminate(hand.own_leg(hand.call()))


async def transfer(hand: Hand) -> None:
    """Blind transfer of the desk's own leg; from then on it may be pulled back."""
    call, target = hand.call(), hand.target()
    arrival = hand.board.next_arrival
    await hand.control.transfer(hand.own_leg(call), target)
    at = hand.carrier.clock()
    hand.carrier.publish(
        CallTransferred(desk=hand.desk, call=call.id, target=target, at=at, arrival=arrival)
    )


async def take(hand: Hand) -> None:
    """Bring a waiting caller, or one who rings another phone, to the desk."""
    legs = hand.legs(hand.call())
    queued = [leg for leg in legs if leg.state == "queued"]
    ringing = [leg for leg in legs if leg.state in SETUP and leg.extension != hand.desk]
    incoming = [leg for leg in ringing if leg.direction == "incoming"]
    if not (queued or incoming):
        raise NotPossible("Somebody else has taken this call.")
    await hand.control.transfer((queued or incoming)[0].id, hand.desk)


async def pull_back(hand: Hand) -> None:
    """Take back a blind transfer by the target's ringing leg, never by the caller's own."""
    pullback = queries.pullback(hand.board, hand.desk)
    if pullback is None or pullback.leg is None:
        raise NotPossible("They have already answered.")
    await hand.control.transfer(pullback.leg, hand.desk)


async def dial(hand: Hand) -> None:
    target = hand.target()
    made = await hand.control.originate(
        hand.desk, hand.desk, target, auto_pickup=hand.command.auto_pickup
    )
    hand.carrier.publish(
        CallDialled(
            desk=hand.desk,
            key=hand.command.key,
            target=target,
            tracking_id=made.tracking_id,
            at=hand.carrier.clock(),
        )
    )


async def consult(hand: Hand) -> None:
    """Hold the caller; when that is accepted, call the colleague from the desk."""
    call, target = hand.call(), hand.target()
    own = hand.own_leg(call, ANSWERED)
    if hand.board.legs[own].state == "connected":
        await _step("Hold failed", hand.control.hold(own))
    made = await _step(
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


async def complete(hand: Hand) -> None:
    """Join the caller and the colleague; both must be talking to the desk."""
    caller, colleague = _consultation(hand)
    if not queries.consult_ready(hand.board, hand.desk):
        raise NotPossible("Your colleague has not answered yet.")
    ours = hand.own_leg(caller), hand.own_leg(colleague)
    remaining = _remaining(hand, caller), _remaining(hand, colleague)
    own = hand.carrier.join_legs == "own" or None in remaining
    if own and hand.carrier.join_legs == "remaining":
        raise NotPossible("The PBX does not show both parties, so it cannot join them.")
    pair = ours if own else remaining
    await hand.control.join(*pair)  # type: ignore[arg-type]


async def back(hand: Hand) -> None:
    """End the consultation; when it is gone, take the caller from hold."""
    caller, colleague = _consultation(hand)
    await _leave_consultation(hand, colleague)
    await _step(
        "The consultation ended, but Resume failed",
        hand.control.unhold(hand.own_leg(caller, ANSWERED)),
    )


async def conference(hand: Hand) -> None:
    """Turn the call, or the caller's after a consultation, into a conference and invite."""
    consulting = hand.consult
    if consulting is not None:
        call, colleague = _consultation(hand)
        target = hand.command.target or consulting.target
        await _leave_consultation(hand, colleague)
        await _step("Resume failed", hand.control.unhold(hand.own_leg(call, ANSWERED)))
    else:
        call, target = hand.call(), hand.target()
    await conferring.conference(hand, call, target)


def _consultation(hand: Hand) -> tuple[Call, Call]:
    """The held caller's call and the consultation."""
    consulting = hand.consult
    if consulting is None:
        raise NotPossible("There is no consultation.")
    caller, colleague = hand.board.call(consulting.caller), hand.board.call(consulting.call)
    if caller is None:
        raise NotPossible("The caller has hung up.")
    if colleague is None:
        raise NotPossible("The consultation has ended.")
    return caller, colleague


def _remaining(hand: Hand, call: Call) -> LegId | None:
    """The leg of `call` that is not the desk's and stays when the desk leaves."""
    others = [leg for leg in hand.legs(call) if leg.extension != hand.desk]
    talking = [leg.id for leg in others if leg.state in ANSWERED]
    return talking[0] if talking else None


async def _leave_consultation(hand: Hand, colleague: Call) -> None:
    own = hand.own_leg(colleague)
    await _step("The consultation could not be ended", hand.control.terminate(own))
    await hand.ended(own)
    hand.carrier.publish(ConsultEnded(desk=hand.desk, at=hand.carrier.clock()))


Verb = Callable[[Hand], Awaitable[None]]
VERBS: dict[str, Verb] = {
    "answer": answer,
    "hold": hold,
    "resume": resume,
    "end": end,
    "transfer": transfer,
    "take": take,
    "pullback": pull_back,
    "dial": dial,
    "consult": consult,
    "complete": complete,
    "back": back,
    "conference": conference,
    **conferring.VERBS,
}
