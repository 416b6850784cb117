"""Click-to-dial: GET asks, POST dials once, and the progress page follows the call."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from console.board.state import Board
from console.dialing import pressing
from console.dialing.regions import DIAL, progress_key
from console.dialing.target import number_given, target
from console.directory.numbers import NotDialable
from console.directory.targets import Target
from console.links import switchboard
from console.links.permissions import AuthorizedRequest, dial_required
from console.links.switchboard import NotPossible, picture_of
from console.live.page import live_page
from console.live.said import said

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@dial_required
async def dial(request: AuthorizedRequest) -> HttpResponse:
    """`?to=` in any way a number is written. Another site can open this page, never press it."""
    board = picture_of(request.membership.pbx.name).board
    text = _text(request)
    try:
        found = target(board, request.membership.extension, text)
    except NotDialable as told:
        return _ask(request, board, {"to": text, "sentence": said(str(told))}, UNPROCESSABLE)
    if request.method != "POST":
        return _ask(request, board, _confirmation(found))
    try:
        command = pressing.command(request, board, found)
        await switchboard.send(command)
    except NotPossible as told:
        return _ask(request, board, _confirmation(found) | {"refused": said(str(told))}, CONFLICT)
    return HttpResponseRedirect(_here(request, reverse("dialing:progress", args=[command.key])))


@require_safe
@dial_required
async def progress(request: AuthorizedRequest, key: str) -> HttpResponse:
    """How far the call dialled with this key has come. Another desk's key tells nothing."""
    if pressing.KEY.fullmatch(key) is None:
        raise Http404("No such call.")
    live = live_page(DIAL, request.membership, key)
    values = {
        "live": live,
        "pbx": live.seat.pbx,
        "extension": live.seat.extension,
        "progress_key": progress_key(live.seat.extension, key),
    }
    return render(request, "dialing/progress.html", values)


def _text(request: HttpRequest) -> str:
    if request.method == "POST":
        return request.POST.get("to", "")
    return number_given(request.META.get("QUERY_STRING", ""))


def _confirmation(found: Target) -> dict[str, str]:
    return {"to": found.dial, "number": found.number, "name": found.name}


def _ask(
    request: AuthorizedRequest, board: Board, values: dict[str, str], status: int = 200
) -> HttpResponse:
    """The page that asks, with a fresh one-time key; with `sentence` it says why it cannot."""
    live = live_page(DIAL, request.membership)
    common = {
        "live": live,
        "pbx": live.seat.pbx,
        "extension": live.seat.extension,
        "key": pressing.new_key(board),
        "action": _here(request, reverse("dialing:dial")),
    }
    return render(request, "dialing/dial.html", common | values, status=status)


def _here(request: AuthorizedRequest, path: str) -> str:
    """On the same PBX, where the address named one."""
    return f"{path}?pbx={request.membership.pbx.name}" if "pbx" in request.GET else path
