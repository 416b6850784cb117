"""On-the-spot conferences and who takes part.

A notification may name a conference otherwise than the list does, so one is found by a call id
first and by owner and name after that.
"""

from collections.abc import Iterable

from console.board.index import base, call_key
from console.board.state import Board, BoardConference, Participant, Touched
from console.portasip.messages import (
    CallsListed,
    Conference,
    ConferenceChanged,
    ParticipantChanged,
)

ENDED = 1000
"""Names and call ids of terminated conferences kept, so that no late fact opens one again."""


def named(owner: str, name: str) -> str:
    return f"{owner.strip()}/{name.strip()}"


def change(board: Board, fact: ConferenceChanged, touched: Touched) -> None:
    conference = _find(board, fact)
    if fact.status == "terminated":
        if conference is None:
            board.count("duplicate")
        else:
            _end(board, conference, touched)
        return
    if fact.status != "started":
        board.count("unknown_state")
    if conference is None:
        if _is_late(board, fact):
            return
        conference = _begin(board, fact)
    elif not fact.call_id or conference.call_id:
        conference.changed = board.facts
        board.count("duplicate")
        return
    conference.call_id = fact.call_id
    _index(board, conference, fact.call_id)
    _touch(board, conference, touched)


def take_part(board: Board, fact: ParticipantChanged, touched: Touched) -> None:
    conference = _find(board, fact)
    if fact.left:
        _leave(board, conference, fact, touched)
        return
    if conference is None:
        if _is_late(board, fact):
            return
        conference = _begin(board, fact)
    conference.changed = board.facts
    known = conference.participants.get(fact.participant)
    now = _participant(known, fact)
    if now == known:
        board.count("duplicate")
        return
    if known is not None:
        _touch(board, conference, touched)  # also the call that it was in, should it be another now
    conference.participants[fact.participant] = now
    _index(board, conference, now.call_id)
    if known is not None:
        _forget(board, conference, known)
    _touch(board, conference, touched)


def _find(board: Board, fact: ConferenceChanged | ParticipantChanged) -> BoardConference | None:
    found = board.index.conferences.get(base(fact.call_id)) if fact.call_id else None
    return board.conferences.get(found or named(fact.owner, fact.name))


def _is_late(board: Board, fact: ConferenceChanged | ParticipantChanged) -> bool:
    """Names come back, call ids do not."""
    late = bool(fact.call_id) and fact.call_id in board.ended_conferences
    if late:
        board.count("late")
    return late


def _begin(board: Board, fact: ConferenceChanged | ParticipantChanged) -> BoardConference:
    conference = BoardConference(
        id=named(fact.owner, fact.name),
        name=fact.name.strip(),
        owner=fact.owner.strip(),
        first_seen=fact.at,
    )
    board.conferences[conference.id] = conference
    return conference


def _participant(known: Participant | None, fact: ParticipantChanged) -> Participant:
    """What the fact leaves out stays as it was."""
    old = known or Participant(id=fact.participant, joined=fact.at)
    return Participant(
        id=fact.participant,
        call_id=fact.call_id or old.call_id,
        number=fact.number or old.number,
        mute=old.mute if fact.mute is None else fact.mute,
        hold=old.hold if fact.hold is None else fact.hold,
        moderator=old.moderator if fact.moderator is None else fact.moderator,
        joined=old.joined,
    )


def _leave(
    board: Board, conference: BoardConference | None, fact: ParticipantChanged, touched: Touched
) -> None:
    if conference is None or fact.participant not in conference.participants:
        board.count("duplicate")
        return
    gone = conference.participants[fact.participant]
    _touch(board, conference, touched)
    del conference.participants[fact.participant]
    _forget(board, conference, gone)


def _forget(board: Board, conference: BoardConference, gone: Participant) -> None:
    if base(gone.call_id) not in _call_ids(conference):
        _unindex(board, conference, base(gone.call_id))


def _end(board: Board, conference: BoardConference, touched: Touched) -> None:
    _touch(board, conference, touched)
    _drop(board, conference)
    for one in (conference.id, conference.call_id):
        if one:
            board.ended_conferences[one] = board.facts
    while len(board.ended_conferences) > ENDED:
        del board.ended_conferences[next(iter(board.ended_conferences))]


def _drop(board: Board, conference: BoardConference) -> None:
    del board.conferences[conference.id]
    for one in _call_ids(conference):
        _unindex(board, conference, one)


def _unindex(board: Board, conference: BoardConference, base_id: str) -> None:
    if board.index.conferences.get(base_id) == conference.id:
        del board.index.conferences[base_id]


def _call_ids(conference: BoardConference) -> set[str]:
    ids = [conference.call_id, *(one.call_id for one in conference.participants.values())]
    return {base(one) for one in ids if one}


def _index(board: Board, conference: BoardConference, call_id: str) -> None:
    if call_id:
        board.index.conferences[base(call_id)] = conference.id


def _touch(board: Board, conference: BoardConference, touched: Touched) -> None:
    """The calls in it show that they are."""
    conference.changed = board.facts
    touched.conferences.add(conference.id)
    for one in _call_ids(conference):
        call = board.index.calls.get(call_key(one))
        if call is not None and call in board.calls:
            touched.calls.add(call)


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
        _touch(board, gone, touched)
        _drop(board, gone)
        board.count("ghosts")


def _listed(
    board: Board, listed: Conference, unmatched: Iterable[BoardConference]
) -> BoardConference | None:
    """The conference that the list means: by name, by a call id, or as its owner's only one."""
    known = board.conferences.get(named(listed.owner, listed.name))
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
    name = named(listed.owner, listed.name)
    since = board.ended_conferences.get(name, 0) if known is None else known.changed
    if since > fact.since:
        return
    now = BoardConference(
        id=name,
        name=listed.name.strip(),
        owner=listed.owner.strip(),
        call_id=known.call_id if known else "",
        first_seen=known.first_seen if known else fact.at,
        changed=fact.since,
    )
    old = known.participants if known else {}
    for one in listed.participants:
        now.participants[one.participant] = _participant(old.get(one.participant), one)
    if known is not None:
        if _same(known, now):
            return
        _touch(board, known, touched)
        _drop(board, known)
    board.conferences[name] = now
    for call_id in _call_ids(now):
        board.index.conferences[call_id] = name
    _touch(board, now, touched)
    now.changed = fact.since


def _same(known: BoardConference, now: BoardConference) -> bool:
    return known.id == now.id and known.participants == now.participants
