"""A past call as plain values for its row of the page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from console.board.state import Board
from console.directory.numbers import dialable
from console.directory.shown import extension_of, party, queue_name
from console.directory.shown import iso as iso_of
from console.history.models import Call, Deed, Leg, Note
from console.history.reading import Page


class Wait(NamedTuple):
    """In one queue; `until` is None while it lasts, and where nobody knows. `position` counts the
    callers who were ahead when it began."""

    queue: str
    since: datetime | None
    until: datetime | None
    position: int | None
    is_over: bool


def waits_of(leg: Leg) -> list[Wait]:
    """The queues a leg stood in, one after the other."""
    waits: list[Wait] = []
    moments = list(leg.moments.all())
    for moment, following in zip(moments, [*moments[1:], None], strict=True):
        if moment.state == "queued":
            until = following.at if following else leg.ended_at
            is_over = following is not None or not leg.is_live
            waits.append(Wait(moment.queue, moment.at, until, moment.position, is_over))
    return waits


def spellings(text: str, board: Board) -> set[str]:
    """How the PBX may write what was typed. Raises NotDialable."""
    number = dialable(text)
    plain = number.removeprefix("+")
    own = extension_of(board, number)
    spelt = {number, plain, f"+{plain}", plain.removeprefix("00")} | ({own.id} if own else set())
    return spelt - {""}  # which stands wherever a number is unknown


def noted_row(call: Call, page: Page, board: Board) -> dict[str, Any]:
    """A call of a page, with the notes on it."""
    shown = row(call, page.deeds.get(call.pk, []), board)
    return {**shown, "notes": [noted(note) for note in page.notes.get(call.pk, [])]}


def noted(note: Note) -> dict[str, Any]:
    return {"operator": note.operator, "text": note.text, "at": note.at, "at_iso": iso(note.at)}


def row(call: Call, deeds: Iterable[Deed], board: Board) -> dict[str, Any]:
    legs = list(call.legs.all())
    answered = [leg for leg in legs if leg.is_answered and leg.direction != "outgoing"]
    waits = [wait for leg in legs for wait in waits_of(leg)]
    operators = {deed.operator for deed in deeds if deed.outcome == "accepted"} - {""}
    return {
        "when": iso(call.first_seen),
        "first_seen": call.first_seen,
        "caller": party(board, call.caller_number, call.caller_name),
        "callee": party(board, call.callee_number, call.callee_name),
        **_state(call),
        "answered_by": [phone(board, one) for one in unique(leg.extension for leg in answered)],
        "operators": sorted(operators),
        "waits": [
            {
                "queue": queue_name(board, wait.queue),
                "time": between(wait.since, wait.until),
                "is_over": wait.is_over,
            }
            for wait in waits
        ],
        "is_answered": call.is_answered,
        "talked": between(call.talking_since, call.ended_at),
        "is_live": call.is_live,
        "is_unseen": call.is_unseen,
        "after": call.ended_after,
        "before": call.ended_before,
        "after_iso": iso(call.ended_after),
        "before_iso": iso(call.ended_before),
        "reason": call.reason,
    }


def _state(call: Call) -> dict[str, str]:
    """Its mark: the colour of a telephone state, and never without the words beside it."""
    if call.is_live:
        state = "talking" if call.is_answered else "ringing"
        return {"state": state, "icon": state}
    if call.is_unseen:
        return {"state": "unknown", "icon": "unknown"}
    if call.is_answered:
        return {"state": "idle", "icon": "check"}
    return {"state": "away", "icon": "cross"}


def unique(extensions: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one for one in extensions if one))


def phone(board: Board, extension: str) -> str:
    known = board.extensions.get(extension)
    return f"{known.short or known.id} {known.name}".strip() if known else extension


def iso(moment: datetime | None) -> str:
    return iso_of(moment.timestamp() if moment else None)


def between(start: datetime | None, end: datetime | None) -> str:
    """m:ss, h:mm:ss past an hour; "" when either is unknown. Never negative."""
    if start is None or end is None:
        return ""
    minutes, seconds = divmod(max(0, int((end - start).total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
