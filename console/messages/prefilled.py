"""What a new message knows from the start: the call it is about, and for whom it is."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from console.board import queries
from console.board.state import Board
from console.directory import phonebook
from console.directory.shown import extension_of, party, queue_name
from console.history.models import Call
from console.history.present import iso
from console.links.models import Membership
from console.messages.models import Message

PEOPLE_SHOWN = 6


def about_live(membership: Membership, board: Board, short: str) -> dict[str, Any]:
    """From a call at the operator's desk; {} when it is not there any more."""
    card = queries.card(board, membership.extension, short)
    if card is None:
        return {}
    shown = party(board, card.number, card.name)
    own = board.extensions.get(card.company_called)
    began = card.waited_since or card.talking_since or card.first_seen
    return {
        "caller": shown["name"],
        "number": shown["number"] or shown["title"],
        "called": (own.name if own else "") or card.company_called,
        "queue": queue_name(board, card.queue),
        "called_at": iso(datetime.fromtimestamp(began, UTC)),
    }


def about_past(call: Call, board: Board) -> dict[str, Any]:
    shown = party(board, call.caller_number, call.caller_name)
    called = party(board, call.callee_number, call.callee_name)
    return {
        "caller": shown["name"],
        "number": shown["number"] or shown["title"],
        "called": called["title"],
        "called_at": iso(call.first_seen),
    }


def recipient(membership: Membership, board: Board, target: str) -> dict[str, str]:
    """One of the PBX's own people, with her address."""
    known = board.extensions.get(target) or (extension_of(board, target) if target else None)
    if known is None:
        return {}
    return {
        "to_name": known.name or known.short or known.id,
        "to_extension": known.id,
        "to_email": email_of(membership, known.id),
    }


def email_of(membership: Membership, extension: str) -> str:
    """That of the directory; where nobody entered one, where the last message for her went."""
    if entered := phonebook.of(membership.pbx.name).detail(extension).email:
        return entered
    last = Message.objects.filter(pbx=membership.pbx, to_extension=extension).first()
    return last.to_email if last else ""


def people(membership: Membership, board: Board, text: str) -> list[dict[str, str]]:
    """Who is meant by a few letters or digits, the best first."""
    words = text.casefold().split()
    if not words:
        return []
    found = [
        one
        for one in board.extensions.values()
        if all(word in f"{one.name} {one.short} {one.id}".casefold() for word in words)
    ]
    found.sort(key=lambda one: (not one.name.casefold().startswith(words[0]), one.name))
    return [
        {
            "extension": one.id,
            "short": one.short or one.id,
            "name": one.name or one.short or one.id,
            "email": email_of(membership, one.id),
        }
        for one in found[:PEOPLE_SHOWN]
    ]


def blank() -> dict[str, Any]:
    return {"key": uuid4(), "called_at": iso(timezone.now())}
