"""An office whose every fact is witnessed, and what stands in history of it."""

import re
from typing import Any

from django.test import Client

from console.board.facts import BoardFact
from console.board.state import Board, Touched, decode, encode
from console.history.models import Call, Deed, Leg, Moment, Trace, Watch
from console.links.models import Role
from tests.board.office import Office as Unwitnessed
from tests.history.agreement import Historian
from tests.memberships import member

PBX = "main"


class Office(Unwitnessed):
    """The holder of `main` in one process, from taking the hold to whatever ends it."""

    def __init__(self, epoch: int = 1, board: Board | None = None, at: float = 1000.0) -> None:
        super().__init__()
        self.at = at
        self.board = board or Board()
        self.board.epoch = epoch
        self.historian = Historian(PBX)
        self.historian.took(self.board)

    def fold(self, fact: BoardFact) -> Touched:
        touched = super().fold(fact)
        self.historian.saw(self.board, fact, touched)
        return touched

    def write(self) -> None:
        self.historian.write()

    def mirrored(self, epoch: int) -> "Office":
        """Another process takes over, with the board it followed."""
        return Office(epoch, decode(encode(self.board)), self.at)

    def restarted(self, epoch: int) -> "Office":
        """The same machine, another process, an empty board."""
        return Office(epoch, at=self.at)


def calls() -> list[Call]:
    return list(Call.objects.order_by("first_seen", "pk"))


def only() -> Call:
    [call] = calls()
    return call


def leg_of(name: str) -> Leg:
    dialog, tag = name.split(" ")
    return Leg.objects.get(dialog=dialog, tag=tag)


def states(name: str) -> list[str]:
    return [moment.state for moment in leg_of(name).moments.all()]


def seconds(moment: Any) -> float | None:
    return None if moment is None else moment.timestamp()


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows, but for primary keys that no reader sees."""
    tables = (Call, Leg, Moment, Trace, Deed, Watch)
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def entered(username: str = "ruth", role: Role = Role.RECEPTIONIST, on: str = PBX) -> Client:
    """A signed-in operator at 107."""
    client = Client()
    client.force_login(member(username, role, "123007", on=on))
    return client


def shown(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())
