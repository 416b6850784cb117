"""Blind transfers of a desk: begun, ringing, answered, failed, or brought back."""

from console.board import calls, slots
from console.board.facts import CallReturned, CallTransferred, TransferLapsed
from console.board.standing import answers_transfer, is_target
from console.board.state import ANSWERED, SETUP, Board, Desk, Touched, Transfer

KEPT = 8
"""Kept per desk, the newest: more than a person can have going."""
ARRIVED = {"answered", "queued", "failed"}


def begin(board: Board, fact: CallTransferred, touched: Touched) -> None:
    """A call may have lost its last visible leg by now; its target is yet to ring."""
    call = board.remembered(fact.call)
    if call is None:
        board.count("late")
        return
    desk = board.desks.setdefault(fact.desk, Desk(fact.desk))
    arrival = board.next_arrival if fact.arrival is None else fact.arrival
    # She may stand in hers still: the PBX's answer can come before the end of her leg.
    taken = {number for one, number in desk.slots.items() if one != call.id} | desk.kept.keys()
    now = Transfer(
        call.id, fact.target, fact.at, arrival, fact.kind, fact.person, fact.safe, fact.until,
        None if fact.slot in taken else fact.slot, fact.number, fact.name,
    )  # fmt: skip
    others = [one for one in desk.transfers if one.call != call.id]
    desk.transfers = [*others, now][-KEPT:]
    desk.transferred = desk.unreached = None
    call.back_from = ""
    calls.concern(call, desk.extension)
    touched.calls.add(call.id)
    touched.desks.add(desk.extension)


def lapse(board: Board, fact: TransferLapsed, touched: Touched) -> None:
    """What still rings may still be pulled back, but nothing is kept for it."""
    desk, short = board.desks.get(fact.desk), board.root(fact.call)
    if desk is None:
        board.count("late")
        return
    if desk.transferred is not None and desk.transferred.call == short:
        desk.transferred = None
    for one in [each for each in desk.transfers if each.call == short]:
        one.until = one.slot = None
        if one.outcome != "ringing":
            desk.transfers.remove(one)
    slots.move_up(desk)
    touched.desks.add(desk.extension)
    if desk.is_idle:
        del board.desks[desk.extension]


def bring_back(board: Board, fact: CallReturned, touched: Touched) -> None:
    call = board.remembered(fact.call)
    if call is None:
        board.count("late")
        return
    call.back_from = fact.target
    touched.calls.add(call.id)


def settle(board: Board, desk: Desk, touched: Touched) -> None:
    """Whoever answered, gave up or came back is no transfer any more."""
    _reconsider(board, desk)
    for one in list(desk.transfers):
        before = (one.outcome, one.why)
        is_over = _follow(board, desk, one)
        if is_over:
            desk.transfers.remove(one)
            desk.transferred = one if one.outcome in ARRIVED else desk.transferred
            one.slot = None
        if is_over or (one.outcome, one.why) != before:
            touched.desks.add(desk.extension)


def _reconsider(board: Board, desk: Desk) -> None:
    """One that failed rings again, or its caller is back at the desk: the PBX moved it, after a
    moment without any leg."""
    last = desk.transferred
    call = board.call(last.call) if last is not None and last.outcome == "failed" else None
    if last is None or call is None:
        return
    legs = [board.legs[leg] for leg in call.legs]
    if any(leg.extension == desk.extension and leg.arrival >= last.arrival for leg in legs):
        desk.transferred = None
    elif any(is_target(leg, last, desk.extension) for leg in legs):
        desk.transferred = None
        desk.transfers.append(last)


def _follow(board: Board, desk: Desk, one: Transfer) -> bool:
    """Note how far it has come; whether that is the end of it."""
    call = board.remembered(one.call)
    if call is None:
        return True
    legs = [board.legs[leg] for leg in call.legs]
    targets = [leg for leg in legs if is_target(leg, one, desk.extension)]
    home = [leg for leg in legs if leg.extension == desk.extension and leg.arrival >= one.arrival]
    if any(leg.state in ANSWERED for leg in targets):
        one.outcome = "answered"
    elif home:
        one.outcome = "back"
        return one.slot is None and any(answers_transfer(leg, one, desk.extension) for leg in home)
    elif any(leg.state == "queued" for leg in targets):
        one.outcome = "queued"
    elif any(leg.state in SETUP for leg in targets):
        one.outcome = "ringing"
    elif not legs and (one.outcome == "ringing" or call.unanswered >= one.arrival):
        one.outcome, one.why = "failed", call.why
    return one.outcome in ARRIVED
