"""What the dial window shows: pure functions of (board, pbx, key) to plain values."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from console.board import queries
from console.board.queries import Progress
from console.board.state import Board, Call, Command
from console.dialing.steps import steps_of
from console.directory.shown import iso, party
from console.live.said import said

WORDS = {
    "idle": _("Free"),
    "ringing": _("Ringing"),
    "talking": _("Talking"),
    "held": _("On hold"),
    "holding": _("Holding"),
    "unknown": _("No data"),
}
OFF = _("No PBX link. Use your desk phone.")
OTHER_EPOCH = _("The console has started anew since. Your desk shows what became of this call.")
NOT_CONFIRMED = _("The PBX has not confirmed this call. Your desk shows what became of it.")


def dialfrom(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """Her own phone and its lamp, and why Dial is off."""
    lamp = queries.lamp(board, extension)
    return {
        "extension": extension,
        "short": lamp.short or extension,
        "name": lamp.name,
        "state": lamp.state,
        "word": WORDS[lamp.state],
        "since": iso(lamp.since) if lamp.state not in ("idle", "unknown") else "",
        "off": "" if board.link.state == "live" else OFF,
    }


def progress(board: Board, pbx: str, subject: str) -> dict[str, Any]:
    """The steps of one dialled call; `subject` is `extension/key`."""
    extension, _, key = subject.partition("/")
    found = queries.progress(board, extension, key)
    command = _command(board, extension, key)
    call = board.remembered(found.call) if found and found.call else None
    return {
        **_whom(board, found, command),
        "steps": steps_of(board, extension, found, command, call),
        "ended": found is not None and found.stage == "ended",
        "sentence": _sentence(board, extension, key, found, command, call),
        "k": _end_key(board, call) if call is not None and call.is_live else None,
    }


def _command(board: Board, extension: str, key: str) -> Command | None:
    desk = board.desks.get(extension)
    last = desk.command if desk else None
    return last if last is not None and last.key == key else None


def _whom(board: Board, found: Progress | None, command: Command | None) -> dict[str, Any]:
    """Before the PBX has accepted, only the words that were sent with the command."""
    if found is None:
        title = command.text if command else gettext("Call")
        return {"title": title, "name": "", "number": "", "digits": ""}
    known = board.extensions.get(found.target)
    return party(board, found.target, known.name if known else "")


def _sentence(
    board: Board,
    extension: str,
    key: str,
    found: Progress | None,
    command: Command | None,
    call: Call | None,
) -> str:
    """What went wrong with Dial or with End, or why nothing is known; "" while all is well."""
    if command is not None and command.outcome in ("refused", "unknown"):
        return said(command.sentence)
    if found is not None:
        return _failed_end(board, extension, call)
    if key.partition(".")[0] != str(board.epoch):
        return str(OTHER_EPOCH)
    return "" if command is not None else str(NOT_CONFIRMED)


def _failed_end(board: Board, extension: str, call: Call | None) -> str:
    desk = board.desks.get(extension)
    last = desk.command if desk else None
    if last is None or call is None or last.verb != "end" or board.root(last.call) != call.id:
        return ""
    return said(last.sentence) if last.outcome in ("refused", "unknown") else ""


def _end_key(board: Board, call: Call) -> dict[str, Any]:
    """The values that `desk/_key.html` prints; the one-time key is the desk's own for this call."""
    token = f"{board.epoch}.{call.id}.{call.attempts}.end"
    return {
        "verb": "end",
        "word": gettext("End"),
        "hint": "end",
        "call": call.id,
        "token": token,
        "sent": any(token in desk.unsettled for desk in board.desks.values()),
        "filled": True,
    }
