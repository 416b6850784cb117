"""The conferences of one desk: those it is in, and those it opened and may return to."""

from msgspec import Struct

from console.board.index import base
from console.board.state import ANSWERED, Board, BoardConference, Invitation, Leg, Participant


class Attendee(Struct, frozen=True):
    """One row of a conference. `participant` is the PBX's id, None for who is not in it.

    `state` is talking, muted, heard (on hold, but the others hear them), private (on hold and
    muted), joining, absent (the invitation came to nothing, `outcome` says why) or left.
    """

    place: int
    participant: int | None
    number: str
    name: str
    state: str
    is_self: bool
    since: float | None
    first_seen: float | None
    outcome: str = ""


class Room(Struct, frozen=True):
    """One conference as a desk sees it. `is_own`: opened by this desk, so its to command.

    `call` is the desk's call in it, "" while it is not in; `attendees` stand in the order of their
    rows, `count` of them are in it now.
    """

    id: str
    owner: str
    is_own: bool
    call: str
    attendees: tuple[Attendee, ...]
    count: int


def rooms_of(board: Board, desk: str) -> tuple[Room, ...]:
    """Those it is in come first, then in the order in which they began.

    One that it left is shown while somebody is in it, or may still join.
    """
    if not board.conferences:
        return ()
    legs = [board.legs[one] for one in board.index.extensions.get(desk, ())]
    ids = {board.index.conferences.get(base(leg.id.id)) for leg in legs}
    shown = [one for one in board.conferences.values() if one.owner == desk or one.id in ids]
    rooms = [_room(board, one, desk, legs) for one in shown]
    open_ones = [one for one in rooms if one.call or (one.is_own and _goes_on(one))]
    return tuple(sorted(open_ones, key=lambda one: (not one.call, int(one.id))))


def joining_room(board: Board, leg: Leg) -> BoardConference | None:
    """The conference into which the PBX calls the phone of this leg."""
    conference = board.conferences.get(board.index.conferences.get(base(leg.id.id), ""))
    if conference is None:
        return None
    calls = [base(one.call_id) for one in conference.invited if not one.outcome]
    return conference if base(leg.id.id) in calls else None


def _goes_on(room: Room) -> bool:
    return room.count > 0 or any(one.state == "joining" for one in room.attendees)


def _room(board: Board, conference: BoardConference, desk: str, legs: list[Leg]) -> Room:
    keys = conference.call_ids - {base(one.call_id) for one in conference.invited}
    own = [leg for leg in legs if leg.state in ANSWERED and base(leg.id.id) in keys]
    present = list(conference.participants.values())
    myself = _self(present, desk, own)
    rows = [
        *(_present(board, one, one.id == myself) for one in present),
        *(_invited(board, one, desk) for one in conference.invited),
        *(_row(board, one, "left", None, one.number == desk) for one in conference.gone),
    ]
    return Room(
        id=conference.short,
        owner=conference.owner,
        is_own=conference.owner == desk,
        call=own[0].call if own else "",
        attendees=tuple(sorted(rows, key=lambda one: one.place)),
        count=len(present),
    )


def _self(present: list[Participant], desk: str, own: list[Leg]) -> int | None:
    """The desk by its number, or by its leg where nobody else came by the same call."""
    for one in present:
        if one.number == desk:
            return one.id
    calls = [base(leg.id.id) for leg in own]
    mine = [one.id for one in present if not one.number and base(one.call_id) in calls]
    return mine[0] if len(mine) == 1 else None


def _present(board: Board, who: Participant, is_self: bool) -> Attendee:
    states = {
        (False, False): "talking",
        (True, False): "muted",
        (False, True): "heard",
        (True, True): "private",
    }
    return _row(board, who, states[who.mute, who.hold], who.id, is_self)


def _row(
    board: Board, who: Participant, state: str, participant: int | None, is_self: bool = False
) -> Attendee:
    return Attendee(
        place=who.place,
        participant=participant,
        number=who.number,
        name=who.name or _name(board, who.number),
        state=state,
        is_self=is_self,
        since=who.since,
        first_seen=None if state == "left" else who.seen,
    )


def _invited(board: Board, one: Invitation, desk: str) -> Attendee:
    return Attendee(
        place=one.place,
        participant=None,
        number=one.target,
        name=_name(board, one.target),
        state="absent" if one.outcome else "joining",
        is_self=one.target == desk,
        since=one.at,
        first_seen=None,
        outcome=one.outcome,
    )


def _name(board: Board, number: str) -> str:
    known = board.extensions.get(number)
    return known.name if known is not None else ""
