"""How parties are named: the name if known, always the number, grouped for reading."""

from typing import Any

from console.board.state import Board
from console.directory.numbers import grouped, masked

WITHHELD = "Withheld"
ANONYMOUS = {"", "anonymous", "unknown", "restricted", "unavailable"}


def caller(board: Board, number: str, name: str) -> dict[str, Any]:
    """`title` is what stands first, `number` the grouped number beside a name or "", `digits` the
    PBX's own. `masked` hides the middle of the number, and is all that a wallboard shows."""
    known = number.lower() not in ANONYMOUS
    digits = number if known else ""
    shown = short_number(board, digits) if known else ""
    own_name = "" if name.lower() in ANONYMOUS or name in (digits, shown) else name
    return {
        "title": own_name or shown or WITHHELD,
        "name": own_name,
        "number": shown,
        "digits": digits,
        "masked_number": masked(digits) if known else WITHHELD,
    }


def short_number(board: Board, number: str) -> str:
    """The short number of one of the PBX's own phones, else the number grouped."""
    extension = board.extensions.get(number)
    if extension is not None:
        return extension.short or extension.id
    return grouped(number)


def named(board: Board, number: str) -> str:
    """What was called: the extension if it is one, a name as it is, else the number grouped."""
    if number.lower() in ANONYMOUS:
        return ""
    if not any(each.isdigit() for each in number):
        return number
    extension = board.extensions.get(number)
    if extension is not None:
        return " ".join(part for part in (extension.short or extension.id, extension.name) if part)
    return grouped(number)


def queue_name(board: Board, queue: str) -> str:
    """The name of a queue, "Queue 25" while the PBX has not named it, "" for none."""
    if not queue:
        return ""
    known = board.queues.get(queue)
    return known.name if known is not None and known.name else f"Queue {queue}"
