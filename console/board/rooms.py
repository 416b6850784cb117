"""Conferences on the board: found, begun, touched, dropped, and found by their calls.

A leg is in one conference at most, so a call id finds one conference at most. Were two to claim
the same, the index would depend on who came last, and a process that rebuilt it would disagree.
"""

from msgspec.structs import replace

from console.board.index import base, call_key
from console.board.state import Board, BoardConference, Touched

ENDED = 1000
"""Names and call ids of terminated conferences kept, so that no late fact opens one again."""


def named(owner: str, name: str) -> str:
    return f"{owner.strip()}/{name.strip()}"


def find(board: Board, call_id: str, owner: str, name: str) -> BoardConference | None:
    """A notification may name a conference otherwise than the list does: its call comes first."""
    found = board.index.conferences.get(base(call_id)) if call_id else None
    return board.conferences.get(found or named(owner, name))


def begin(board: Board, owner: str, name: str, at: float) -> BoardConference:
    conference = BoardConference(
        id=named(owner, name),
        name=name.strip(),
        owner=owner.strip(),
        short=str(board.next_conference),
        first_seen=at,
    )
    board.next_conference += 1
    board.conferences[conference.id] = conference
    return conference


def claim(board: Board, conference: BoardConference, call_id: str, touched: Touched) -> None:
    """From now on the call finds this conference, and no other."""
    if not call_id:
        return
    key = base(call_id)
    holder = board.conferences.get(board.index.conferences.get(key, ""))
    if holder is not None and holder is not conference:
        touch(board, holder, touched)
        _give_up(holder, key)
    board.index.conferences[key] = conference.id


def _give_up(holder: BoardConference, key: str) -> None:
    if base(holder.call_id) == key:
        holder.call_id = ""
    if holder.converted is not None and base(holder.converted.call_id) == key:
        holder.converted = None
    for who in [one for one in holder.participants.values() if base(one.call_id) == key]:
        holder.participants[who.id] = replace(who, call_id="")
    holder.invited = [one for one in holder.invited if one.outcome or base(one.call_id) != key]


def forget(board: Board, conference: BoardConference, call_id: str) -> None:
    """Something of the conference no longer has this call; perhaps nothing has."""
    key = base(call_id)
    if key not in conference.call_ids and board.index.conferences.get(key) == conference.id:
        del board.index.conferences[key]


def end(board: Board, conference: BoardConference, touched: Touched) -> None:
    """Terminated by the PBX: late facts must not open it again."""
    touch(board, conference, touched)
    drop(board, conference)
    for one in (conference.id, conference.call_id):
        if one:
            board.ended_conferences[one] = board.facts
    while len(board.ended_conferences) > ENDED:
        del board.ended_conferences[next(iter(board.ended_conferences))]


def drop(board: Board, conference: BoardConference) -> None:
    del board.conferences[conference.id]
    for one in conference.call_ids:
        if board.index.conferences.get(one) == conference.id:
            del board.index.conferences[one]


def touch(board: Board, conference: BoardConference, touched: Touched) -> None:
    """The calls in it show that they are."""
    conference.changed = board.facts
    touched.conferences.add(conference.id)
    for one in conference.call_ids:
        call = board.index.calls.get(call_key(one))
        if call is not None and call in board.calls:
            touched.calls.add(call)
