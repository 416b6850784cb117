"""A desk's own last calls, for the tab beside the live zone."""

from typing import Any

from django.db.models import Q, QuerySet

from console.board.state import Board
from console.directory.shown import party
from console.history.models import Call, Leg
from console.history.present import between, iso, noted, phone
from console.history.reading import Page, Place, page

SHOWN = 20
NEW_AT_MOST = 99
"""Counted; more are `99+`."""


def recent(pbx_id: int, board: Board, extension: str) -> tuple[list[dict[str, Any]], str]:
    """The desk's last calls, the newest first, and the place in front of which later ones are."""
    listed = page(pbx_id, _calls_of(pbx_id, extension), SHOWN)
    newest = listed.calls[0] if listed.calls else None
    place = str(Place(newest.first_seen, newest.pk)) if newest else ""
    return [_row(call, listed, board, extension) for call in listed.calls], place


def newer(pbx_id: int, extension: str, place: Place | None) -> int:
    """How many calls of the desk began after that place, NEW_AT_MOST + 1 at most."""
    calls = _calls_of(pbx_id, extension)
    if place is not None:
        later = Q(first_seen=place.first_seen, pk__gt=place.pk)
        calls = calls.filter(Q(first_seen__gt=place.first_seen) | later)
    return len(calls.values_list("pk")[: NEW_AT_MOST + 1])


def _calls_of(pbx_id: int, extension: str) -> QuerySet[Call]:
    legs = Leg.objects.filter(pbx_id=pbx_id, extension=extension).order_by()
    return Call.objects.filter(pbx_id=pbx_id, pk__in=legs.values("call"))


def _row(call: Call, listed: Page, board: Board, extension: str) -> dict[str, Any]:
    """`party` is the other side; `outcome` names what came of the call at this desk."""
    own = [leg for leg in call.legs.all() if leg.extension == extension]
    is_ours = own[0].direction == "outgoing"
    answered = [leg for leg in own if leg.is_answered]
    return {
        "pk": call.pk,
        "at": call.first_seen,
        "at_iso": iso(call.first_seen),
        "party": _other(own[0], is_ours, board),
        "is_ours": is_ours,
        "outcome": _outcome(call, bool(answered), is_ours),
        "talked": _talked(answered),
        "by": _by(call, board, extension) if not is_ours and not answered else "",
        "notes": [noted(note) for note in listed.notes.get(call.pk, [])],
    }


def _other(leg: Leg, is_ours: bool, board: Board) -> dict[str, Any]:
    if is_ours:
        return party(board, leg.callee_number, leg.callee_name)
    return party(board, leg.caller_number, leg.caller_name)


def _outcome(call: Call, is_answered_here: bool, is_ours: bool) -> str:
    """live, dialled, unreached, answered, elsewhere, missed, unseen; the template has the words."""
    if call.is_live:
        return "live"
    if is_ours:
        return "dialled" if call.is_answered else "unreached"
    if is_answered_here:
        return "answered"
    if call.is_answered:
        return "elsewhere"
    return "unseen" if call.is_unseen else "missed"


def _talked(answered: list[Leg]) -> str:
    if not answered:
        return ""
    first, last = answered[0], answered[-1]
    return between(first.talking_since, last.ended_at)


def _by(call: Call, board: Board, extension: str) -> str:
    others = (
        leg.extension
        for leg in call.legs.all()
        if leg.is_answered and leg.extension not in ("", extension)
    )
    return next((phone(board, other) for other in others), "")
