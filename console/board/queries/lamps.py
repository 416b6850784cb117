"""What one extension is doing, from its legs alone."""

from msgspec import Struct

from console.board.state import SETUP, Board, Leg

WEIGHTS = {"talking": 4, "ringing": 3, "holding": 2, "held": 1}
"""Of several calls at one phone the lamp shows the one that says most about disturbing it."""


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
    legs = [board.legs[leg] for leg in board.index.extensions.get(extension, ())]
    if not legs:
        return ("unknown" if board.listed_at is None else "idle"), None
    leg = max(legs, key=lambda one: (WEIGHTS[_word(board, one)], -one.arrival))
    word = _word(board, leg)
    moments = {"talking": leg.talking_since, "holding": leg.held_since, "held": leg.held_since}
    return word, moments.get(word, leg.state_since)


def _word(board: Board, leg: Leg) -> str:
    """A phone that dials is busy; but the PBX rings the phone for which it originates a call."""
    if leg.state in ("holding", "held"):
        return leg.state
    if leg.state not in SETUP:
        return "talking"
    rings = leg.direction != "outgoing" or board.calls[leg.call].originated
    return "ringing" if rings else "talking"
