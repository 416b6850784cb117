"""The receptionist's page, her commands, and the search for people."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST, require_safe

from console.desk import people, present_conference
from console.desk.regions import DESK
from console.directory import targets
from console.directory.numbers import EMERGENCY, NotDialable
from console.directory.person import EXTENSION
from console.links import switchboard
from console.links.commands import Command
from console.links.models import Membership
from console.links.permissions import AuthorizedRequest, desk_required
from console.links.pressed import address, expires
from console.links.switchboard import NotPossible, picture_of
from console.live.page import LivePage, live_page

WITH_TARGET = {"transfer", "consult", "conference", "dial"}
IN_CONFERENCE = frozenset(
    "mute unmute set-aside bring-back remove remove-quietly rejoin end-for-all".split()
)
ON_A_CALL = frozenset("answer hold resume end complete back take pullback".split())
VERBS = WITH_TARGET | ON_A_CALL | IN_CONFERENCE
LONGEST_KEY = 100


@require_safe
@desk_required
async def desk(request: AuthorizedRequest) -> HttpResponse:
    membership = request.membership
    page = live_page(DESK, membership)
    return render(
        request,
        "desk/desk.html",
        {
            "live": page,
            "pbx": membership.pbx.name,
            "extension": membership.extension,
            "role": membership.role,
            "operator": request.user.get_full_name() or request.user.get_username(),
            "emergency": " ".join(sorted(EMERGENCY)),
            **await _people(page, membership),
        },
    )


@require_GET
@desk_required
async def search(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """The rows for what stands in the search field; the first may be the typed number itself."""
    text, tab = request.GET.get("q", ""), request.GET.get("tab", "")
    found = await _people(live_page(DESK, request.membership), request.membership, text, tab)
    return render(request, "desk/_results.html", found)


async def _people(
    page: LivePage, membership: Membership, text: str = "", tab: str = ""
) -> dict[str, Any]:
    """The values of the results; how each colleague stands in the very bytes that are pushed."""
    found = await sync_to_async(people.asked)(page.board, membership, text, tab)
    for row in found["rows"]:
        if row["kind"] == EXTENSION:
            row["live"] = page.region("state", row["id"])
    return found


@require_POST
@desk_required
async def command(request: AuthorizedRequest, pbx: str, verb: str) -> HttpResponse:
    """Hand one command over. 204: sent, the outcome is pushed; else a sentence as plain text."""
    try:
        await switchboard.send(_command(request, pbx, verb))
    except (NotPossible, NotDialable) as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def _command(request: AuthorizedRequest, pbx: str, verb: str) -> Command:
    if verb not in VERBS:
        raise NotPossible("There is no such command.")
    key = request.POST.get("key", "")
    if not key or len(key) > LONGEST_KEY:
        raise NotPossible("This page is out of date. Reload it.")
    target = request.POST.get("target", "").strip()
    if verb in WITH_TARGET and target:
        target = targets.target(picture_of(pbx).board, target).dial
        if target == request.membership.extension:
            raise NotPossible("This is your own phone. Choose somebody else.")
    elif verb in WITH_TARGET - {"conference"}:
        raise NotPossible("Choose who.")
    conference, participant = _in_conference(request) if verb in IN_CONFERENCE else ("", None)
    desk = request.membership.extension
    return Command(
        pbx=pbx,
        desk=desk,
        verb=verb,
        key=key,
        expires=expires(request),
        call=request.POST.get("call", ""),
        target=target if verb in WITH_TARGET else "",
        operator=request.user.get_username(),
        auto_pickup=request.membership.auto_pickup,
        address=address(request),
        conference=conference,
        participant=participant,
        text=present_conference.named(picture_of(pbx).board, desk, conference, participant),
    )


def _in_conference(request: AuthorizedRequest) -> tuple[str, int | None]:
    """The conference and the participant that a key names; the holder looks whether they are."""
    conference = request.POST.get("conference", "")
    participant = request.POST.get("participant", "")
    if not _is_id(conference) or not (participant == "" or _is_id(participant)):
        raise NotPossible("This page is out of date. Reload it.")
    return conference, int(participant) if participant else None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10
