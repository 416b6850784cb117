"""Desks: slots, commands, consultations and dialled calls of one seat."""

from console.board import calls, queries, slots, transfers
from console.board.facts import (
    CallDialled,
    CommandSent,
    CommandSettled,
    ConsultEnded,
    ConsultStarted,
)
from console.board.moves import Unreached
from console.board.standing import standings
from console.board.state import Board, Command, Consult, Desk, Dialled, Touched

KEPT = 8
"""Dialled calls and unsettled commands kept per desk, the newest: more than a person
can have going, and it bounds what never comes to an end."""
LEAVING = {"end", "back", "complete", "conference"}
"""Verbs by which a desk itself ends a consultation."""


def send(board: Board, fact: CommandSent, touched: Touched) -> None:
    desk = _desk(board, fact.desk)
    if desk.command is not None and desk.command.key == fact.key:
        board.count("duplicate")
        return
    call = board.root(fact.call)
    who = queries.with_whom(board, fact.desk, call)
    desk.command = Command(fact.key, fact.verb, fact.at, call, fact.text, fact.target, *who)
    desk.transferred = None
    desk.unsettled[fact.key] = call
    board.index.press(fact.key, desk.extension)
    if len(desk.unsettled) > KEPT:
        forgotten = next(iter(desk.unsettled))
        del desk.unsettled[forgotten]
        board.index.settle(forgotten, desk.extension)
    touched.desks.add(desk.extension)


def settle_command(board: Board, fact: CommandSettled, touched: Touched) -> None:
    """The buttons of its call get a fresh key, whether or not another command came after it."""
    desk = board.desks.get(fact.desk)
    if desk is None or fact.key not in desk.unsettled:
        board.count("late")
        return
    call = board.remembered(desk.unsettled.pop(fact.key))
    board.index.settle(fact.key, desk.extension)
    if call is not None:
        call.attempts += 1
        touched.calls.add(call.id)
    if desk.command is not None and desk.command.key == fact.key:
        desk.command.outcome = fact.outcome
        desk.command.sentence = fact.sentence
        desk.command.settled_at = fact.at
    touched.desks.add(desk.extension)


def dial(board: Board, fact: CallDialled, touched: Touched) -> None:
    desk = _desk(board, fact.desk)
    if any(one.key == fact.key for one in desk.dialled):
        board.count("duplicate")
        return
    dialled = Dialled(fact.key, fact.target, fact.tracking_id, fact.at)
    desk.dialled.append(dialled)
    _await(board, desk, dialled, touched)
    for forgotten in desk.dialled[:-KEPT]:
        desk.dialled.remove(forgotten)
        _await_no_more(board, desk, forgotten.tracking_id)
    touched.desks.add(desk.extension)


def start_consult(board: Board, fact: ConsultStarted, touched: Touched) -> None:
    """Without its caller, who may have hung up meanwhile, it is a call like any other."""
    caller = board.call(fact.caller)
    if caller is None:
        board.count("late")
        return
    desk = _desk(board, fact.desk)
    if desk.consult is not None and desk.consult.tracking_id == fact.tracking_id:
        board.count("duplicate")
        return
    _end_consult(board, desk, touched)
    desk.unreached = None
    desk.consult = Consult(caller.id, fact.tracking_id, fact.target, fact.at)
    calls.concern(caller, desk.extension)
    _await(board, desk, desk.consult, touched)
    touched.calls.add(caller.id)
    touched.desks.add(desk.extension)


def end_consult(board: Board, fact: ConsultEnded, touched: Touched) -> None:
    desk = board.desks.get(fact.desk)
    if desk is None or desk.consult is None:
        board.count("duplicate")
        return
    _end_consult(board, desk, touched)
    _tidy(board, desk)


def _end_consult(board: Board, desk: Desk, touched: Touched) -> None:
    consult = desk.consult
    if consult is None:
        return
    desk.consult = None
    _await_no_more(board, desk, consult.tracking_id)
    touched.desks.add(desk.extension)
    touched.calls |= {call for call in (consult.caller, consult.call) if call in board.calls}


