"""How what was called is named at a desk."""

from console.board.state import Board
from console.directory.shown import party


def short_number(board: Board, number: str) -> str:
    """The short number of one of the PBX's own phones, else the number grouped."""
    return str(party(board, number, "")["title"])


def called(board: Board, extension: str, company: str) -> str:
    """What the caller dialled: a name as it is, else the number grouped; "" for this desk's own,
    which needs no saying."""
    own = board.extensions.get(extension)
    mine = {"", extension, own.name, own.short} if own is not None else {"", extension}
    if company in mine or not any(each.isdigit() for each in company):
        return "" if company in mine else company
    known = board.extensions.get(company)
    return known.name if known is not None and known.name else short_number(board, company)
