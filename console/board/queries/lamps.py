"""What one extension is doing, from its legs alone."""

from msgspec import Struct

from console.board.lamps import WEIGHTS, busiest, word
from console.board.state import Board


class Lamp(Struct, frozen=True):
    """`state` is idle, ringing, talking, holding, held, or unknown before the first list."""

    extension: str
    short: str
    name: str
    state: str
    since: float | None
    registered: bool | None


def lamp(board: Board, extension: str) -> Lamp:
    known = board.extensions.get(extension)
    state, since = _state(board, extension)
    return Lamp(
        extension=extension,
        short=known.short if known else "",
        name=known.name if known else "",
        state=state,
        since=since,
        registered=known.registered if known else None,
    )


def _state(board: Board, extension: str) -> tuple[str, float | None]:
    leg = busiest(board, extension)
    if leg is None:
        return _at_rest(board), None
    state = word(board, leg)
    moments = {"talking": leg.talking_since, "holding": leg.held_since, "held": leg.held_since}
    return state, moments.get(state, leg.state_since)


def _at_rest(board: Board) -> str:
    return "unknown" if board.listed_at is None else "idle"


def lamp_counts(board: Board) -> dict[str, int]:
    """How many of the listed extensions are in each state."""
    busy = {state: board.lamps.counts[state] for state in WEIGHTS}
    return busy | {_at_rest(board): len(board.extensions) - sum(busy.values())}
