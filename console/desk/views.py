"""The receptionist's page, her commands, and the search for people."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from console.board.services import LONGEST_SAFE, SHORTEST_SAFE
from console.desk import people, present_conference
from console.desk.elsewhere import other_desks, shown
from console.desk.regions import DESK
from console.directory import phonebook, targets
from console.directory.numbers import EMERGENCY, NotDialable, dialable
from console.directory.person import EXTENSION
from console.links import switchboard
from console.links.commands import Command
from console.links.models import Membership
from console.links.permissions import AuthorizedRequest, desk_required
from console.links.pressed import address, expires
from console.links.switchboard import NotPossible, picture_of
from console.live.page import LivePage, live_page
from console.live.said import said

WITH_TARGET = {"transfer", "safe", "voicemail", "mobile", "consult", "conference", "dial"}
IN_CONFERENCE = frozenset(
    "mute unmute set-aside bring-back remove remove-quietly rejoin end-for-all".split()
)
ON_A_CALL = frozenset("answer hold resume end complete back swap take pullback park unpark".split())
VERBS = WITH_TARGET | ON_A_CALL | IN_CONFERENCE
SAFE = {"transfer", "safe", "mobile", "complete"}
LONGEST_KEY = 100
LONGEST_SLOT = 40


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
            "hold_limit": page.board.services.hold_limit,
            "role": membership.role,
            "operator": request.user.get_full_name() or request.user.get_username(),
            "companies": phonebook.of(membership.pbx.name).companies,
            "emergency": " ".join(sorted(EMERGENCY)),
            **await _elsewhere(request),
            **await _people(page, membership),
        },
    )


@require_GET
@desk_required
async def elsewhere(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """What rings at her other desks; `pbx` is the one at which she sits."""
    return render(request, "desk/_elsewhere.html", await _elsewhere(request))


async def _elsewhere(request: AuthorizedRequest) -> dict[str, Any]:
    here = request.membership
    others = await sync_to_async(other_desks)(request.user, here)
    return {"pbx": here.pbx.name, "desks": shown(others)}


@require_GET
@desk_required
async def search(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """The rows for what stands in the search field; the first may be the typed number itself."""
    asked = {name: request.GET.get(name, "") for name in ("tab", "only", "called")}
    asked["text"] = request.GET.get("q", "")
    found = await _people(live_page(DESK, request.membership), request.membership, **asked)
    return render(request, "desk/_results.html", found)


async def _people(page: LivePage, membership: Membership, **asked: str) -> dict[str, Any]:
    """The values of the results; how each colleague stands in the very bytes that are pushed."""
    found = await sync_to_async(people.asked)(page.board, membership, **asked)
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
        return HttpResponse(
            said(str(refusal)), status=409, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(status=204)


def _command(request: AuthorizedRequest, pbx: str, verb: str) -> Command:
    if verb not in VERBS:
        raise NotPossible("There is no such command.")
    key = request.POST.get("key", "")
    if not key or len(key) > LONGEST_KEY:
        raise NotPossible("This page is out of date. Reload it.")
    target, person = _target(request, pbx, verb)
    conference, participant = _in_conference(request) if verb in IN_CONFERENCE else ("", None)
    desk = request.membership.extension
    return Command(
        pbx=pbx,
        desk=desk,
        verb=verb,
        key=key,
        expires=expires(request),
        call=request.POST.get("call", ""),
        target=target,
        person=person,
        seconds=_seconds(request) if verb in SAFE else 0,
        operator=request.user.get_username(),
        auto_pickup=request.membership.auto_pickup,
        address=address(request),
        conference=conference,
        participant=participant,
        text=present_conference.named(picture_of(pbx).board, desk, conference, participant),
    )


def _target(request: AuthorizedRequest, pbx: str, verb: str) -> tuple[str, str]:
    """What the verb is to reach, and whose number that is where the page says it beside."""
    chosen = request.POST.get("target", "").strip()
    board = picture_of(pbx).board
    if verb == "park":
        return request.POST.get("slot", "").strip()[:LONGEST_SLOT], ""
    if verb == "mobile":
        number = request.POST.get("mobile", "").strip()
        if not number:
            raise NotPossible(_("No mobile number is known. Choose somebody who has one."))
        known = board.extensions.get(targets.target(board, chosen).dial) if chosen else None
        return dialable(number), known.id if known is not None else ""
    if verb not in WITH_TARGET or (verb == "conference" and not chosen):
        return "", ""
    if not chosen:
        raise NotPossible("Choose who.")
    target = targets.target(board, chosen).dial
    if target == request.membership.extension:
        raise NotPossible("This is your own phone. Choose somebody else.")
    return target, ""


def _seconds(request: AuthorizedRequest) -> int:
    """Of a safe transfer; 0 where the page leaves them to the settings."""
    said = request.POST.get("seconds", "").strip()
    if not said:
        return 0
    is_number = said.isascii() and said.isdigit() and len(said) < 4
    if not is_number or not SHORTEST_SAFE <= int(said) <= LONGEST_SAFE:
        raise NotPossible(
            _("A safe transfer comes back after %(least)d to %(most)d seconds.")
            % {"least": SHORTEST_SAFE, "most": LONGEST_SAFE}
        )
    return int(said)


def _in_conference(request: AuthorizedRequest) -> tuple[str, int | None]:
    """The conference and the participant that a key names; the holder looks whether they are."""
    conference = request.POST.get("conference", "")
    participant = request.POST.get("participant", "")
    if not _is_id(conference) or not (participant == "" or _is_id(participant)):
        raise NotPossible("This page is out of date. Reload it.")
    return conference, int(participant) if participant else None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10
