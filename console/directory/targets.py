"""Whom an operator means by what she chose, typed or clicked."""

from typing import NamedTuple

from console.board.state import Board
from console.directory import phonebook
from console.directory.numbers import dialable
from console.directory.shown import extension_of, party


class Target(NamedTuple):
    """`dial` is what the PBX dials; `number` and `name` are for reading, `name` "" if unknown."""

    dial: str
    number: str
    name: str


def target(board: Board, text: str) -> Target:
    """The colleague or the number that `text` stands for. Raises NotDialable with a sentence.

    A short number is shown, never sent: it is dialled as the account behind it.
    """
    number = dialable(text)
    known = extension_of(board, number)
    if known is not None:
        return Target(known.id, known.short or known.id, known.name)
    group = board.groups.get(number)
    if group is not None:
        return Target(number, number, group.name)
    named = phonebook.of(board.pbx).named(number)
    return Target(number, party(board, number, "")["number"], named.name if named else "")
