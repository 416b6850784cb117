"""What each region of the desk shows: pure functions of (board, pbx, key) to plain values.

No clock, no rights, no query: the same board gives the same values. The words of the screen stand
here and in the templates; trade states come from `console.board.queries`.
"""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from console.board import queries
from console.board.state import Board, Command
from console.desk.present_calls import active, held, ringing
from console.desk.present_keys import WORDS, dial_key, key
from console.desk.present_lamps import lamp, state
from console.desk.present_transfers import parked, transferring
from console.directory.shown import iso, party, person, queue_name, queue_order, started
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
    "transferring",
]

RINGS = {"transfer", "safe", "consult", "dial"}  # verbs that ring the phone of their target
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
    """The last command and its truth; the party's name outlives the call."""
    desk = board.desks.get(extension)
    last = desk.command if desk is not None else None
    if last is None:
        return {"last": None}
    return {
        "last": {
            "word": WORDS.get(last.verb, last.verb),
            "who": last.text or _who(board, last),
            "verb": last.verb,
            "outcome": last.outcome,
            "sentence": said(last.sentence),
            "unregistered": _unregistered(board, last),
            "sent_at": iso(last.sent_at),
            "at": iso(last.settled_at if last.settled_at is not None else last.sent_at),
            "took": _seconds(last.sent_at, last.settled_at),
        }
    }


def _who(board: Board, last: Command) -> str:
    if not (last.number or last.name):
        return person(board, last.target) if last.verb == "dial" and last.target else ""
    return str(party(board, last.number, last.name)["title"])


def _unregistered(board: Board, last: Command) -> str:
    """Whose phone cannot ring, although the PBX accepted the command; "" for nobody's."""
    known = board.extensions.get(last.target) if last.verb in RINGS else None
    return person(board, last.target) if known and known.registered is False else ""


def _seconds(start: float, end: float | None) -> str:
    return "" if end is None else f"{number_format(max(0.0, end - start), 1)} s"


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
