"""What the wallboard shows. Its values hold no whole number, so that no template can print one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from console.board import queries
from console.board.state import Board
from console.directory.shown import party
from console.supervision.figures import figures
from console.supervision.present import queue_line

QUEUE_WORDS = {"queued": _("Waiting"), "idle": _("Clear"), "unknown": _("No data")}
PEOPLE_WORDS = {
    "idle": _("free"),
    "talking": _("talking"),
    "ringing": _("ringing"),
    "holding": _("holding"),
    "held": _("on hold"),
    "unknown": _("no data"),
}


def walltile(board: Board, pbx: str, queue: str) -> dict[str, Any]:
    """One queue: how many wait, the longest wait, and who is next, masked."""
    found = figures(board, queue)
    first = found.waiters[0] if found.waiters else None
    return {
        **queue_line(found),
        "word": QUEUE_WORDS[found.state],
        "next": party(board, first.number, "")["masked_number"] if first else "",
    }


def wallpeople(board: Board, pbx: str, key: str) -> dict[str, Any]:
    """How many people are free, talking and so on."""
    states = queries.lamp_counts(board)
    return {
        "rows": [
            {"state": state, "word": word, "count": states.get(state, 0)}
            for state, word in PEOPLE_WORDS.items()
            if states.get(state) or state == "idle"
        ]
    }
