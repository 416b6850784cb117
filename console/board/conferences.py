"""What the PBX says about on-the-spot conferences and who takes part.

A notification may name a conference otherwise than the list does, so one is found by a call id
first and by owner and name after that.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from console.board import invitations, rooms
from console.board.index import base
from console.board.state import Board, BoardConference, Participant, Touched
from console.portasip.messages import (
    CallsListed,
    Conference,
    ConferenceChanged,
    ParticipantChanged,
)


def change(board: Board, fact: ConferenceChanged, touched: Touched) -> None:
    conference = rooms.find(board, fact.call_id, fact.owner, fact.name)
    if fact.status == "terminated":
        if conference is None:
            board.count("duplicate")
        else:
            rooms.end(board, conference, touched)
        return
    if fact.status != "started":
        board.count("unknown_state")
    if conference is None:
        if _is_late(board, fact):
            return
        conference = rooms.begin(board, fact.owner, fact.name, fact.at)
    elif not fact.call_id or conference.call_id:
        conference.changed = board.facts
        board.count("duplicate")
        return
    rooms.claim(board, conference, fact.call_id, touched)
    conference.call_id = fact.call_id
    rooms.touch(board, conference, touched)


def take_part(board: Board, fact: ParticipantChanged, touched: Touched) -> None:
    conference = rooms.find(board, fact.call_id, fact.owner, fact.name)
    if fact.left:
        _leave(board, conference, fact, touched)
        return
    if conference is None:
        if _is_late(board, fact):
            return
        conference = rooms.begin(board, fact.owner, fact.name, fact.at)
    conference.changed = board.facts
    known = conference.participants.get(fact.participant)
    now = _participant(known, fact)
    if now == known:
        board.count("duplicate")
        return
    if known is not None:
        # Also the call that it was in, should it be another now.
        rooms.touch(board, conference, touched)
    rooms.claim(board, conference, now.call_id, touched)
    conference.participants[fact.participant] = now
    invitations.identify(conference)
    _place(conference)
    if known is not None:
        rooms.forget(board, conference, known.call_id)
    rooms.touch(board, conference, touched)


def _is_late(board: Board, fact: ConferenceChanged | ParticipantChanged) -> bool:
    """Names come back, call ids do not."""
    late = bool(fact.call_id) and fact.call_id in board.ended_conferences
    if late:
        board.count("late")
    return late


def _participant(known: Participant | None, fact: ParticipantChanged) -> Participant:
    """What the fact leaves out stays as it was."""
    old = known or Participant(id=fact.participant, since=fact.at, seen=fact.at)
    now = replace(
        old,
        call_id=fact.call_id or old.call_id,
        number=fact.number or old.number,
        mute=old.mute if fact.mute is None else fact.mute,
        hold=old.hold if fact.hold is None else fact.hold,
        moderator=old.moderator if fact.moderator is None else fact.moderator,
    )
    if (now.mute, now.hold) != (old.mute, old.hold):
        now.since = fact.at
    return now


def _place(conference: BoardConference) -> None:
    """A row for whoever has none yet."""
    for who in conference.participants.values():
        if not who.place:
            who.place = invitations.place_of(conference, who.number)


def _leave(
    board: Board, conference: BoardConference | None, fact: ParticipantChanged, touched: Touched
) -> None:
    if conference is None or fact.participant not in conference.participants:
        board.count("duplicate")
        return
    rooms.touch(board, conference, touched)
    gone = conference.participants.pop(fact.participant)
    invitations.depart(conference, gone, fact.at)
    rooms.forget(board, conference, gone.call_id)


def show(board: Board, fact: CallsListed, touched: Touched) -> None:
    """A list of conferences decides which live, save those that changed since it was asked for."""
    if fact.conferences is None:
        return
    unmatched = {one.id: one for one in board.conferences.values() if one.changed <= fact.since}
    for listed in fact.conferences:
        known = _listed(board, listed, unmatched.values())
        if known is not None:
            unmatched.pop(known.id, None)
        _show(board, listed, known, fact, touched)
    for gone in unmatched.values():
        if gone.id in board.conferences:
            rooms.touch(board, gone, touched)
            rooms.drop(board, gone)
            board.count("ghosts")
    for one in list(board.conferences.values()):
        invitations.review(board, one, fact.since, touched)


def _listed(
    board: Board, listed: Conference, unmatched: Iterable[BoardConference]
) -> BoardConference | None:
    """The conference that the list means: by name, by a call id, or as its owner's only one."""
    known = board.conferences.get(rooms.named(listed.owner, listed.name))
    for one in listed.participants:
        if known is None and one.call_id:
            known = board.conferences.get(board.index.conferences.get(base(one.call_id), ""))
    if known is not None:
        return known
    owned = [one for one in unmatched if one.owner == listed.owner.strip()]
    return owned[0] if len(owned) == 1 else None


def _show(
    board: Board,
    listed: Conference,
    known: BoardConference | None,
    fact: CallsListed,
    touched: Touched,
) -> None:
    name = rooms.named(listed.owner, listed.name)
    since = board.ended_conferences.get(name, 0) if known is None else known.changed
    if since > fact.since:
        return
    if known is not None:
        now = _as_listed(known, listed, fact.at)
        if _same(known, now):
            return
        rooms.touch(board, known, touched)
        rooms.drop(board, known)
        board.conferences[name] = now
    else:
        now = rooms.begin(board, listed.owner, listed.name, fact.at)
        _fill(now, {}, listed, fact.at)
    for call_id in now.call_ids:
        rooms.claim(board, now, call_id, touched)
    rooms.touch(board, now, touched)
    now.changed = fact.since


def _as_listed(known: BoardConference, listed: Conference, at: float) -> BoardConference:
    """Its name and its participants are the list's; the rest only facts could tell."""
    now = replace(
        known,
        id=rooms.named(listed.owner, listed.name),
        name=listed.name.strip(),
        owner=listed.owner.strip(),
        participants={},
        invited=list(known.invited),
        gone=list(known.gone),
    )
    _fill(now, known.participants, listed, at)
    return now


def _fill(
    conference: BoardConference, old: dict[int, Participant], listed: Conference, at: float
) -> None:
    for one in listed.participants:
        known = old.get(one.participant) or Participant(one.participant, seen=at)
        conference.participants[one.participant] = _participant(known, one)
    for who in old.values():
        if who.id not in conference.participants:
            invitations.depart(conference, who, None)
    invitations.identify(conference)
    _place(conference)


def _same(known: BoardConference, now: BoardConference) -> bool:
    return known.id == now.id and known.participants == now.participants
