"""Who is parked, and where the next caller goes."""

from console.board.moves import Parked
from console.board.queries import parties
from console.board.queries.cards import card
from console.board.state import Board


def parked_in(board: Board, call: str) -> Parked | None:
    """Where this console parked the call, if it stands there still."""
    root = board.root(call)
    return next((one for one in board.parked.values() if board.root(one.call) == root), None)


def free_slots(board: Board) -> list[str]:
    """Lowest first, as far as this console knows: phones may park there, too."""
    return [slot for slot in board.services.slots if slot not in board.parked]


def with_whom(board: Board, desk: str, short: str) -> tuple[str, str]:
    """Number and name of the party that a command of `desk` about this call concerns."""
    shown = card(board, desk, short) if short else None
    if shown is not None:
        return shown.number, shown.name
    parked = parked_in(board, short)
    if parked is not None:
        return parked.number, parked.name
    seat = board.desks.get(desk)
    for one in seat.transfers if seat else ():
        if board.root(one.call) == board.root(short):
            return one.number, one.name
    call = board.call(short)
    for leg in map(board.legs.get, call.legs if call else ()):
        if leg is not None:
            return parties.number(leg.caller), parties.name(board, leg.caller)
    return "", ""
