"""The waiting callers of one queue, in order."""

from msgspec import Struct

from console.board.queries import parties
from console.board.state import Board
from console.portasip.messages import LegId


class Waiter(Struct, frozen=True):
    """`position` is the rank, from 1. `leg` is what Take transfers."""

    call: str
    leg: LegId
    number: str
    name: str
    position: int
    since: float | None
    first_seen: float
    attempts: int
    key_part: str


def waiting(board: Board, queue: str) -> tuple[Waiter, ...]:
    """Everyone seen waiting; whether that is everyone, `Queue.known` says."""
    found = board.queues.get(queue)
    legs = [board.legs[leg] for leg in found.waiting] if found else []
    calls = [board.calls[leg.call] for leg in legs]
    return tuple(
        Waiter(
            call=call.id,
            leg=leg.id,
            number=parties.number(leg.caller),
            name=parties.name(board, leg.caller),
            position=rank,
            since=leg.queued_since,
            first_seen=leg.first_seen,
            attempts=call.attempts,
            key_part=f"{board.epoch}-{call.id}-{call.attempts}",
        )
        for rank, (leg, call) in enumerate(zip(legs, calls, strict=True), start=1)
    )
