"""Command keys: what each says, where it stands, and the one-time key that it sends.

The one-time key is made of the state alone, so that the same state renders the same bytes; a
settled command counts as an attempt and thereby makes the keys of its call fresh.
"""

from typing import Any

from django.utils.translation import gettext_lazy

from console.board.state import Board

WORDS: dict[str, Any] = {
    "answer": gettext_lazy("Answer"),
    "hold": gettext_lazy("Hold"),
    "resume": gettext_lazy("Resume"),
    "transfer": gettext_lazy("Transfer"),
    "consult": gettext_lazy("Consult"),
    "complete": gettext_lazy("Complete transfer"),
    "back": gettext_lazy("Back to caller"),
    "conference": gettext_lazy("Conference"),
    "end": gettext_lazy("End"),
    "take": gettext_lazy("Take"),
    "pullback": gettext_lazy("Pull back"),
    "dial": gettext_lazy("Dial"),
    "swap": gettext_lazy("Swap"),
    "safe": gettext_lazy("Safe"),
    "voicemail": gettext_lazy("Voicemail"),
    "mobile": gettext_lazy("Mobile"),
    "park": gettext_lazy("Park"),
    "unpark": gettext_lazy("Take"),
    "return": gettext_lazy("Bring back"),
    "mute": gettext_lazy("Mute"),
    "unmute": gettext_lazy("Unmute"),
    "set-aside": gettext_lazy("Hold"),
    "bring-back": gettext_lazy("Back in"),
    "remove": gettext_lazy("Remove"),
    "remove-quietly": gettext_lazy("Remove quietly"),
    "rejoin": gettext_lazy("Return"),
    "end-for-all": gettext_lazy("End for all"),
}
# Verbs that share the letter of another. Which letter that is, each page knows of its operator.
ACTS = {
    "resume": "hold", "swap": "hold", "complete": "transfer", "answer": "", "take": "",
    "unpark": "",
}  # fmt: skip
PLACES = {
    "answer": 1,
    "hold": 1,
    "resume": 1,
    "transfer": 2,
    "complete": 2,
    "consult": 3,
    "back": 3,
    "conference": 4,
    "swap": 1,
    "park": 5,
    "voicemail": 6,
    "end": 8,
}


def one_time_key(board: Board, subject: str, attempts: int, verb: str) -> str:
    return f"{board.epoch}.{subject}.{attempts}.{verb}"


def under_way(board: Board, key: str) -> bool:
    """Whether any desk has sent this key and waits for the PBX."""
    return key in board.index.pressed


def key(
    board: Board,
    verb: str,
    call: str,
    attempts: int,
    *,
    slot: int | None = None,
    off: Any = "",
    filled: bool = False,
    target: bool = False,
    fixed: str = "",
    word: Any = "",
) -> dict[str, Any]:
    """One key of a call. `off` is the reason why it is off; `target` says that it needs one,
    `fixed` is the one it has; `word` is what it says instead of its verb."""
    token = one_time_key(board, call, attempts, verb)
    made = spelled(board, verb, call, token, slot=slot, off=off, filled=filled, target=target)
    if word:
        made |= {"word": word, "hint": ""}
    return made | {"fixed": fixed}


def spelled(
    board: Board,
    verb: str,
    call: str,
    token: str,
    *,
    slot: int | None = None,
    off: Any = "",
    filled: bool = False,
    target: bool = False,
) -> dict[str, Any]:
    """A key whose one-time key is given."""
    return {
        "verb": verb,
        "word": WORDS[verb],
        "place": PLACES.get(verb, 0),
        "hint": str(slot) if slot else ACTS.get(verb, verb),
        "call": call,
        "token": token,
        "slot": slot,
        "sent": under_way(board, token),
        "off": off,
        "filled": filled and not off,
        "needs_target": target,
    }


def dial_key(board: Board, extension: str) -> dict[str, Any]:
    """The Dial key of a desk: it names no call, so each settled command of the desk renews it."""
    desk = board.desks.get(extension)
    pending = next((each for each in desk.unsettled if each.endswith(".dial")), "") if desk else ""
    command = desk.command if desk else None
    stamp = int((command.settled_at or command.sent_at) * 1000) if command else 0
    token = pending or one_time_key(board, f"d{extension}", stamp, "dial")
    return spelled(board, "dial", "", token, target=True)
