"""Conferences on the spot: each verb as the requests it sends, in their order.

A desk commands the conferences that it opened, and no others: of another desk's, the answer is the
same as of one that there is not.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from console.board import queries
from console.board.facts import CallConverted, ParticipantInvited
from console.board.index import base, call_key
from console.board.queries import parties
from console.board.state import ANSWERED, SETUP, BoardConference, Call
from console.links.commands import NotPossible
from console.links.steps import step
from console.portasip.conferencing import Options
from console.portasip.errors import Refused
from console.portasip.messages import LegId

if TYPE_CHECKING:
    from console.links.chains import Hand

MODERATOR = Options(moderator=True)
ENDED = "This conference has ended."
NOT_OURS = "Only the desk that opened this conference adds people to it."


async def conference(hand: "Hand", call: Call, target: str) -> None:
    """Turn the call into a conference, unless it is one; then invite the other party."""
    room = _room_of(hand, call)
    if room is not None and room.owner != hand.desk:
        raise NotPossible(NOT_OURS)
    name = room.name if room else await _converted(hand, call)
    made = await step(
        "The invitation failed"
        if room
        else "The conference has started, but the invitation failed",
        hand.control.join_conference(name, hand.desk, callee=target),
    )
    _tell_invited(hand, name, target, made)


async def _converted(hand: "Hand", call: Call) -> str:
    """The name of the conference that the call has become. The desk is its moderator: by that the
    PBX's participants can be told apart, whose numbers it may never tell."""
    own = hand.board.legs[hand.own_leg(call, ANSWERED)]
    name = f"Conference {hand.board.epoch}-{call.id}"
    party = parties.remote(own)
    sides = {"caller" if own.direction == "outgoing" else "callee": MODERATOR}
    await step(
        "The call could not become a conference",
        hand.control.convert_to_conference(own.id, name, **sides),
    )
    hand.carrier.publish(
        CallConverted(
            desk=hand.desk,
            name=name,
            owner=hand.desk,
            call_id=own.id.id,
            other=parties.number(party),
            display_name=parties.name(hand.board, party),
            at=hand.carrier.clock(),
        )
    )
    return name


async def mute(hand: "Hand") -> None:
    await _update(hand, mute=True)


async def unmute(hand: "Hand") -> None:
    await _update(hand, mute=False)


async def set_aside(hand: "Hand") -> None:
    """Both flags: on hold alone the others would still hear them (section
    SipOnSpotConferenceParticipantInfo structure)."""
    await _update(hand, mute=True, hold=True)


async def bring_back(hand: "Hand") -> None:
    await _update(hand, mute=False, hold=False)


async def remove(hand: "Hand") -> None:
    await _remove(hand, announce=True)


async def remove_quietly(hand: "Hand") -> None:
    await _remove(hand, announce=False)


async def rejoin(hand: "Hand") -> None:
    """Ring the desk's own phone: whoever picks up is back in the conference."""
    room = _room(hand)
    seen = next(
        (one for one in queries.rooms_of(hand.board, hand.desk) if one.id == room.short), None
    )
    if seen is not None and seen.call:
        raise NotPossible("You are in this conference already.")
    if any(one.target == hand.desk and not one.outcome for one in room.invited):
        raise NotPossible("Your phone rings already. Pick it up to return.")
    made = await hand.control.join_conference(
        room.name, room.owner, callee=hand.desk, options=MODERATOR
    )
    _tell_invited(hand, room.name, hand.desk, made)


async def end_for_all(hand: "Hand") -> None:
    """Who is still being called, then the others one by one, the desk last.

    The document knows no single request for it. A step that fails stops here, and the list shows
    who is left.
    """
    room = _room(hand)
    for leg in _ringing(hand, room):
        await step("An invitation could not be taken back", _gone(hand.control.terminate(leg)))
    others = [one for one in room.participants.values() if one.number != hand.desk]
    own = [one for one in room.participants.values() if one.number == hand.desk]
    for who in [*others, *own]:
        request = hand.control.remove_participant(room.name, room.owner, who.id, announce=False)
        await step("Not everybody could be removed", _gone(request))


async def _gone(request: Awaitable[None]) -> None:
    """Who has left meanwhile need not be removed; with the last of them the room itself ends."""
    try:
        await request
    except Refused as error:
        if not error.suffix.endswith("not_found"):
            raise


def _ringing(hand: "Hand", room: BoardConference) -> list[LegId]:
    """The phones that ring for this conference, because this desk invited them."""
    found: list[LegId] = []
    for one in room.invited:
        key = base(one.call_id)
        call = hand.board.call(hand.board.index.calls.get(call_key(key), ""))
        if not one.outcome and call is not None:
            legs = (hand.board.legs[leg] for leg in call.legs if base(leg.id) == key)
            found += [leg.id for leg in legs if leg.state in SETUP]
    return found


def _room(hand: "Hand") -> BoardConference:
    for one in hand.board.conferences.values():
        if one.short == hand.command.conference and one.owner == hand.desk:
            return one
    raise NotPossible(ENDED)


def _room_of(hand: "Hand", call: Call) -> BoardConference | None:
    found = hand.board.index.conferences
    ids = [found.get(base(leg.id)) for leg in call.legs]
    return next((hand.board.conferences[one] for one in ids if one), None)


def _participant(hand: "Hand", room: BoardConference) -> int:
    who = hand.command.participant
    if who is None or who not in room.participants:
        raise NotPossible("They have already left the conference.")
    return who


async def _update(hand: "Hand", *, mute: bool | None = None, hold: bool | None = None) -> None:
    room = _room(hand)
    who = _participant(hand, room)
    await hand.control.update_participant(room.name, room.owner, who, mute=mute, hold=hold)


async def _remove(hand: "Hand", *, announce: bool) -> None:
    room = _room(hand)
    who = _participant(hand, room)
    if room.participants[who].number == hand.desk:
        raise NotPossible("This is you. End leaves the conference.")
    await hand.control.remove_participant(room.name, room.owner, who, announce=announce)


def _tell_invited(hand: "Hand", name: str, target: str, call_id: str) -> None:
    hand.carrier.publish(
        ParticipantInvited(
            desk=hand.desk,
            name=name,
            owner=hand.desk,
            target=target,
            call_id=call_id,
            at=hand.carrier.clock(),
        )
    )


VERBS: "dict[str, Callable[[Hand], Awaitable[None]]]" = {
    "mute": mute,
    "unmute": unmute,
    "set-aside": set_aside,
    "bring-back": bring_back,
    "remove": remove,
    "remove-quietly": remove_quietly,
    "rejoin": rejoin,
    "end-for-all": end_for_all,
}
