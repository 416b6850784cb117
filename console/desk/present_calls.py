"""The call zone of one desk: ringing, active and held calls and the last command."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from console.board import queries
from console.board.queries import Card, Consultation
from console.board.state import Board
from console.desk import present_conference
from console.desk.present_companies import company_called, number_called
from console.desk.present_consult import OFF_CALLING, OFF_VOICEMAIL, choice, role_in, strip
from console.desk.present_consult import keys as consult_keys
from console.desk.present_consult import reason as consult_reason
from console.desk.present_keys import key
from console.desk.present_names import called
from console.desk.present_times import between
from console.desk.present_transfers import kept
from console.directory.shown import party, person, queue_name, started

RINGING_SLOTS = (1, 2, 3)
HELD_SLOTS = (4, 5, 6)

OFF_THEIR_HOLD = _("They put you on hold.")
OFF_PARK = _("Parking is not set up on this PBX.")
OFF_MOBILE = _("Calls to mobiles are not set up on this PBX.")


def ringing(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """Slots 1–3 and whoever rings beyond them; the longest wait is next."""
    cards = queries.desk_cards(board, extension).ringing
    waits = [card.since for card in cards if card.since is not None]
    longest = min(waits) if waits else None
    rows = [_ringing_row(board, extension, card, longest) for card in cards]
    if rows and not any(row["next"] for row in rows):
        rows[0] |= {"next": True}
    for row in rows:
        row["key"]["filled"] = row["next"]
    return _slotted(rows, RINGING_SLOTS)


def _ringing_row(board: Board, extension: str, card: Card, longest: float | None) -> dict[str, Any]:
    return {
        **party(board, card.number, card.name),
        **present_conference.invitation(board, extension, card.own),
        "call": card.call,
        "slot": card.slot,
        "state": "ringing",
        **_called(board, extension, card),
        "queue": queue_name(board, card.queue),
        **started(card.since, card.first_seen),
        "back": person(board, card.back_from) if card.back_from else "",
        "next": card.since is not None and card.since == longest,
        "key": key(board, "answer", card.call, card.attempts, slot=card.slot),
        "send": _send(board, card),
    }


def held(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """Slots 4–6 and whoever is held beyond them."""
    rows = [
        {
            **_who(board, extension, card),
            "call": card.call,
            "slot": card.slot,
            "state": "held",
            **_called(board, extension, card),
            "queue": queue_name(board, card.queue),
            **started(card.held_since, card.first_seen),
            "limit": board.services.hold_limit,
            "consulting": _is_consulted_about(board, extension, card.call),
            "key": key(board, "resume", card.call, card.attempts, slot=card.slot),
            "send": _send(board, card),
        }
        for card in queries.desk_cards(board, extension).held
    ]
    shown = _slotted(rows, HELD_SLOTS)
    waits = kept(board, extension)
    for slot in shown["slots"]:
        slot["kept"] = waits.get(slot["number"]) if slot["row"] is None else None
    return shown | {"limit": board.services.hold_limit}


def _send(board: Board, card: Card) -> dict[str, Any]:
    """Transfer without a key to be seen: whoever drags the call onto somebody presses it."""
    return key(board, "transfer", card.call, card.attempts, target=True) | {"shortcuts": ""}


def _slotted(rows: list[dict[str, Any]], numbers: tuple[int, ...]) -> dict[str, Any]:
    by_slot = {row["slot"]: row for row in rows if row["slot"] is not None}
    return {
        "count": len(rows),
        "slots": [{"number": number, "row": by_slot.get(number)} for number in numbers],
        "extra": [row for row in rows if row["slot"] not in numbers],
    }


def active(board: Board, pbx: str, extension: str) -> dict[str, Any]:
    """The call she is in: `card` or None, and further calls as `others`."""
    cards = queries.desk_cards(board, extension)
    held_calls = {card.call: card for card in cards.held}
    card = _active_card(board, extension, cards.active, held_calls) if cards.active else None
    return {
        "extension": extension,
        "epoch": board.epoch,
        "card": card,
        "choice": None if card else choice(board, extension, held_calls),
        "others": [_other(board, card) for card in cards.others],
    }


def _active_card(
    board: Board, extension: str, card: Card, held_calls: dict[str, Card]
) -> dict[str, Any]:
    state, word = _state_of(card)
    consulting = queries.consultation(board, extension)
    role = role_in(consulting, card) or ("colleague" if card.consult else "")
    return {
        **_who(board, extension, card),
        "call": card.call,
        "state": state,
        "word": word,
        **started(_timer_of(card), card.first_seen),
        **_called(board, extension, card),
        "queue": queue_name(board, card.queue),
        "waited": between(card.waited_since, card.talking_since),
        "back": person(board, card.back_from) if card.back_from else "",
        "role": role,
        "consult": strip(board, extension, consulting, card, held_calls),
        "conference": bool(card.conference),
        "reason": _reason(board, extension, card, consulting, role)
        or present_conference.reason(board, extension, card.call),
        "keys": consult_keys(board, extension, consulting, card)
        if role
        else _keys(board, extension, card),
        "more": [] if role else _more_keys(board, extension, card),
    }


def _called(board: Board, extension: str, card: Card) -> dict[str, Any]:
    """Which of our companies the caller wants, else what she dialled. `company_id` is 0 for none.

    The greeting is for her alone who calls from outside: not for whoever we call ourselves."""
    company = company_called(board, card.called)
    return {
        "called": company.name if company else called(board, extension, card.company_called),
        "called_number": number_called(company, card.called) if company else "",
        "company_called": company.name if company else "",
        "company_id": company.id if company else 0,
        "greeting": company.greeting if company else "",
    }


def _who(board: Board, extension: str, card: Card) -> dict[str, Any]:
    """The other party, or the conference that the call has become."""
    return {
        **party(board, card.number, card.name),
        **present_conference.heading(board, extension, card.call),
    }


def _state_of(card: Card) -> tuple[str, str]:
    if card.pickup:
        return "ringing", gettext("Pick up your phone")
    if card.dialling:
        return "ringing", gettext("Calling")
    if card.held_by_them:
        return "held", gettext("On hold by them")
    if card.conference:
        return "talking", gettext("In conference")
    return "talking", gettext("Consulting") if card.consult else gettext("Talking")


def _timer_of(card: Card) -> float | None:
    if card.held_by_them and card.held_since is not None:
        return card.held_since
    if card.pickup or card.dialling:
        return card.since
    return card.talking_since


def _reason(
    board: Board, extension: str, card: Card, consulting: Consultation | None, role: str
) -> Any:
    """One sentence for whatever keys of the card are off."""
    if card.pickup:
        return gettext("Your phone rings first. Pick up and we dial.")
    if role:
        return consult_reason(board, extension, consulting, card)
    if card.conference:
        return ""
    if card.dialling:
        return gettext("Other keys wait until they answer.")
    if card.held_by_them:
        return gettext("They put you on hold. Hold and Resume are theirs.")
    missing = (board.services.slots, board.services.voicemail)
    if not any(missing):
        return _("Park and Voicemail are not set up on this PBX.")
    return "" if all(missing) else OFF_VOICEMAIL if missing[0] else OFF_PARK


def _keys(board: Board, extension: str, card: Card) -> list[dict[str, Any]]:
    def made(verb: str, **how: Any) -> dict[str, Any]:
        return key(board, verb, card.call, card.attempts, **how)

    off = present_conference.off(board, extension, card.call)
    early = _too_early(card)
    moved_off = early or off.get("transfer", "")
    hold_off = early or (OFF_THEIR_HOLD if card.held_by_them else "")
    first = made("answer", filled=True) if card.pickup else made("hold", off=hold_off)
    return [
        first,
        made("transfer", off=moved_off, target=True),
        made("consult", off=early, target=True),
        made("conference", off=early or off.get("conference", ""), target=True),
        made("park", off=moved_off or ("" if board.services.slots else OFF_PARK)),
        made(
            "voicemail",
            off=moved_off or ("" if board.services.voicemail else OFF_VOICEMAIL),
            target=True,
        ),
        made("end"),
    ]


def _more_keys(board: Board, extension: str, card: Card) -> list[dict[str, Any]]:
    """Other ways to the one who is chosen; they stand beside the line that names her."""
    off = present_conference.off(board, extension, card.call)
    early = _too_early(card) or off.get("transfer", "")
    mobile_off = early or ("" if board.services.mobile else OFF_MOBILE)
    return [
        key(board, "mobile", card.call, card.attempts, off=mobile_off, target=True),
        key(board, "safe", card.call, card.attempts, off=early, target=True),
    ]


def _too_early(card: Card) -> Any:
    return OFF_CALLING if card.pickup or card.dialling else ""


def _other(board: Board, card: Card) -> dict[str, Any]:
    state, word = _state_of(card)
    verb = "answer" if card.pickup else "end"
    return {
        **party(board, card.number, card.name),
        "call": card.call,
        "state": state,
        "word": word,
        **started(_timer_of(card), card.first_seen),
        # The letters belong to the card above.
        "key": key(board, verb, card.call, card.attempts) | {"hint": ""},
    }


def _is_consulted_about(board: Board, extension: str, call: str) -> bool:
    desk = board.desks.get(extension)
    return desk is not None and desk.consult is not None and board.root(desk.consult.caller) == call
