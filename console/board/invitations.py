"""Who is called into a conference, and who its participants are.

The PBX names participants by number in its lists alone, if at all (notes, row 17): what this
console asked for says who they are, and that somebody is still to join.
"""

from msgspec.structs import replace

from console.board import rooms
from console.board.facts import BoardFact, CallConverted, ParticipantInvited
from console.board.index import base, call_key
from console.board.state import (
    Board,
    BoardConference,
    Converted,
    Invitation,
    Participant,
    Touched,
)
from console.portasip.messages import LegChanged

KEPT = 8
"""Invitations and former participants kept per conference, the newest: as many rows as say
something to anybody."""


def convert(board: Board, fact: CallConverted, touched: Touched) -> None:
    conference = _known(board, fact)
    if conference is None:
        return
    before = conference.converted
    conference.converted = Converted(fact.call_id, fact.desk, fact.other, fact.display_name)
    if before is not None:
        rooms.forget(board, conference, before.call_id)
    rooms.claim(board, conference, fact.call_id, touched)
    identify(conference)
    rooms.touch(board, conference, touched)


def invite(board: Board, fact: ParticipantInvited, touched: Touched) -> None:
    """Who is invited again keeps the row."""
    conference = _known(board, fact)
    if conference is None:
        return
    again = [one for one in conference.invited if one.target == fact.target]
    for one in again:
        conference.invited.remove(one)
        rooms.forget(board, conference, one.call_id)
    place = again[-1].place if again else place_of(conference, fact.target)
    invitation = Invitation(fact.call_id, fact.target, fact.at, place, changed=board.facts)
    if fact.call_id and _is_over(board, base(fact.call_id)):
        invitation.outcome = "unknown"
    conference.invited.append(invitation)
    if not invitation.outcome:
        rooms.claim(board, conference, fact.call_id, touched)
    for forgotten in conference.invited[:-KEPT]:
        conference.invited.remove(forgotten)
        rooms.forget(board, conference, forgotten.call_id)
    identify(conference)
    rooms.touch(board, conference, touched)


def _known(board: Board, fact: CallConverted | ParticipantInvited) -> BoardConference | None:
    conference = rooms.find(board, fact.call_id, fact.owner, fact.name)
    if conference is not None:
        return conference
    names = rooms.named(fact.owner, fact.name), fact.call_id
    if any(one and one in board.ended_conferences for one in names):
        board.count("late")
        return None
    return rooms.begin(board, fact.owner, fact.name, fact.at)


def place_of(conference: BoardConference, number: str) -> int:
    """The row of who was here before, else a new one."""
    for one in conference.gone:
        if number and one.number == number:
            conference.gone.remove(one)
            return one.place
    conference.places += 1
    return conference.places


def identify(conference: BoardConference) -> None:
    """Whoever came by one of our calls is whom we called, and takes that invitation's row."""
    for who in list(conference.participants.values()):
        known = _identified(conference, who)
        for followed in [one for one in conference.invited if _is_followed(one, known)]:
            conference.invited.remove(followed)
            known = replace(known, place=followed.place)
        conference.participants[who.id] = known
    numbers = {who.number for who in conference.participants.values()} - {""}
    conference.gone = [who for who in conference.gone if who.number not in numbers]


def _is_followed(invitation: Invitation, who: Participant) -> bool:
    by_call = bool(invitation.call_id) and base(invitation.call_id) == base(who.call_id)
    return by_call or (invitation.target == who.number and not invitation.call_id)


def _identified(conference: BoardConference, who: Participant) -> Participant:
    if who.number or not who.call_id:
        return who
    for one in conference.invited:
        if base(one.call_id) == base(who.call_id):
            return replace(who, number=one.target)
    converted = conference.converted
    if converted is None or base(converted.call_id) != base(who.call_id):
        return who
    if who.moderator:
        return replace(who, number=converted.desk)
    # Only beside the desk: a PBX that leaves the flag out would make the caller of everybody.
    sides = [one for one in conference.participants.values() if one.call_id == who.call_id]
    if any(one.moderator or one.number == converted.desk for one in sides):
        return replace(who, number=converted.other, name=converted.name)
    return who


def depart(conference: BoardConference, who: Participant, at: float | None) -> None:
    """They keep their row for a while, as somebody who left."""
    conference.gone = [*conference.gone, replace(who, since=at)][-KEPT:]


def settle(board: Board, fact: BoardFact, touched: Touched) -> None:
    """After any fact that touched calls: an invitation is over with the phone that rang for it."""
    if not board.index.conferences:
        return
    reason = fact.reason_code if isinstance(fact, LegChanged) else ""
    for call in [one for one in map(board.remembered, touched.calls) if one is not None]:
        for key in call.call_ids:
            conference = board.conferences.get(board.index.conferences.get(key, ""))
            if conference is not None and _is_over(board, key):
                _close(board, conference, key, reason, touched)


def _close(
    board: Board, conference: BoardConference, key: str, reason: str, touched: Touched
) -> None:
    for one in conference.invited:
        if not one.outcome and base(one.call_id) == key:
            rooms.touch(board, conference, touched)
            one.outcome = reason or "unknown"
            rooms.forget(board, conference, key)


def review(board: Board, conference: BoardConference, since: int, touched: Touched) -> None:
    """A list has told which legs live: an invitation older than its request, whose leg is not
    among them, is over."""
    for one in list(conference.invited):
        if one.outcome or one.changed > since:
            continue
        if not one.call_id:
            rooms.touch(board, conference, touched)
            conference.invited.remove(one)
        elif not _rings(board, base(one.call_id)):
            _close(board, conference, base(one.call_id), "", touched)


def _is_over(board: Board, key: str) -> bool:
    """Whether the call was seen and has no leg of that id any more."""
    return call_key(key) in board.index.calls and not _rings(board, key)


def _rings(board: Board, key: str) -> bool:
    call = board.call(board.index.calls.get(call_key(key), ""))
    return call is not None and any(base(leg.id) == key for leg in call.legs)
