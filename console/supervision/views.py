"""The supervisor's page, and the wallboard that everybody in the room can read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.links.permissions import AuthorizedRequest, supervisor_required
from console.live.page import live_page
from console.live.screens import Screen
from console.supervision.regions import SUPERVISION, WALLBOARD


@require_safe
@supervisor_required
async def supervision(request: AuthorizedRequest) -> HttpResponse:
    return _page(request, SUPERVISION)


@require_safe
@supervisor_required
async def wallboard(request: AuthorizedRequest) -> HttpResponse:
    return _page(request, WALLBOARD)


def _page(request: AuthorizedRequest, screen: Screen) -> HttpResponse:
    """`extension` is "" for a supervisor without a desk, who cannot take calls."""
    live = live_page(screen, request.membership)
    values = {
        "live": live,
        "page": screen.name,
        "pbx": live.seat.pbx,
        "extension": live.seat.extension,
        "role": request.membership.role,
    }
    return render(request, f"supervision/{screen.name}.html", values)
