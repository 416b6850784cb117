"""fold(board, fact): the one way in which a board changes."""

from console.board.facts import BoardFact
from console.board.state import Board, Touched


def fold(board: Board, fact: BoardFact) -> tuple[Board, Touched]:
    """Change `board` by one fact and say what that touched. Total: odd facts are counted."""
    board.facts += 1
    return board, Touched()
