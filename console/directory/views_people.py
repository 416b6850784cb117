"""The list of people of one PBX, and what an operator marks for herself."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from console.directory import own, search, storing
from console.directory.folding import marked
from console.directory.models import NOTE_AT_MOST, Kind
from console.directory.numbers import grouped
from console.directory.person import CONTACT, EXTENSION, Number, Person
from console.directory.search import TABS
from console.links.models import PBX
from console.links.permissions import AuthorizedRequest, can_administer, people_required
from console.links.pictures import picture_of

ON_A_PAGE = 50
LONGEST = 200


@require_safe
@people_required
def people(request: AuthorizedRequest) -> HttpResponse:
    """`?q=` narrows, `?tab=` chooses, `?page=` leafs through: the same order as at the desk."""
    pbx = request.membership.pbx
    text = request.GET.get("q", "").strip()[:LONGEST]
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else search.EVERYONE
    page = _page(request.GET.get("page", "1"))
    hers = own.own_of(request.membership)
    index = storing.fresh(pbx).index(picture_of(pbx.name).board)
    found = search.search(index, text, tab, hers, start=(page - 1) * ON_A_PAGE)
    pages = max(1, -(-found.counts[tab] // ON_A_PAGE))
    if page > pages:
        raise Http404("No such page of people.")
    values = {
        "page": "people",
        "pbx": pbx.name,
        "q": text,
        "tab": tab,
        "tabs": [(name, word, found.counts[name]) for name, word in tab_words()],
        "may_administer": can_administer(request.membership),
        "rows": [_row(pbx, one, hers, found.words) for one in found.people],
        "found": found.counts[tab],
        "number": page,
        "pages": pages,
    }
    return render(request, "directory/people.html", values)


def tab_words() -> list[tuple[str, str]]:
    words = (
        gettext("Everyone"), gettext("Favourites"), gettext("Company"), gettext("Contacts"),
        gettext("Speed dials"),
    )  # fmt: skip
    return list(zip(TABS, words, strict=True))


def _page(text: str) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise Http404("No such page of people.")
    return int(text)


def _row(pbx: PBX, person: Person, hers: search.Own, words: list[str]) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "pieces": marked(person.name, words),
        "firm": ", ".join(filter(None, (person.company, person.department))),
        "short": person.short,
        "kind": person.kind,
        "numbers": [_told(one) for one in person.numbers if one.kind not in (EXTENSION, "group")],
        "email": person.email,
        "note": person.note,
        "own_note": hers.notes.get(person.key, ""),
        "star": own.star(pbx.name, person.key, person.name, person.key in hers.favourites),
        "is_speed_dial": person.key in hers.speed_dials,
        "address": address(pbx.name, person.key),
    }


def _told(one: Number) -> str:
    return f"{Kind(one.kind).label} {grouped(one.number)}"


def address(pbx: str, person: str) -> str:
    """Where somebody is edited; "" for a hunt group, to which nothing is added."""
    kind, _, id = person.partition(":")
    if kind == CONTACT:
        return reverse("directory:contact", args=[pbx, id])
    return reverse("directory:extension", args=[pbx, id]) if kind == EXTENSION else ""


@require_POST
@people_required
def mark(request: AuthorizedRequest, pbx: str) -> HttpResponse:
    """Set or take one mark. A star of a live page gets its successor, a form goes back."""
    person = known(request.membership.pbx, request.POST.get("person", ""))
    what, on = request.POST.get("what", ""), bool(request.POST.get("on"))
    if what in (own.FAVOURITE, own.SPEED_DIAL):
        own.mark(request.membership, person.key, **{what: on})
    elif what == "note":
        note = " ".join(request.POST.get("note", "").split())[:NOTE_AT_MOST]
        own.mark(request.membership, person.key, note=note)
    else:
        raise Http404("No such mark.")
    if request.headers.get("HX-Request") == "true":
        star = own.star(pbx, person.key, person.name, on)
        return render(request, "directory/_star.html", {"star": star})
    return HttpResponseRedirect(_back(request, pbx))


def known(pbx: PBX, key: str) -> Person:
    """Somebody of this PBX; of another one nobody is known."""
    person = storing.fresh(pbx).index(picture_of(pbx.name).board).person(key)
    if person is None:
        raise Http404("No such person.")
    return person


def _back(request: AuthorizedRequest, pbx: str) -> str:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return f"{reverse('directory:people')}?pbx={pbx}"
