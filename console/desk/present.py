"""What each region of the desk shows: pure functions of (board, pbx, key) to plain values.

No clock, no rights, no query: the same board gives the same values. The words of the screen stand
here and in the templates; trade states come from `console.board.queries`.
"""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from console.board import queries
from console.board.state import Board
from console.desk.present_calls import active, held, ringing
from console.desk.present_keys import WORDS, dial_key, key
from console.desk.present_lamps import lamp, state
from console.desk.present_names import short_number
from console.directory.shown import iso, party, queue_name, queue_order, started
from console.live.said import said

__all__ = [
    "active",
    "command",
    "dial",
    "held",
    "lamp",
    "line",
    "link",
    "parked",
    "queue",
    "queues_in_order",
    "ringing",
    "state",
]

QUEUE_ROWS = 6  # places that a queue card prints; how many are seen the operator chooses


def line(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """The desk's own line in the bar."""
    own = lamp(board, pbx, extension)
    desk = board.desks.get(extension)
    if desk is not None and desk.consult is not None and own["state"] in ("talking", "holding"):
        own["word"] = gettext("Consulting")
    return own


def link(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """The PBX link: live, connecting or lost, since when, and when it is tried again."""
    now = board.link
    is_lost = now.state == "lost" or (now.state != "live" and now.lost_since is not None)
    return {
        "state": "lost" if is_lost else now.state,
        "lost_since": iso(now.lost_since if now.lost_since is not None else now.since),
        "reason": said(now.reason),
        "attempt": now.attempt,
    }


def command(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """The last command and its truth, and blind transfers that can still be pulled back."""
    desk = board.desks.get(extension)
    return {
        "last": _last_command(board, extension),
        "pullback": _pull_back(board, extension) if desk is not None and desk.transfers else None,
    }


def _last_command(board: Board, extension: str) -> dict[str, Any] | None:
    desk = board.desks.get(extension)
    last = desk.command if desk is not None else None
    if last is None:
        return None
    return {
        "word": WORDS.get(last.verb, last.verb),
        "who": last.text or _who(board, extension, last.call),
        "verb": last.verb,
        "outcome": last.outcome,
        "sentence": said(last.sentence),
        "sent_at": iso(last.sent_at),
        "at": iso(last.settled_at if last.settled_at is not None else last.sent_at),
        "took": _seconds(last.sent_at, last.settled_at),
    }


def _who(board: Board, extension: str, call: str) -> str:
    found = queries.card(board, extension, call) if call else None
    return party(board, found.number, found.name)["title"] if found is not None else ""


def _seconds(start: float, end: float | None) -> str:
    return "" if end is None else f"{number_format(max(0.0, end - start), 1)} s"


def _pull_back(board: Board, extension: str) -> dict[str, Any] | None:
    offer = queries.pullback(board, extension)
    if offer is None:
        return None
    call = board.remembered(offer.call)
    known = board.extensions.get(offer.target)
    attempts = call.attempts if call is not None else 0
    return {
        "call": offer.call,
        "target": known.name if known and known.name else short_number(board, offer.target),
        "since": iso(offer.since),
        "key": key(board, "pullback", offer.call, attempts, filled=True),
    }


def dial(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """The Dial key beside the search."""
    return {"dial": dial_key(board, extension)}


def queues_in_order(board: Board) -> list[str]:
    """Every queue in the order of the names."""
    return sorted(board.queues, key=lambda one: queue_order(board, one))


def queue(board: Board, pbx: str, queue_id: str) -> dict[str, Any]:
    """One queue: who waits, in order, and since when the first one does."""
    known = board.queues.get(queue_id)
    callers = queries.waiting(board, queue_id)
    starts = [each.since for each in callers if each.since is not None]
    is_known = known is not None and known.known
    return {
        "name": queue_name(board, queue_id),
        "number": known.huntgroup if known is not None else "",
        "state": "queued" if callers else "idle" if is_known else "unknown",
        "known": is_known,
        "count": str(len(callers)) if is_known else f"{len(callers)}+" if callers else "?",
        "longest": iso(min(starts)) if starts else "",
        "operators": known.operators if known is not None else None,
        "callers": [_waiting_row(board, each) for each in callers],
        "places": range(len(callers) + 1, QUEUE_ROWS + 1),
    }


def _waiting_row(board: Board, waiter: queries.Waiter) -> dict[str, Any]:
    return {
        **party(board, waiter.number, waiter.name),
        "call": waiter.call,
        "position": waiter.position,
        **started(waiter.since, waiter.first_seen),
        "key": key(board, "take", waiter.call, waiter.attempts),
    }


def parked(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """What our desks parked; the PBX reports no slots, and this release parks nothing."""
    return {"slots": []}
