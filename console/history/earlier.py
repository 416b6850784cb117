"""Who called before, and what came of it: past calls with a number that is on the line now."""

from collections.abc import Collection
from typing import Any, NamedTuple

from console.board.state import Board
from console.directory.shown import extension_of
from console.history.models import Call, Leg, Trace
from console.history.present import between, iso, noted, phone, spellings
from console.history.reading import Page, page

AT_MOST = 20
"""Calls that the card lists; the history page has all."""


class Earlier(NamedTuple):
    """`number` counts them, "20+" when there are more than are listed. `name` is the last one that
    the PBX gave this number, "" for none."""

    calls: list[dict[str, Any]]
    number: str
    name: str


NOBODY = Earlier([], "0", "")


def earlier(pbx_id: int, board: Board, digits: str, besides: Collection[str]) -> Earlier:
    """Calls with this number but for that of the traces `besides`, the newest first."""
    if not digits:
        return NOBODY
    numbers = spellings(digits, board)
    legs = Leg.objects.filter(pbx_id=pbx_id).order_by()
    found = legs.filter(caller_number__in=numbers).values_list("call", flat=True)
    if extension_of(board, digits) is None:
        # A colleague is called all day; only what she asked for herself says something.
        found = found.union(legs.filter(callee_number__in=numbers).values_list("call", flat=True))
    now = Trace.objects.filter(pbx_id=pbx_id, key__in=besides).values("call")
    calls = Call.objects.filter(pbx_id=pbx_id, pk__in=found).exclude(pk__in=now)
    listed = page(pbx_id, calls, AT_MOST)
    count = f"{AT_MOST}+" if listed.next else str(len(listed.calls))
    rows = [_row(call, listed, board, numbers) for call in listed.calls]
    names = (_name(call, numbers) for call in listed.calls)
    return Earlier(rows, count, next((name for name in names if name), ""))


def _row(call: Call, listed: Page, board: Board, numbers: Collection[str]) -> dict[str, Any]:
    """`with` is who spoke with them, "" when nobody did, and `is_theirs` says that they called."""
    answered = [leg for leg in call.legs.all() if leg.is_answered and leg.direction != "outgoing"]
    ours = [leg for leg in answered if leg.extension and leg.extension not in numbers]
    is_theirs = call.caller_number in numbers
    spoke = ours[-1].extension if ours else ("" if is_theirs else call.caller_number)
    return {
        "at": call.first_seen,
        "at_iso": iso(call.first_seen),
        "is_theirs": is_theirs,
        "is_answered": call.is_answered,
        "is_live": call.is_live,
        "with": _named(board, spoke) if call.is_answered else "",
        "talked": between(call.talking_since, call.ended_at),
        "notes": [noted(note) for note in listed.notes.get(call.pk, [])],
    }


def _named(board: Board, extension: str) -> str:
    known = board.extensions.get(extension)
    return (known.name if known else "") or phone(board, extension)


def _name(call: Call, numbers: Collection[str]) -> str:
    if call.caller_number in numbers:
        name = call.caller_name
    elif call.callee_number in numbers:
        name = call.callee_name
    else:
        return ""
    return "" if name in numbers or not any(map(str.isalpha, name)) else name
