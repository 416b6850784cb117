"""Blind transfers: to a person or a number, safely, to voicemail, to a mobile; and back."""

from console.board import queries
from console.board.facts import CallReturned, CallTransferred
from console.board.state import Call
from console.links.chains import Hand, Verb
from console.links.commands import NotPossible

ANSWERED_ALREADY = "They have already answered."
NOT_SHOWN = "The PBX does not show the phone that rings, so the caller cannot be brought back."
NO_VOICEMAIL = "Voicemail is not set up on this PBX. Ask your administrator."
NOBODYS_VOICEMAIL = "Only people of this PBX have a voicemail here."
NO_MOBILE = "Calls to mobiles are not set up on this PBX. Ask your administrator."


async def transfer(hand: Hand) -> None:
    """Of the desk's own leg; from then on it may be pulled back. Safe when it names seconds."""
    await send_to(hand, hand.target(), safe=bool(hand.command.seconds))


async def safe(hand: Hand) -> None:
    await send_to(hand, hand.target(), safe=True)


async def voicemail(hand: Hand) -> None:
    person = hand.board.extensions.get(hand.target())
    if not hand.services.voicemail:
        raise NotPossible(NO_VOICEMAIL)
    code = hand.services.voicemail_of(person.id, person.short) if person else ""
    if person is None or not code:
        raise NotPossible(NOBODYS_VOICEMAIL)
    await send_to(hand, code, kind="voicemail", person=person.id)


async def mobile(hand: Hand) -> None:
    code = hand.services.mobile_at(hand.target())
    if not code:
        raise NotPossible(NO_MOBILE)
    safe = bool(hand.command.seconds)
    await send_to(hand, code, kind="mobile", person=hand.command.person, safe=safe)


async def send_to(
    hand: Hand,
    number: str,
    *,
    call: Call | None = None,
    kind: str = "",
    person: str = "",
    safe: bool = False,
) -> None:
    """Transfer the desk's own leg of `call`, else of the command's, and tell the board."""
    call = call or hand.call()
    desk = hand.board.desks.get(hand.desk)
    slot = desk.slots.get(call.id) if desk else None
    who, name = queries.with_whom(hand.board, hand.desk, call.id)
    arrival = hand.board.next_arrival
    await hand.control.transfer(hand.own_leg(call), number)
    at = hand.carrier.clock()
    hand.carrier.publish(
        CallTransferred(
            desk=hand.desk,
            call=call.id,
            target=number,
            at=at,
            arrival=arrival,
            kind=kind,
            person=person,
            safe=safe,
            until=at + (hand.command.seconds or hand.services.safe_after),
            slot=slot,
            number=who,
            name=name,
        )
    )


async def pull_back(hand: Hand) -> None:
    """Take back a blind transfer by the target's ringing leg, never by the caller's own."""
    pullback = queries.pullback(hand.board, hand.desk, hand.command.call)
    if pullback is None:
        raise NotPossible(ANSWERED_ALREADY)
    await hand.control.transfer(pullback.leg, hand.desk)


async def bring_back(hand: Hand) -> None:
    """A safe transfer that nobody answered: the holder's own pull back."""
    pullback = queries.pullback(hand.board, hand.desk, hand.command.call)
    if pullback is None:
        raise NotPossible(NOT_SHOWN)
    await hand.control.transfer(pullback.leg, hand.desk)
    hand.carrier.publish(
        CallReturned(
            desk=hand.desk,
            call=hand.board.root(hand.command.call),
            target=pullback.person or pullback.target,
            at=hand.carrier.clock(),
        )
    )


VERBS: dict[str, Verb] = {
    "transfer": transfer,
    "safe": safe,
    "voicemail": voicemail,
    "mobile": mobile,
    "pullback": pull_back,
    "return": bring_back,
}
