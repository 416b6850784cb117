"""Whom a click-to-dial link means."""

from typing import NamedTuple
from urllib.parse import unquote

from console.board.state import Board
from console.directory.numbers import NotDialable, dialable
from console.directory.shown import extension_of, party


class Target(NamedTuple):
    """`dial` is what the PBX dials; `number` and `name` are for reading, `name` "" if unknown."""

    dial: str
    number: str
    name: str


def target(board: Board, desk: str, text: str) -> Target:
    """The colleague or the number that `text` stands for. Raises NotDialable with a sentence.

    A short number is dialled as the account behind it, as everywhere in the console.
    """
    number = dialable(text)
    known = extension_of(board, number)
    if known is None:
        return Target(number, party(board, number, "")["number"], "")
    if known.id == desk:
        raise NotDialable("This is your own phone.")
    return Target(known.id, known.short or known.id, known.name)


def number_given(query: str, name: str = "to") -> str:
    """The parameter of an address's raw query, with the `+` that form encoding makes a space.

    CRMs write `?to=+442079460812` and mean the plus; `?to=020+7946+0812` means spaces. A plus in
    front of the first digit is taken as written, unless a zero follows it: no country begins so.
    """
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key == name:
            return unquote(_without_spaces_as_plus(value))
    return ""


def _without_spaces_as_plus(value: str) -> str:
    start = len(value) - len(value.removeprefix("tel:").removeprefix("tel%3A"))
    scheme, rest = value[:start], value[start:]
    is_plus = rest[:1] == "+" and rest[1:2].isdigit() and rest[1] != "0"
    kept = "+" if is_plus else ""
    return scheme + kept + rest.removeprefix(kept).replace("+", " ")
