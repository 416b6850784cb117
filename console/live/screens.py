"""Screens: which regions one kind of page watches, and who may watch them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from console.board.state import Board
from console.links.models import Membership


class Seat(NamedTuple):
    """From where a screen looks: a PBX, and the desk's extension or "" for a screen without one."""

    pbx: str
    extension: str = ""


@dataclass(frozen=True)
class Screen:
    """`regions(board, seat)` yields `(region, key)`; `allowed` is asked for the page and the push.

    `has_desk` says whether two operators on this screen see different regions.
    """

    name: str
    regions: Callable[[Board, Seat], Iterable[tuple[str, str]]]
    allowed: Callable[[Membership], bool]
    masked: bool = False
    has_desk: bool = False

    def seat(self, membership: Membership) -> Seat:
        return Seat(membership.pbx.name, membership.extension if self.has_desk else "")


_screens: dict[str, Screen] = {}


def register(screen: Screen) -> None:
    _screens[screen.name] = screen


def screen_named(name: str) -> Screen | None:
    return _screens.get(name)
