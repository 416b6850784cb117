"""Whom a click-to-dial link means."""

from urllib.parse import unquote

from console.board.state import Board
from console.directory.numbers import NotDialable
from console.directory.targets import Target
from console.directory.targets import target as meant


def target(board: Board, desk: str, text: str) -> Target:
    """As everywhere in the console, but not her own phone. Raises NotDialable with a sentence."""
    found = meant(board, text)
    if found.dial == desk:
        raise NotDialable("This is your own phone.")
    return found


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
