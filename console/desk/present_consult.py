"""The active card while a consultation goes on, and the choice when nobody answered it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from console.board.queries import Card, Consultation
from console.board.state import Board
from console.desk import present_conference
from console.desk.present_keys import key
from console.desk.present_times import duration
from console.directory.shown import party, person, started

OFF_CALLING = _("Not before they answer.")
OFF_CONSULT = _("Finish the consultation first.")
TRY_AGAIN_AT = 2
OFF_VOICEMAIL = _("Voicemail is not set up on this PBX.")


def role_in(consulting: Consultation | None, card: Card) -> str:
    """Which side of the consultation the card is: colleague, caller, or "" for neither."""
    if consulting is None:
        return ""
    sides = {consulting.colleague: "colleague", consulting.caller: "caller"}
    return sides.get(card.call, "")


def strip(
    board: Board,
    extension: str,
    consulting: Consultation | None,
    card: Card,
    held_calls: dict[str, Card],
) -> dict[str, Any] | None:
    """Whoever of the two waits on hold while the desk talks to the other."""
    role = role_in(consulting, card)
    if consulting is None or not role:
        return None
    other = held_calls.get(consulting.caller if role == "colleague" else consulting.colleague)
    return (
        None
        if other is None
        else {**waiting(board, extension, other), "ready": consulting.is_ready}
    )


def waiting(board: Board, extension: str, card: Card) -> dict[str, Any]:
    """A held party as a strip in the card, with the limit of holding."""
    talked = None
    if card.talking_since is not None and card.held_since is not None:
        talked = card.held_since - card.talking_since
    return {
        **party(board, card.number, card.name),
        **present_conference.heading(board, extension, card.call),
        **started(card.held_since, card.first_seen),
        "talked": duration(talked),
        "call": card.call,
        "limit": board.services.hold_limit,
    }


def may_complete_early(board: Board, consulting: Consultation | None, card: Card) -> bool:
    """The colleague's phone rings, and the PBX's settings allow to send the caller after it."""
    rings = consulting is not None and consulting.is_ringing and not card.pickup
    return board.services.early and rings


def reason(board: Board, extension: str, consulting: Consultation | None, card: Card) -> Any:
    if may_complete_early(board, consulting, card):
        return _("Complete sends the caller there while the phone still rings.")
    if consulting is not None and consulting.is_ready:
        if present_conference.off(board, extension, consulting.caller):
            return ""
        return _("Complete connects them and frees you.")
    return _("Complete and Conference wait until they answer.")


def keys(
    board: Board, extension: str, consulting: Consultation | None, card: Card
) -> list[dict[str, Any]]:
    def made(verb: str, **how: Any) -> dict[str, Any]:
        return key(board, verb, card.call, card.attempts, **how)

    is_ready = consulting is not None and consulting.is_ready
    waits = "" if is_ready else OFF_CALLING
    early = may_complete_early(board, consulting, card)
    about = consulting.caller if consulting is not None else card.call
    off = present_conference.off(board, extension, about)
    no_complete = off.get("complete", "") or ("" if early else waits)
    return [
        made("answer", filled=True) if card.pickup else made("swap", off=waits),
        made("complete", off=no_complete, filled=is_ready),
        made("back"),
        made("conference", off=waits or off.get("conference", "")),
        made("park", off=OFF_CONSULT),
        made("voicemail", off=OFF_CONSULT),
        made("end"),
    ]


def choice(board: Board, extension: str, held_calls: dict[str, Card]) -> dict[str, Any] | None:
    """Nobody answered: who and why, and what can be done about the caller who waits."""
    desk = board.desks.get(extension)
    missed = desk.unreached if desk is not None else None
    caller = held_calls.get(board.root(missed.caller)) if missed is not None else None
    if missed is None or caller is None:
        return None

    def made(verb: str, **how: Any) -> dict[str, Any]:
        return key(board, verb, caller.call, caller.attempts, **how)

    known = board.extensions.get(missed.target)
    code = board.services.voicemail_of(known.id, known.short) if known else ""
    off = "" if code else OFF_VOICEMAIL
    return {
        "call": caller.call,
        "who": person(board, missed.target),
        "why": missed.why,
        "caller": waiting(board, extension, caller),
        "keys": [
            # Not at Consult's own place, where Back to caller stands.
            made("consult", fixed=missed.target, word=_("Try again")) | {"place": TRY_AGAIN_AT},
            made("back", filled=True),
            made("voicemail", fixed=missed.target, off=off),
        ],
    }
