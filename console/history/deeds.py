"""What the console was asked to do, from the facts the holder publishes about its commands."""

from collections import OrderedDict

from console.board.facts import BoardFact, CallDialled, CommandSent, CommandSettled, ConsultStarted
from console.board.index import call_key, tracking_key
from console.board.state import Board
from console.history.news import DeedNews
from console.history.waiting import Waiting
from console.links.commands import Command

REMEMBERED = 1000
"""Commands that may still be settled; a holder carries out 200 at once at most."""


class Deeds:
    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self._open: OrderedDict[str, DeedNews] = OrderedDict()

    def notice(self, board: Board, fact: BoardFact) -> None:
        match fact:
            case CommandSent():
                self._sent(board, fact)
            case CommandSettled():
                self._change(fact.key, settled_at=fact.at, **_outcome(fact))
            case CallDialled() | ConsultStarted():
                made = tracking_key(fact.tracking_id) if fact.tracking_id else ""
                self._change(fact.key, target=fact.target, made_key=made)

    def settled(self, command: Command) -> None:
        """The last that is heard of a command, and all that tells who pressed the button."""
        self._change(command.key, operator=command.operator, target=command.target)
        self._open.pop(command.key, None)

    def _sent(self, board: Board, fact: CommandSent) -> None:
        deed = DeedNews(fact.key, fact.verb, fact.desk, fact.at, call_key=_trace(board, fact.call))
        self._open[fact.key] = deed
        if len(self._open) > REMEMBERED:
            self._open.popitem(last=False)
        self.waiting.deed(deed)

    def _change(self, key: str, **told: object) -> None:
        deed = self._open.get(key)
        if deed is None:
            return
        for name, value in told.items():
            if value:
                setattr(deed, name, value)
        self.waiting.deed(deed)


def _outcome(fact: CommandSettled) -> dict[str, str]:
    return {"outcome": fact.outcome, "sentence": fact.sentence}


def _trace(board: Board, short: str) -> str:
    """One of the ids by which the database will find the call."""
    call = board.remembered(short) if short else None
    if call is None:
        return ""
    if call.call_ids:
        return call_key(call.call_ids[-1])
    return tracking_key(call.tracking_ids[-1]) if call.tracking_ids else ""