def _desk(board: Board, extension: str) -> Desk:
    return board.desks.setdefault(extension, Desk(extension))


def _tidy(board: Board, desk: Desk) -> None:
    if desk.is_idle:
        board.desks.pop(desk.extension, None)


def _await(board: Board, desk: Desk, wait: Dialled | Consult, touched: Touched) -> None:
    """Its legs may come later, or be here already."""
    call = board.traced(wait.tracking_id)
    if call is None:
        board.index.await_legs(wait.tracking_id, desk.extension)
        return
    wait.call = call.id
    calls.concern(call, desk.extension)
    calls.mark_originated(board, call)
    touched.calls.add(call.id)


def _await_no_more(board: Board, desk: Desk, tracking_id: str) -> None:
    if any(wait.tracking_id == tracking_id for wait in desk.unresolved):
        return
    desks = board.index.awaited.get(tracking_id, {})
    desks.pop(desk.extension, None)
    if not desks:
        board.index.awaited.pop(tracking_id, None)


def settle(board: Board, touched: Touched) -> None:
    """After any fact: every desk concerned with a touched call catches up with it.

    In the order of the short ids, so that every process numbers alike.
    """
    for alias, older in touched.merged:
        _rename(board, alias, older, touched)
    remembered = [board.remembered(call) for call in sorted(touched.calls, key=int)]
    changed = {call.id: call for call in remembered if call is not None}
    desks = {one: None for call in changed.values() for one in call.extensions}
    for desk in [board.desks[one] for one in desks if one in board.desks]:
        _resolve(board, desk, touched)
        _settle_consult(board, desk, touched)
        transfers.settle(board, desk, touched)
        _settle_unreached(board, desk, touched)
    slots.settle(board, list(changed.values()), touched)
    for desk in [board.desks[one] for one in desks if one in board.desks]:
        _tidy(board, desk)


def _rename(board: Board, alias: str, older: str, touched: Touched) -> None:
    call = board.remembered(older)
    for desk in [board.desks[one] for one in call.extensions if one in board.desks] if call else ():
        acts = (*desk.dialled, *desk.transfers, desk.transferred, desk.command, desk.consult)
        for named in acts:
            if named is not None and named.call == alias:
                named.call = older
        if desk.consult is not None and desk.consult.caller == alias:
            desk.consult.caller = older
        if desk.unreached is not None and desk.unreached.caller == alias:
            desk.unreached.caller = older
        slots.rename(desk, alias, older, touched)


def _resolve(board: Board, desk: Desk, touched: Touched) -> None:
    """The legs of a dialled call or consultation may have come."""
    for wait in desk.unresolved:
        found = board.traced(wait.tracking_id)
        if found is not None:
            wait.call = found.id
            calls.mark_originated(board, found)
            touched.desks.add(desk.extension)
            _await_no_more(board, desk, wait.tracking_id)


def _settle_consult(board: Board, desk: Desk, touched: Touched) -> None:
    consult = desk.consult
    if consult is None:
        return
    lost = board.call(consult.caller) is None
    over = bool(consult.call) and board.call(consult.call) is None
    if lost or over or consult.caller == consult.call:
        _end_consult(board, desk, touched)
    asked = board.remembered(consult.call) if over and not lost else None
    if asked is not None and not asked.answered and not _was_left(desk, consult):
        desk.unreached = Unreached(consult.caller, consult.target, asked.why, asked.ended_at)


def _was_left(desk: Desk, consult: Consult) -> bool:
    """Whether the desk itself has just ended the consultation."""
    last = desk.command
    leaving = last is not None and last.verb in LEAVING and last.outcome in ("sent", "accepted")
    return leaving and last is not None and last.call in (consult.call, consult.caller)


def _settle_unreached(board: Board, desk: Desk, touched: Touched) -> None:
    """The choice stands for as long as the caller waits for it."""
    if desk.unreached is None:
        return
    caller = board.call(desk.unreached.caller)
    standing = standings(board, caller).get(desk.extension) if caller else None
    if desk.consult is not None or standing is None or standing.place != "held":
        desk.unreached = None
        touched.desks.add(desk.extension)
