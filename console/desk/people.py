"""Search over the PBX's own people, and the typed number as a target of its own."""

import unicodedata
from functools import lru_cache
from typing import Any

from console.board.state import Board
from console.desk import present
from console.directory.numbers import NotDialable, dialable, grouped
from console.directory.shown import EMERGENCY, extension_of
from console.portasip.messages import Extension

SHOWN_AT_MOST = 50  # more rows than anyone reads; the next letter narrows them


def found(board: Board, pbx: str, desk: str, text: str) -> dict[str, Any]:
    """What the results show: `rows`, and `typed` when the text is a number of nobody here. An
    emergency number is one clear row, whatever colleague's number it looks like."""
    if text.strip() in EMERGENCY:
        only = {"target": text.strip(), "number": text.strip(), "name": "", "emergency": True}
        return {"pbx": pbx, "q": text, "typed": only, "found": 1, "rows": []}
    words = folded(text).split()
    matches = sorted(
        (rank, extension.short or extension.id, extension)
        for extension in board.extensions.values()
        if extension.id != desk and (rank := _rank(extension, words)) is not None
    )
    return {
        "pbx": pbx,
        "q": text,
        "typed": typed(board, text),
        "found": len(matches),
        "rows": [row(board, pbx, extension) for _, _, extension in matches[:SHOWN_AT_MOST]],
    }


def target(board: Board, text: str) -> str:
    """What to send for a chosen or typed target; a short number is shown, never sent.

    Raises NotDialable with a sentence.
    """
    number = dialable(text)
    known = extension_of(board, number)
    return known.id if known else number


def typed(board: Board, text: str) -> dict[str, str] | None:
    """The typed number as a target of its own; None for no number, or when a row has it."""
    if not any(character.isdigit() for character in text):
        return None
    try:
        number = dialable(text)
    except NotDialable:
        return None
    if extension_of(board, number):
        return None
    return {"target": number, "number": grouped(number), "name": ""}


def row(board: Board, pbx: str, extension: Extension) -> dict[str, Any]:
    return {
        "extension": extension.id,
        "short": extension.short or extension.id,
        "name": extension.name or extension.short or extension.id,
        "state": present.state(board, pbx, extension.id),
        "registered": extension.registered,
    }


def _rank(extension: Extension, words: list[str]) -> int | None:
    """0 for the best match, None for no match; every word must match somewhere."""
    ranks = [_rank_of_word(extension, word) for word in words]
    if None in ranks:
        return None
    return max((rank for rank in ranks if rank is not None), default=0)


def _rank_of_word(extension: Extension, word: str) -> int | None:
    numbers = (extension.short, extension.id)
    names = folded(extension.name).split()
    if word in numbers:
        return 0
    if any(name.startswith(word) for name in names):
        return 1
    if any(number.startswith(word) for number in numbers):
        return 2
    if any(word in part for part in (*names, *numbers)):
        return 3
    return None


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Without case and accents, so that *keller* finds *Kéller*."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))
