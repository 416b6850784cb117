"""Each verb as the requests it sends, in the order of the design's table of commands.

A failed step stops the chain, leaves the caller held, and the sentence says which step failed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.board.facts import CallDialled, ConsultEnded
from console.board.services import Services
from console.board.state import ANSWERED, HOLD, SETUP, Board, Call, Consult, Leg
from console.links import conferring, sentences
from console.links.commands import Command, NotPossible
from console.links.picture import Picture
from console.links.steps import step
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
    def services(self) -> Services:
        return self.board.services

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
    """Whoever talks to the desk is put on hold first: one phone talks to one party."""
    own = hand.own_leg(hand.call(), ANSWERED)
    await hold_others(hand, own)
    await hand.control.unhold(own)


async def hold_others(hand: Hand, own: LegId) -> None:
    for leg in list(hand.board.index.extensions.get(hand.desk, {})):
        if leg != own and hand.board.legs[leg].state == "connected":
            await step("The other call could not be put on hold", hand.control.hold(leg))


async def end(hand: Hand) -> None:
    await hand.control.terminate(hand.own_leg(hand.call()))


async def take(hand: Hand) -> None:
    """Bring a waiting caller, or one who rings another phone, to the desk."""
    legs = hand.legs(hand.call())
    queued = [leg for leg in legs if leg.state == "queued"]
    ringing = [leg for leg in legs if leg.state in SETUP and leg.extension != hand.desk]
    incoming = [leg for leg in ringing if leg.direction == "incoming"]
    if not (queued or incoming):
        raise NotPossible("Somebody else has taken this call.")
    await hand.control.transfer((queued or incoming)[0].id, hand.desk)


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


async def conference(hand: Hand) -> None:
    """Turn the call, or the caller's after a consultation, into a conference and invite."""
    consulting = hand.consult
    if consulting is not None:
        call, colleague = consultation(hand)
        target = hand.command.target or consulting.target
        await leave_consultation(hand, colleague)
        own = hand.own_leg(call, ANSWERED)
        if hand.board.legs[own].state in HOLD:
            await step("Resume failed", hand.control.unhold(own))
    else:
        call, target = hand.call(), hand.target()
    await conferring.conference(hand, call, target)


def consultation(hand: Hand) -> tuple[Call, Call]:
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


async def leave_consultation(hand: Hand, colleague: Call) -> None:
    own = hand.own_leg(colleague)
    await step("The consultation could not be ended", hand.control.terminate(own))
    await hand.ended(own)
    hand.carrier.publish(ConsultEnded(desk=hand.desk, at=hand.carrier.clock()))


Verb = Callable[[Hand], Awaitable[None]]
VERBS: dict[str, Verb] = {
    "answer": answer,
    "hold": hold,
    "resume": resume,
    "end": end,
    "take": take,
    "dial": dial,
    "conference": conference,
    **conferring.VERBS,
}
