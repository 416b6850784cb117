"""What the desk's page loads beside its live regions: the call sheet and the note on a call."""

from uuid import UUID

from django.core.signing import BadSignature
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from console.history import notes
from console.history.notes import NotKept, Written
from console.history.recent import NEW_AT_MOST, newer
from console.history.recent import recent as recent_of
from console.history.sheet import sheet as sheet_of
from console.history.traces import unsealed
from console.history.views import place_of
from console.links.permissions import AuthorizedRequest, desk_required, history_required
from console.links.pictures import picture_of

CONFLICT = 409
HIGHEST_REVISION = 2**31 - 1


@require_safe
@desk_required
def sheet(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """Of the call `?call=`, an id of the board under `?epoch=`. 204: there is no such call now."""
    board = picture_of(pbx).board
    call = board.remembered(request.GET.get("call", ""))
    epoch = request.GET.get("epoch", str(board.epoch))
    if call is None or epoch != str(board.epoch):
        return HttpResponse(status=204)
    return render(request, "history/_sheet.html", sheet_of(request.membership, board, call))


@require_safe
@desk_required
def recent(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """The last calls of the operator's desk."""
    membership = request.membership
    rows, place = recent_of(membership.pbx.pk, picture_of(pbx).board, membership.extension)
    values = {"pbx": pbx, "extension": membership.extension, "rows": rows, "place": place}
    return render(request, "history/_recent.html", values)


@require_safe
@desk_required
def news(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """How many calls came behind `?after=`, where the list begins; they wait to be asked for."""
    place = place_of(request) if request.GET.get("after") else None
    count = newer(request.membership.pbx.pk, request.membership.extension, place)
    return render(
        request,
        "history/_recent_news.html",
        {"pbx": pbx, "count": count, "most": NEW_AT_MOST, "place": str(place or "")},
    )


@require_POST
@history_required
def note(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """Keep the note on a call, whether it goes on or is over. JSON, or a sentence as plain text."""
    try:
        key, revision = UUID(request.POST.get("note", "")), _revision(request)
        trace = unsealed(request.membership.pbx.pk, request.POST.get("call", ""))
    except (ValueError, BadSignature):
        return _refused(_("This page is out of date. Copy your note, then reload the page."))
    text = request.POST.get("text", "").strip()
    written = Written(
        request.membership.pbx.pk,
        trace,
        request.user.get_username(),
        request.membership.extension,
        text,
    )
    try:
        kept = notes.keep(written, key, revision)
    except NotKept as refusal:
        return _refused(str(refusal))
    return JsonResponse(
        {
            "note": str(kept.note.key),
            "revision": kept.note.revision,
            "beside": kept.is_beside,
        }
    )


def _revision(request: AuthorizedRequest) -> int:
    revision = int(request.POST.get("revision", "0"))
    if not 0 <= revision <= HIGHEST_REVISION:
        raise ValueError("no such revision")
    return revision


def _refused(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=CONFLICT, content_type="text/plain; charset=utf-8")
