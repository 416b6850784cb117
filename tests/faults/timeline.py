"""What each leg went through, as the boards of all holders showed it one after the other."""

from typing import NamedTuple

from console.board.facts import BoardFact
from console.board.state import ANSWERED, Board
from console.portasip.messages import CallsListed, LegChanged, LegId

OVER = ("terminated", "gone")


class Told(NamedTuple):
    """Of a leg: when it was seen first, and its states in order, each with the queue's name where
    it stands in one."""

    first_seen: float
    states: list[str]

    @property
    def is_answered(self) -> bool:
        return not ANSWERED.isdisjoint(self.states)


class Timeline:
    """It looks at the leg that a fact tells of, and at all of them when a list came. A leg that the
    PBX ended stays dead."""

    def __init__(self) -> None:
        self.legs: dict[LegId, Told] = {}

    def saw(self, board: Board, fact: BoardFact) -> None:
        if isinstance(fact, LegChanged):
            if fact.leg in board.legs:
                self._enter(board, fact.leg, fact.at)
            elif fact.state == "terminated" and fact.leg in board.tombstones:
                self._note(fact.leg, "terminated", fact.at)
        elif isinstance(fact, CallsListed):
            for leg in board.legs:
                self._enter(board, leg, fact.at)
            for leg, told in self.legs.items():
                if leg not in board.legs and told.states[-1] not in OVER:
                    self._note(leg, "gone", fact.at)

    def _enter(self, board: Board, leg: LegId, at: float) -> None:
        state = board.legs[leg].state
        self._note(leg, f"queued {board.legs[leg].queue}" if state == "queued" else state, at)

    def _note(self, leg: LegId, state: str, at: float) -> None:
        states = self.legs.setdefault(leg, Told(at, [])).states
        if not states or state != states[-1] != "terminated":
            states.append(state)
