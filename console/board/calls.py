"""Calls: the union of their legs, by every id a leg ever carried. They merge and never split."""

from console.board.index import base, call_key, tracking_key
from console.board.state import ANSWERED, Board, Call, Leg, Touched
from console.portasip.messages import LegChanged

REMEMBERED = 1000
"""Ended calls kept for late legs: over a minute of a very busy PBX, at ten calls a second."""

IDS = 200
"""Ids of one kind kept per call. Every resume may bring a new tracking id, so a bound is needed;
the live legs themselves know their call anyway."""


def belonging(
    board: Board, fact: LegChanged, current: Call | None, at: float, touched: Touched
) -> Call:
    """The call of the fact's leg: found, begun, or merged from all that its ids name."""
    tracking = [one for one in (fact.previous_tracking_id, fact.tracking_id) if one]
    call_ids = [one for one in (base(fact.leg.id),) if one]
    keys = [*map(tracking_key, tracking), *map(call_key, call_ids)]
    calls = board.index.calls
    if current is not None and all(calls.get(key) == current.id for key in keys):
        return current
    named = {calls[key] for key in keys if key in calls}
    if current is not None:
        named.add(current.id)
    found = [call for call in map(board.remembered, sorted(named, key=int)) if call is not None]
    call = found[0] if found else _begin(board, at)
    for younger in found[1:]:
        _absorb(board, call, younger, touched)
    for one in tracking:
        _learn(board, call, call.tracking_ids, one, tracking_key(one))
        for desk in board.index.awaited.get(one, ()):
            concern(call, desk)
    for one in call_ids:
        _learn(board, call, call.call_ids, one, call_key(one))
    return call


def _begin(board: Board, at: float) -> Call:
    call = Call(id=str(board.next_call), first_seen=at)
    board.next_call += 1
    board.calls[call.id] = call
    return call


def _learn(board: Board, call: Call, known: list[str], one: str, key: str) -> None:
    if board.index.calls.get(key) == call.id:
        return
    board.index.calls[key] = call.id
    known.append(one)
    if len(known) > IDS:
        _unlearn(board, call, key[:2] + known.pop(0))


def _unlearn(board: Board, call: Call, key: str) -> None:
    if board.index.calls.get(key) == call.id:
        del board.index.calls[key]


def _absorb(board: Board, older: Call, younger: Call, touched: Touched) -> None:
    """What was known of either stays known; the younger's id becomes an alias."""
    for one in younger.tracking_ids:
        _learn(board, older, older.tracking_ids, one, tracking_key(one))
    for one in younger.call_ids:
        _learn(board, older, older.call_ids, one, call_key(one))
    for extension in younger.extensions:
        concern(older, extension)
    for leg in younger.legs:
        board.legs[leg].call = older.id
    older.legs = sorted([*older.legs, *younger.legs], key=lambda leg: board.legs[leg].arrival)
    _rename(board, older, younger)
    older.first_seen = min(older.first_seen, younger.first_seen)
    older.originated |= younger.originated
    older.answered |= younger.answered
    older.talking_since = earliest(older.talking_since, younger.talking_since)
    older.attempts = max(older.attempts, younger.attempts)
    older.why = older.why or younger.why
    older.unanswered = max(older.unanswered, younger.unanswered)
    older.back_from = older.back_from or younger.back_from
    if older.legs:
        revive(board, older)
    touched.calls |= {older.id, younger.id}
    touched.merged.append((younger.id, older.id))


def _rename(board: Board, older: Call, younger: Call) -> None:
    board.calls.pop(younger.id, None)
    board.ended.pop(younger.id, None)
    for alias in (*younger.aliases, younger.id):
        board.aliases[alias] = older.id
        older.aliases.append(alias)
    while len(older.aliases) > IDS:
        del board.aliases[older.aliases.pop(0)]


def earliest(*moments: float | None) -> float | None:
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


def concern(call: Call, extension: str) -> None:
    if extension and extension not in call.extensions:
        call.extensions.append(extension)


def attach(board: Board, call: Call, leg: Leg) -> None:
    leg.call = call.id
    call.legs.append(leg.id)
    revive(board, call)


def revive(board: Board, call: Call) -> None:
    """A call that had ended has a leg again."""
    if board.ended.pop(call.id, None) is not None:
        call.ended_at = None
        board.calls[call.id] = call


def close(board: Board, call: Call, at: float, touched: Touched) -> None:
    """The last leg is gone. The call is remembered: a transfer may show its next leg only now."""
    del board.calls[call.id]
    call.ended_at = at
    board.ended[call.id] = call
    touched.ended.append(call.id)
    if len(board.ended) > REMEMBERED:
        _forget(board, board.ended.pop(next(iter(board.ended))))


def _forget(board: Board, call: Call) -> None:
    for key in (*map(tracking_key, call.tracking_ids), *map(call_key, call.call_ids)):
        _unlearn(board, call, key)
    for alias in call.aliases:
        board.aliases.pop(alias, None)


def notice_answer(board: Board, call: Call) -> None:
    """Both sides talk: for an originated call that takes two answered phones, else one."""
    if call.answered:
        return
    answered = _answered(board, call)
    if len(answered) < (2 if call.originated else 1):
        return
    call.answered = True
    moments = [leg.talking_since for leg in answered]
    known = [moment for moment in moments if moment is not None]
    if len(known) == len(moments):
        call.talking_since = max(known) if call.originated else min(known)


def mark_originated(board: Board, call: Call) -> None:
    """Learnt after the fact, perhaps: the first phone's answer was then not yet a conversation."""
    if call.originated:
        return
    call.originated = True
    if len(_answered(board, call)) < 2:
        call.answered = False
        call.talking_since = None


def _answered(board: Board, call: Call) -> list[Leg]:
    legs = (board.legs[leg] for leg in call.legs)
    return [leg for leg in legs if leg.state in ANSWERED]
