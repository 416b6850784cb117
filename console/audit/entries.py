"""What the audit has still to write: one press, or what became of it."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import models, transaction

from console.audit.models import Press, Settlement
from console.board import queries
from console.board.queries import parties
from console.board.state import Board
from console.links.commands import Command

M = TypeVar("M", bound=models.Model)


class Entry:
    """A press, or with an outcome its settlement. `tried` is called after the first try to write
    it, from the thread that tried.

    A settlement holds its press too: the process where it was pressed may have been killed, or
    lost its database, before it could write the press itself.
    """

    def __init__(
        self,
        command: Command,
        party: str = "",
        outcome: str = "",
        sentence: str = "",
        seconds: float = 0.0,
        tried: Callable[[], object] = lambda: None,
    ) -> None:
        self.command = command
        self.party = party
        self.outcome = outcome
        self.sentence = sentence
        self.seconds = seconds
        self.tried = tried
        self.since = time.monotonic()
        self.at = time.time()
        self.is_written = False
        self.is_told = False  # that it waits, in the log

    @property
    def identity(self) -> str:
        command = self.command
        return f"{command.pbx}/{command.desk}/{command.key}/{command.asked_at!r}"

    def press(self) -> Press:
        command = self.command
        return _fitting(
            Press(
                identity=self.identity,
                pbx=command.pbx,
                operator=command.operator,
                desk=command.desk,
                verb=command.verb,
                call=command.call,
                party=self.party,
                target=command.target,
                key=command.key,
                address=command.address,
                asked_at=_moment(command.asked_at),
            )
        )

    def settlement(self) -> Settlement:
        press = _fitting(Press(identity=self.identity)).identity
        return _fitting(
            Settlement(
                press_id=press,
                outcome=self.outcome,
                sentence=self.sentence,
                seconds=self.seconds,
                settled_at=_moment(self.at),
            )
        )

    def values(self) -> dict[str, Any]:
        """For the log, which masks the numbers."""
        command = self.command
        told: dict[str, Any] = {
            "pbx": command.pbx, "key": command.key, "verb": command.verb, "call": command.call,
            "operator": command.operator, "desk": command.desk, "party": self.party,
            "target": command.target, "address": command.address,
        }  # fmt: skip
        if self.outcome:
            seconds = round(self.seconds, 3)
            told |= {"outcome": self.outcome, "sentence": self.sentence, "seconds": seconds}
        return told


def write(entries: Iterable[Entry]) -> None:
    """All or none; what was written before is not written again."""
    entries = list(entries)
    settlements = [entry.settlement() for entry in entries if entry.outcome]
    with transaction.atomic():
        Press.objects.bulk_create((entry.press() for entry in entries), ignore_conflicts=True)
        Settlement.objects.bulk_create(settlements, ignore_conflicts=True)


def party_of(board: Board, command: Command) -> str:
    """The number on the card of the command's call, or of the participant that it names, as the
    board knows it now, or ""."""
    for room in board.conferences.values():
        if room.owner == command.desk and room.short == command.conference:
            who = room.participants.get(command.participant or 0)
            return who.number if who is not None else ""
    card = queries.card(board, command.desk, command.call)
    if card is not None:
        return card.number
    call = board.call(command.call)
    legs = (board.legs[leg] for leg in call.legs) if call else ()
    return next((parties.number(parties.remote(leg)) for leg in legs), "")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _fitting(record: M) -> M:
    """Its texts cut to their columns: a browser may post what it likes, PostgreSQL takes less."""
    for field in record._meta.fields:
        if isinstance(field, models.CharField):
            text = getattr(record, field.attname).replace("\x00", "")
            setattr(record, field.attname, text[: field.max_length])
    return record
