"""What each region of the supervisor shows: pure functions of (board, pbx, key) to plain values."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from console.board import queries
from console.board.queries import LiveCall, LiveParty, Waiter
from console.board.state import Board
from console.directory.shown import iso, party, queue_name, started
from console.supervision.figures import Figures, counted, figures, worst_first

WORDS = {
    "idle": _("Free"),
    "ringing": _("Ringing"),
    "talking": _("Talking"),
    "held": _("On hold"),
    "holding": _("Holding"),
    "waiting": _("Waiting"),
    "dialling": _("Dialling"),
    "unknown": _("No data"),
}
SHAPES = {"waiting": "queued", "dialling": "ringing"}
AT_WORK = ("ringing", "talking", "held", "holding")
NOBODY = LiveParty(extension="", short="", number="", name="", state="")


def nothing(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """A frame shows its parts and nothing of its own."""
    return {}


def tiles(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """The figures over all queues and calls. `?` stands for what nobody has told us."""
    counts, people = queries.lamp_counts(board), len(board.extensions)
    told = board.listed_at is not None
    return {
        **totals(board, pbx, key),
        "at_work": str(sum(counts[state] for state in AT_WORK)) if told and people else "?",
        "people": people,
        "calls": calls_count(board),
    }


def totals(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """How many wait in all queues, and the longest wait of all."""
    queues = worst_first(board)
    worst = queues[0] if queues and queues[0].waiters else None
    uncounted = sum(not one.known for one in queues)
    known = bool(queues) and not uncounted
    return {
        "waiting": counted(sum(len(one.waiters) for one in queues), known),
        "queues": len(queues),
        "uncounted": uncounted,
        "longest": iso(worst.longest) if worst else "",
        "atleast": any(one.atleast for one in queues),
        "longest_in": worst.name if worst else "",
        "nobody": known and worst is None,
    }


def calls_count(board: Board) -> str:
    return "?" if board.listed_at is None else str(len(board.calls))


def queuelist(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """All queues in one line each, worst first."""
    return {"rows": [queue_line(one) for one in worst_first(board)]}


def queue_line(one: Figures) -> dict[str, Any]:
    return {
        "queue": one.queue,
        "name": one.name,
        "state": one.state,
        "known": one.known,
        "count": one.count,
        "longest": iso(one.longest),
        "atleast": one.atleast,
        "operators": _operators(one.operators),
    }


def _operators(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("%(count)s operator", "%(count)s operators", count) % {"count": count}


def waiting(board: Board, pbx: str, queue: str) -> dict[str, Any]:
    """One queue and its waiting callers, in order."""
    found = figures(board, queue)
    return {**queue_line(found), "callers": [_caller(board, one) for one in found.waiters]}


def _caller(board: Board, waiter: Waiter) -> dict[str, Any]:
    """With the one-time key of Take, the same as on the desk: of two who press, one is heard."""
    token = f"{board.epoch}.{waiter.call}.{waiter.attempts}.take"
    return {
        **party(board, waiter.number, waiter.name),
        **started(waiter.since, waiter.first_seen),
        "call": waiter.call,
        "position": waiter.position,
        "token": token,
        "sent": token in board.index.pressed,
    }


def operator(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """One person: her state, for how long, and with whom."""
    lamp = queries.lamp(board, extension)
    state = lamp.state if lamp.state in WORDS else "unknown"
    return {
        "extension": extension,
        "short": lamp.short or extension,
        "name": lamp.name,
        "state": state,
        "word": WORDS[state],
        "since": iso(lamp.since) if state in AT_WORK else "",
        "with": _with(board, extension, state),
        "registered": lamp.registered,
    }


def _with(board: Board, extension: str, state: str) -> dict[str, Any] | None:
    """Of several calls, the one that her lamp shows."""
    cards = queries.desk_cards(board, extension)
    active = (cards.active,) if cards.active else ()
    shown = {"talking": active, "ringing": (*cards.ringing, *active)}
    fitting = shown.get(state, (*cards.held, *active))
    if state not in AT_WORK or not fitting:
        return None
    return party(board, fitting[0].number, fitting[0].name)


def livecount(board: Board, pbx: str, key: str) -> dict[str, Any]:
    return {"count": calls_count(board)}


def livecall(board: Board, pbx: str, call: str) -> dict[str, Any]:
    """One call in progress; None for any other."""
    live = queries.live_call(board, call)
    return {"one": _live(board, live) if live else None}


def _live(board: Board, live: LiveCall) -> dict[str, Any]:
    """The party from outside stands first, the others beside it; a queue is named once."""
    parties = live.parties or (NOBODY,)
    who = next((one for one in parties if one.extension not in board.extensions), parties[0])
    queue = queue_name(board, live.queue)
    others = [one for one in parties if one is not who and (not queue or one.name != queue)]
    return {
        **party(board, who.number, who.name),
        **started(live.since, live.first_seen),
        "call": live.call,
        "state": SHAPES.get(live.state, live.state),
        "word": WORDS[live.state],
        "others": [_side(board, one) for one in others],
        "queue": queue,
        "conference": bool(live.conference),
    }


def _side(board: Board, one: LiveParty) -> dict[str, Any]:
    extension = one.extension if one.extension in board.extensions else ""
    return {**party(board, one.number, one.name), "extension": extension, "short": one.short}
