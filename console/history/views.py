"""The calls of the operator's PBX that are over or going on, newest first."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.board.state import Board
from console.directory.numbers import NotDialable
from console.history import present
from console.history.reading import Place, Sought, page_of
from console.links.permissions import AuthorizedRequest, history_required
from console.links.pictures import picture_of

LONGEST_SEARCH = 100  # as the field takes


@require_safe
@history_required
def history(request: AuthorizedRequest) -> HttpResponse:
    pbx = request.membership.pbx
    board = picture_of(pbx.name).board
    typed = request.GET.get("number", "").strip()[:LONGEST_SEARCH]
    page = page_of(pbx.pk, _sought(typed, board) if typed else None, place_of(request))
    values = {
        "page": "history",
        "pbx": pbx.name,
        "number": typed,
        "calls": [present.noted_row(call, page, board) for call in page.calls],
        "next": str(page.next or ""),
        "is_first": "after" not in request.GET,
    }
    return render(request, "history/history.html", values)


def _sought(typed: str, board: Board) -> Sought:
    """What is no number may still be the words of a note; a number may stand in one, too."""
    try:
        return Sought(present.spellings(typed, board), typed)
    except NotDialable:
        return Sought(set(), typed)


def place_of(request: AuthorizedRequest) -> Place | None:
    """Where to go on, by `?after=`; a place that nobody wrote does not exist."""
    text = request.GET.get("after")
    if text is None:
        return None
    try:
        return Place.read(text)
    except (ValueError, OverflowError):
        raise Http404("No such page of history.") from None
