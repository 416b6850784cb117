"""The toast of a blind transfer, and the park slots."""

from typing import Any

from console.board import queries
from console.board.moves import Parked
from console.board.state import Board
from console.desk.present_keys import key
from console.directory.shown import iso, party, person

FACES = {"ringing": "ringing", "answered": "talking", "queued": "queued", "failed": "alarm"}
PLACES_AT_LEAST = 3  # park slots that are always drawn, so that the first rows never move
DIGITS = 9  # slots that K and one digit reach


def transferring(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """`move` is the blind transfer that the desk is told about, or None."""
    found = queries.transferring(board, extension)
    if found is None:
        return {"move": None}
    call = board.remembered(found.call)
    target = found.person or found.target
    known = board.extensions.get(target)
    attempts = call.attempts if call is not None else 0
    is_ringing = found.outcome == "ringing"
    return {
        "move": {
            "call": found.call,
            "target": person(board, target),
            "kind": found.kind or ("safe" if found.safe else "blind"),
            "who": party(board, found.number, found.name)["title"] if found.number else found.name,
            "outcome": found.outcome,
            "face": FACES[found.outcome],
            "why": found.why,
            "since": iso(found.since),
            "until": iso(found.until) if is_ringing else "",
            "safe": found.safe,
            "unregistered": known is not None and known.registered is False and not found.kind,
            "key": key(board, "pullback", found.call, attempts, filled=True),
        }
    }


def kept(board: Board, extension: str) -> dict[int, dict[str, Any]]:
    """Held slots kept for callers who may be pulled back: who, and until when."""
    desk = board.desks.get(extension)
    return {
        number: {"who": party(board, one.number, one.name)["title"], "until": iso(one.until)}
        for number, one in (desk.kept if desk is not None else {}).items()
    }


def parked(board: Board, pbx: str, _: str) -> dict[str, Any]:
    """What the desks of this console parked: MR96 reports no slots."""
    slots = [
        *board.services.slots,
        *(one for one in board.parked if one not in board.services.slots),
    ]
    last = max((slots.index(slot) for slot in board.parked), default=0)
    shown = slots[: max(PLACES_AT_LEAST, last + 1)]
    return {
        "count": len(board.parked),
        "is_set_up": bool(board.services.slots),
        "slots": [
            {"slot": slot, "row": _row(board, board.parked.get(slot), place)}
            for place, slot in enumerate(shown, start=1)
        ],
    }


def _row(board: Board, one: Parked | None, place: int) -> dict[str, Any] | None:
    if one is None:
        return None
    call = board.remembered(one.call)
    take = key(board, "unpark", one.call, call.attempts if call is not None else 0)
    by = board.extensions.get(one.desk)
    return {
        **party(board, one.number, one.name),
        "call": one.call,
        "by": (by.name if by is not None else "") or one.operator or one.desk,
        "since": iso(one.at),
        "limit": board.services.park_limit,
        "key": take | {"park": place if place <= DIGITS else 0},
    }
