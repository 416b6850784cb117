"""The calls of the operator's PBX that are over or going on, newest first."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.directory.numbers import NotDialable
from console.history import present
from console.history.reading import Page, Place, page_of
from console.links.permissions import AuthorizedRequest, history_required
from console.links.pictures import picture_of
from console.live.said import said


@require_safe
@history_required
def history(request: AuthorizedRequest) -> HttpResponse:
    pbx = request.membership.pbx
    board = picture_of(pbx.name).board
    typed = request.GET.get("number", "").strip()
    refusal, page = "", Page([], None, {})
    try:
        numbers = present.spellings(typed, board) if typed else None
        page = page_of(pbx.pk, numbers, _place(request))
    except NotDialable as error:
        refusal = said(str(error))
    values = {
        "page": "history",
        "pbx": pbx.name,
        "number": typed,
        "refusal": refusal,
        "calls": [present.row(call, page.deeds.get(call.pk, []), board) for call in page.calls],
        "next": str(page.next or ""),
        "is_first": "after" not in request.GET,
    }
    return render(request, "history/history.html", values)


def _place(request: AuthorizedRequest) -> Place | None:
    text = request.GET.get("after")
    if text is None:
        return None
    try:
        return Place.read(text)
    except (ValueError, OverflowError):
        raise Http404("No such page of history.") from None
