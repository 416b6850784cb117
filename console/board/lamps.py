"""What phones are doing, and how many do what: counted as it changes, never by asking everybody."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from console.board.state import SETUP, Board, Leg

WEIGHTS = {"talking": 4, "ringing": 3, "holding": 2, "held": 1}
"""Of several calls at one phone the lamp shows the one that says most about disturbing it."""


class Lamps(Struct):
    """The listed extensions that are in a call; whoever is in none is not here."""

    words: dict[str, str] = {}
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, board: Board) -> "Lamps":
        lamps = cls()
        lamps.look(board, board.index.extensions)
        return lamps

    def look(self, board: Board, extensions: Iterable[str]) -> None:
        """Count anew what these extensions do."""
        for extension in extensions:
            before = self.words.pop(extension, None)
            if before is not None:
                self.counts[before] -= 1
            leg = busiest(board, extension) if extension in board.extensions else None
            if leg is not None:
                now = self.words[extension] = word(board, leg)
                self.counts[now] += 1


def busiest(board: Board, extension: str) -> Leg | None:
    legs = [board.legs[leg] for leg in board.index.extensions.get(extension, ())]
    return max(legs, key=lambda one: (WEIGHTS[word(board, one)], -one.arrival), default=None)


def word(board: Board, leg: Leg) -> str:
    """A phone that dials is busy; but the PBX rings the phone for which it originates a call."""
    if leg.state in ("holding", "held"):
        return leg.state
    if leg.state not in SETUP:
        return "talking"
    rings = leg.direction != "outgoing" or board.calls[leg.call].originated
    return "ringing" if rings else "talking"


def recount(board: Board, extensions: Iterable[str]) -> None:
    """After a fact that may have changed what these extensions do."""
    if "lamps" in board.__dict__:  # else nobody has asked yet
        board.lamps.look(board, extensions)
