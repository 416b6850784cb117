"""The map of the keyboard: which letter does what, and which letters nobody may give away.

Digits (slots), Enter (answer next), / (search) and ? (all keys) are fixed. Each letter also works
with the modifier, everywhere; T does so as X, because Chrome and Edge keep Alt+Shift+T.
"""

from collections.abc import Mapping
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

DEFAULT: Mapping[str, str] = {
    "hold": "H",
    "transfer": "T",
    "consult": "C",
    "back": "B",
    "conference": "F",
    "park": "P",
    "voicemail": "V",
    "mobile": "M",
    "safe": "Y",
    "end": "E",
    "dial": "D",
    "note": "N",
    "message": "W",
    "pullback": "U",
    "search": "S",
    "queues": "Q",
    "parked": "K",
    "lamps": "L",
}
WORDS = {
    "hold": _lazy("Hold, resume, swap"),
    "transfer": _lazy("Transfer, complete"),
    "consult": _lazy("Consult"),
    "back": _lazy("Back to caller"),
    "conference": _lazy("Conference"),
    "park": _lazy("Park"),
    "voicemail": _lazy("Voicemail"),
    "mobile": _lazy("Mobile"),
    "safe": _lazy("Safe transfer"),
    "end": _lazy("End"),
    "dial": _lazy("Dial"),
    "note": _lazy("Note"),
    "message": _lazy("Message for…"),
    "pullback": _lazy("Pull back"),
    "search": _lazy("Search"),
    "queues": _lazy("Queues"),
    "parked": _lazy("Parked, then 1 to 9"),
    "lamps": _lazy("Lamps"),
}
SPARE = {"T": "X"}


def with_modifier(letter: str) -> str:
    return SPARE.get(letter, letter)


def completed(changed: Mapping[str, str]) -> dict[str, str]:
    """The whole map. What no longer makes sense in `changed` counts for nothing."""
    letters = dict(DEFAULT)
    letters.update({act: letter for act, letter in changed.items() if act in DEFAULT})
    return letters if not faults(letters) else dict(DEFAULT)


def faults(letters: Mapping[str, str]) -> dict[str, str]:
    """Act → why its letter cannot be taken; empty if all can. An empty letter is no key at all."""
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for act, letter in letters.items():
        if sentence := _unfit(letter):
            found[act] = sentence
        elif letter and (owner := owners.setdefault(with_modifier(letter), act)) != act:
            found[act] = _taken(letter, letters[owner])
    return found


def _unfit(letter: str) -> str:
    if letter == "":
        return ""
    if letter.isdigit():
        return _("Digits are the slots. Choose a letter.")
    if len(letter) != 1 or letter not in ascii_uppercase:
        return _("Choose one letter from A to Z.")
    if letter == "A":
        return _("Chrome and Edge keep Alt+Shift+A for their own bars. Choose another letter.")
    if letter == "I":
        return _("Chrome and Edge keep Alt+Shift+I for feedback. Choose another letter.")
    return ""


def _taken(letter: str, other: str) -> str:
    if letter == other:
        return _("%(letter)s does two things. Choose another letter.") % {"letter": letter}
    return _("T with the modifier is X, so only one of them can be used. Choose another letter.")
