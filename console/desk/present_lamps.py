"""Lamps: what each phone of the PBX is doing, in which department, and whether it is there."""

from typing import Any

from django.utils.translation import pgettext_lazy

from console.board import queries
from console.board.state import Board
from console.directory import phonebook
from console.directory.shown import iso

STATE_WORDS = {
    "idle": pgettext_lazy("lamp", "Free"),
    "ringing": pgettext_lazy("lamp", "Ringing"),
    "talking": pgettext_lazy("lamp", "Talking"),
    "held": pgettext_lazy("lamp", "On hold"),
    "holding": pgettext_lazy("lamp", "Holding"),
    "queued": pgettext_lazy("lamp", "Waiting"),
    "unknown": pgettext_lazy("lamp", "No data"),
}
OFFLINE = pgettext_lazy(
    "lamp", "Offline"
)  # its telephone is not registered: a call would not ring there


def is_cut_off(board: Board) -> bool:
    """Whether the picture ages: what was seen last may no longer hold."""
    return board.link.lost_since is not None


def lamp(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """One lamp: state, word, short number, name, department ("" for none), since when.

    A phone at rest that is not registered is `offline`: nobody can say that its owner is free.
    """
    shown = queries.lamp(board, extension)
    state_now = shown.state if shown.state in STATE_WORDS and not is_cut_off(board) else "unknown"
    offline = state_now == "idle" and shown.registered is False
    return {
        "extension": extension,
        "short": shown.short or extension,
        "name": shown.name,
        "department": department(board, extension),
        "state": "unknown" if offline else state_now,
        "word": OFFLINE if offline else STATE_WORDS[state_now],
        "offline": offline,
        "since": iso(shown.since) if state_now not in ("idle", "unknown") else "",
        "registered": shown.registered,
    }


def state(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """The state cell of a person's row: the same values as her lamp."""
    return lamp(board, pbx, extension)


def department(board: Board, extension: str) -> str:
    """Under which heading a lamp stands: the department that we keep, else the PBX's company."""
    person = phonebook.extension_of(board, extension)
    return (person.department or person.company) if person is not None else ""


def in_order(board: Board) -> list[str]:
    """Every extension in the order of its department, then of its short number."""

    def place(extension: str) -> tuple[bool, str, int, str]:
        name = department(board, extension)
        known = board.extensions[extension]
        return (not name, name.casefold(), *_numeric(known.short or known.id))

    return sorted(board.extensions, key=place)


def _numeric(short: str) -> tuple[int, str]:
    return (int(short), short) if short.isdigit() else (10**9, short)


def parts(board: Board) -> list[tuple[str, str]]:
    """The lamps in order, each department under its heading where there are several."""
    ordered = in_order(board)
    departments = {one: department(board, one) for one in ordered}
    if len(set(departments.values())) < 2:
        return [("lamp", one) for one in ordered]
    shown: list[tuple[str, str]] = []
    last = None
    for one in ordered:
        if departments[one] != last:
            last = departments[one]
            shown.append(("lampgroup", last))
        shown.append(("lamp", one))
    return shown


def group(board: Board, pbx: str, name: str) -> dict[str, Any]:
    """The heading of one department; "" gathers whoever is in none."""
    return {"department": name}
