"""The foot of the desk (who is away, the desk note) and the operator's own status."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.links.models import Membership
from console.links.permissions import AuthorizedRequest, can_see_history, requires
from console.shifts import notes
from console.shifts.models import LONGEST_NOTE, LONGEST_REASON, DeskNote, State, Status
from console.shifts.notes import Draft, NotWritten

LONGEST_EDITOR = 40
member_required = requires(can_see_history)  # whoever has a place on the PBX


@require_safe
@member_required
def deskline(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """204 when the page shows this already (`seen`)."""
    shown = _shown(request.membership)
    if request.GET.get("seen") == shown["seen"]:
        return HttpResponse(status=204)
    return render(request, "shifts/_deskline.html", shown)


@require_POST
@member_required
def note(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """200: written. 409: somebody was first, both texts are shown. 400: it cannot be, and why."""
    draft = _draft(request)
    try:
        written = notes.write(request.membership.pbx, draft)
    except NotWritten as told:
        current = notes.note_of(request.membership.pbx)
        return _state(request, current, 400, version=draft.version, refusal=str(told))
    if written.is_conflict:  # until she decides, her page has not seen their version
        return _state(request, written.note, 409, version=draft.version, theirs=True)
    if "with_theirs" in request.POST:
        shown = _shown(request.membership)
        return render(request, "shifts/_deskline.html", shown)
    return _state(request, written.note, 200, saved=True)


def _draft(request: AuthorizedRequest) -> Draft:
    version = request.POST.get("version", "")
    return Draft(
        text=request.POST.get("text", "").replace("\r\n", "\n").strip(),
        version=int(version) if version.isascii() and version.isdigit() else -1,
        editor=request.POST.get("editor", "")[:LONGEST_EDITOR] or uuid4().hex,
        by=_name(request.user),
        with_theirs="with_theirs" in request.POST,
    )


def _state(request: HttpRequest, note: DeskNote, status: int, **more: Any) -> HttpResponse:
    values = {"note": note, "version": note.version, "pbx": note.pbx.name, **more}
    return render(request, "shifts/_note_state.html", values, status=status)


def _shown(membership: Membership) -> dict[str, Any]:
    """What the desks of a PBX share; her own status is no news to the reader."""
    pbx = membership.pbx
    note = notes.note_of(pbx)
    absent = list(
        Status.objects.exclude(state=State.AVAILABLE)
        .filter(user__memberships__pbx=pbx, user__is_active=True)
        .exclude(user_id=membership.user_id)
        .select_related("user")
        .order_by("since")
    )
    stamps = [f"{each.pk}:{each.since.timestamp():.3f}" for each in absent]
    return {
        "pbx": pbx.name,
        "note": note,
        "version": note.version,
        "absent": [
            {
                "name": _name(each.user),
                "word": each.get_state_display(),
                "reason": each.reason,
                "since": each.since.isoformat(),
            }
            for each in absent
        ],
        "longest": LONGEST_NOTE,
        "editor": uuid4().hex,
        "seen": "-".join([str(note.version), *stamps]),
    }


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def status(request: AuthorizedRequest) -> HttpResponse:
    """A part of the menu for htmx, a small page for who has no scripts."""
    kept = Status.objects.filter(user_id=request.user.pk or 0).first()
    kept = kept or Status(user_id=request.user.pk)
    refusal = _changed(kept, request) if request.method == "POST" else ""
    template = "shifts/_status.html" if request.htmx else "shifts/status.html"  # type: ignore[attr-defined]
    if request.method == "POST" and not refusal and not request.htmx:  # type: ignore[attr-defined]
        return redirect("/")
    values = {
        "status": kept,
        "states": State.choices,
        "longest": LONGEST_REASON,
        "refusal": refusal,
    }
    return render(request, template, values, status=400 if refusal else 200)


def _changed(status: Status, request: HttpRequest) -> str:
    """Why it cannot be, or "" when it is."""
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "").strip()
    if state not in State.values:
        return _("Choose available, break or away.")
    if len(reason) > LONGEST_REASON:
        return _("A reason has at most %(most)s characters.") % {"most": LONGEST_REASON}
    reason = "" if state == State.AVAILABLE else reason
    if (status.state, status.reason) != (state, reason):
        status.state, status.reason, status.since = state, reason, timezone.now()
        status.save()
    return ""
