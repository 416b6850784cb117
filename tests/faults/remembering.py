"""The same offices and faults, and history written to a database all the while."""

from itertools import count

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from tests.faults.ledger import Ledger
from tests.faults.machine import Machine, Pictures
from tests.history.agreement import Historian, open_calls, open_on

offices = count(1)


class Remembered:
    """History, and beside it the calls that any frame showed to any holder."""

    def __init__(self) -> None:
        self.pbx = f"office-{next(offices)}"
        self.historian = Historian(self.pbx)
        self.ledger = Ledger()

    def took(self, board: Board) -> None:
        self.historian.took(board)

    def heard(self, frame: str) -> None:
        self.ledger.hear(frame)

    def saw(self, board: Board, fact: BoardFact, touched: Touched) -> None:
        self.historian.saw(board, fact, touched)


class Remembering(Machine):
    """Across restarts, failovers and lost frames each call that was shown stands there once."""

    recording = "history.jsonl"

    def witness(self) -> Remembered:
        self.remembered = Remembered()
        return self.remembered

    def check(self, alone: Pictures, truth: Pictures) -> None:
        super().check(alone, truth)
        assert self.remembered.historian.calls() == self.remembered.ledger.calls(), "history"
        board = self.line.console.board
        assert open_calls(self.remembered.pbx) == open_on(board), "the calls that go on"
