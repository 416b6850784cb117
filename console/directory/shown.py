"""How parties, queues and moments are printed: plain values for templates, pure and cheap."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext

from console.board.state import Board, Touched
from console.directory import phonebook
from console.directory.numbers import EMERGENCY, grouped, masked
from console.portasip.messages import Extension


def party(board: Board, number: str, name: str) -> dict[str, Any]:
    """`title` stands first; `number` is grouped; `digits` are the PBX's own, "" when withheld.

    `name` is "" where it says no more than the number; whom the PBX does not name, the phonebook
    may. `company` is the phonebook's. One of our own phones shows its short number.
    """
    own = board.extensions.get(number)
    shown = (own.short or own.id) if own else grouped(number)
    withheld = shown == "Withheld"
    known = "" if name in (number, shown) or grouped(name) == "Withheld" else name
    listed = _listed(board, number) if not (own or withheld) else Listed()
    known = known or listed.name
    if withheld:
        shown = gettext("Withheld")
    return {
        "title": known or shown,
        "name": known,
        "company": listed.company if listed.company != known else "",
        "number": "" if withheld else shown,
        "masked_number": shown if own or withheld else masked(number),
        "digits": "" if withheld else number,
    }


def person(board: Board, number: str) -> str:
    """Whom an extension, a hunt group or a number is: the name if we know it, else the number."""
    known, group = extension_of(board, number), board.groups.get(number)
    name = known.name if known is not None else group.name if group is not None else ""
    return name or str(party(board, number, "")["title"])


class Listed(NamedTuple):
    """What the phonebook knows of a number."""

    name: str = ""
    company: str = ""


def _listed(board: Board, number: str) -> Listed:
    """A contact, or a colleague who calls from the mobile that we know of."""
    book = phonebook.of(board.pbx)
    person = book.named(number)
    if person is not None:
        return Listed(person.name, person.company)
    colleague = board.extensions.get(book.extension_with(number))
    return Listed(colleague.name) if colleague else Listed()


def queue_name(board: Board, queue: str) -> str:
    """The name of a queue, "Queue 25" while the PBX has not named it, "" for none."""
    known = board.queues.get(queue)
    if known and known.name:
        return known.name
    return gettext("Queue %(number)s") % {"number": queue} if queue else ""


def queue_order(board: Board, queue: str) -> tuple[str, str]:
    """Queues stand in the order of their names, which is the same in every language."""
    known = board.queues.get(queue)
    return ((known.name if known else "").casefold(), queue)


def extension_of(board: Board, number: str) -> Extension | None:
    """Whose phone a dialable number is, by account ID or short number.

    An emergency number is nobody's: it must never become the account of a colleague.
    """
    plain = number.removeprefix("+")
    known = board.extensions.get(plain)
    if known is not None or plain in EMERGENCY:
        return known
    return next((one for one in board.extensions.values() if one.short == number), None)


def being_taken(board: Board, touched: Touched) -> set[str]:
    """Queues with a caller about whom a touched desk has just pressed a key."""
    desks = (board.desks[each] for each in touched.desks if each in board.desks)
    calls = (board.call(short) for desk in desks for short in desk.unsettled.values())
    legs = (board.legs[leg] for call in calls if call for leg in call.legs)
    return {leg.queue for leg in legs if leg.queue}


def iso(at: float | None) -> str:
    """A moment for `<time datetime>`; "" when it is unknown, which is never shown as 0."""
    if at is None:
        return ""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def started(since: float | None, first_seen: float | None = None) -> dict[str, Any]:
    """`since`, else first seen with `atleast`, which the screen marks with ≥."""
    if since is None:
        return {"since": iso(first_seen), "atleast": first_seen is not None}
    return {"since": iso(since), "atleast": False}
