"""The rows of the search for people: whom the directory finds, and how each stands just now."""

from typing import Any

from django.utils.translation import gettext

from console.board.lamps import busiest
from console.board.queries import parties
from console.board.state import Board
from console.desk import present
from console.directory import phonebook, search
from console.directory.folding import marked
from console.directory.models import Kind
from console.directory.numbers import EMERGENCY, NotDialable, grouped
from console.directory.own import own_of, star
from console.directory.person import CONTACT, EXTENSION, Number, Person, normal
from console.directory.search import EVERYONE, TABS, Found, Own
from console.directory.shown import extension_of, iso, party
from console.directory.targets import target
from console.links.models import Membership

LONGEST = 200  # characters of a search; whatever stands behind them narrows nothing


def asked(
    board: Board, membership: Membership, text: str = "", tab: str = EVERYONE,
    only: str = "", called: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The values of the results; `only` is the company to search, `called` the one that the active
    call is for, both by their ids. It queries what is the operator's own: it belongs in a thread.
    """
    text, tab = text[:LONGEST], tab if tab in TABS else EVERYONE
    if text.strip() in EMERGENCY:
        return _emergency(board.pbx, text, tab)
    own = own_of(membership)
    book = phonebook.of(board.pbx)
    but = f"{EXTENSION}:{membership.extension}"
    answer = search.search(
        book.index(board), text, tab, own, but, only=book.company(only), called=book.company(called)
    )
    return {
        "pbx": board.pbx,
        "q": text,
        "tab": tab,
        "found": answer.counts[tab],
        "counts": answer.counts,
        "typed": typed(board, text),
        "rows": [row(board.pbx, one, own, answer) for one in answer.people],
    }


def _emergency(pbx: str, text: str, tab: str) -> dict[str, Any]:
    """One clear row, whatever colleague's short number it looks like."""
    number = text.strip()
    return {
        "pbx": pbx,
        "q": text,
        "tab": tab,
        "found": 1,
        "counts": {**dict.fromkeys(TABS, 0), tab: 1},
        "typed": {"target": number, "number": number, "name": "", "emergency": True},
        "rows": [],
    }


def typed(board: Board, text: str) -> dict[str, str] | None:
    """The typed number as a target of its own; None for no number, or when a row has it."""
    if not any(character.isdigit() for character in text):
        return None
    try:
        meant = target(board, text)
    except NotDialable:
        return None
    if extension_of(board, meant.dial) or meant.dial in board.groups:
        return None
    return {"target": meant.dial, "number": grouped(meant.dial), "name": meant.name}


def row(pbx: str, person: Person, own: Own, answer: Found) -> dict[str, Any]:
    """Who she is and how she is reached; her state is a region of its own."""
    numbers = _best_first(person, own)
    return {
        "key": person.key,
        "kind": person.kind,
        "id": person.id,
        "name": person.name,
        "pieces": marked(person.name, answer.words),
        "firm": ", ".join(filter(None, (person.company, person.department))),
        "short": person.short,
        "target": numbers[0].number if numbers else "",
        "number": grouped(numbers[0].number) if numbers else "",
        "numbers": [_choice(one) for one in numbers if one.kind not in (EXTENSION, "group")],
        "mobile": next((one.number for one in numbers if one.kind == Kind.MOBILE), ""),
        "is_reachable": bool(numbers),
        "star": star(pbx, person.key, person.name, person.key in own.favourites),
        "last": _last_way(person, own),
        "own_note": own.notes.get(person.key, ""),
        "note": person.note if person.kind == CONTACT else "",
    }


def _best_first(person: Person, own: Own) -> list[Number]:
    """Of somebody outside the number by which she was reached last stands first."""
    if person.kind != CONTACT:
        return list(person.numbers)

    def last(one: Number) -> float:
        reached = own.reached.get(normal(one.number))
        return reached.at if reached else 0.0

    return sorted(person.numbers, key=last, reverse=True)


def _choice(one: Number) -> dict[str, str]:
    return {"dial": one.number, "number": grouped(one.number), "kind": str(Kind(one.kind).label)}


def _last_way(person: Person, own: Own) -> str:
    """How this operator reached a colleague last, where it was not simply her telephone."""
    if person.kind != EXTENSION:
        return ""
    reached = [(own.reached.get(normal(one.number)), one.kind) for one in person.numbers]
    known = [(reach.at, reach.way, kind) for reach, kind in reached if reach]
    if not known:
        return ""
    _, way, kind = max(known)
    if way == "voicemail":
        return gettext("Last time: voicemail")
    return gettext("Last time: mobile") if "mobile" in (way, kind) else ""


def state(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """How somebody stands, and the best that is known of whether she will pick up."""
    shown = present.state(board, pbx, extension)
    detail = phonebook.of(board.pbx).detail(extension)
    away_since = board.unregistered.get(extension)
    return {
        **shown,
        **_engaged(board, extension, shown["state"]),
        "is_ready": shown["registered"] is True and shown["state"] == "idle",
        "is_away": shown["registered"] is False,
        "away_since": iso(away_since),
        "note": detail.note,
    }


def _engaged(board: Board, extension: str, now: str) -> dict[str, str]:
    """With whom: `doing` is calling (she is being called), talking or outside, `who` a name."""
    leg = busiest(board, extension) if now in ("ringing", "talking") else None
    if leg is None or (now == "ringing" and leg.direction == "outgoing"):
        return {"doing": "", "who": ""}
    other = parties.remote(leg)
    shown = party(board, parties.number(other), parties.name(board, other))
    if now == "ringing":
        return {"doing": "calling", "who": shown["title"]}
    is_inside = parties.extension(board, other) is not None
    return {"doing": "talking" if is_inside else "outside", "who": shown["title"]}
