"""Callers whom our desks parked: from the PBX's acceptance until somebody retrieves them."""

from console.board.facts import CallParked
from console.board.moves import Parked
from console.board.state import Board, Touched
from console.portasip.messages import CallsListed


def park(board: Board, fact: CallParked, touched: Touched) -> None:
    call = board.remembered(fact.call)
    if call is None:
        board.count("late")
        return
    call.back_from = ""
    board.parked[fact.slot] = Parked(
        call.id, fact.slot, fact.desk, fact.at, fact.arrival, board.facts,
        fact.operator, fact.number, fact.name,
    )  # fmt: skip
    touched.calls.add(call.id)
    touched.parked = True


def settle(board: Board, touched: Touched) -> None:
    """After any fact about calls."""
    for one in list(board.parked.values()):
        one.call = board.root(one.call)
        if one.call in touched.calls:
            touched.parked = True
            if _is_over(board, one):
                del board.parked[one.slot]


def doubt(board: Board, fact: CallsListed, touched: Touched) -> None:
    """A list asked for after a call was parked, and without it: the caller is gone."""
    for one in list(board.parked.values()):
        if board.call(one.call) is None and one.facts <= fact.since:
            del board.parked[one.slot]
            touched.parked = True


def _is_over(board: Board, one: Parked) -> bool:
    """Retrieved, transferred or hung up. The desk's own leg may outlive the PBX's acceptance, and
    the leg in the slot may come after it."""
    call = board.call(one.call)
    if call is None:
        return one.is_seen
    later = [leg for leg in map(board.legs.get, call.legs) if leg and leg.arrival >= one.arrival]
    if any(leg.extension for leg in later):
        return True
    standing = {leg.id for leg in later}
    if one.leg is None and later:
        one.leg = later[0].id
    one.is_seen |= any(board.legs[leg].extension != one.desk for leg in call.legs)
    return one.leg is not None and one.leg not in standing
