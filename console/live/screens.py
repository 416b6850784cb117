"""Screens: which regions one kind of page watches, and who may watch them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from console.board.state import Board
from console.links.models import Membership

SUBJECT = re.compile(r"[A-Za-z0-9._-]{1,100}")


class Seat(NamedTuple):
    """From where a screen looks: a PBX, and the desk's extension or "" for a screen without one.

    `subject` is what one page of the screen is about, as the key of a dialled call; mostly "".
    """

    pbx: str
    extension: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Screen:
    """`regions(board, seat)` yields `(region, key)`; `allowed` is asked for the page and the push.

    `has_desk` says whether two operators on this screen see different regions, `has_subject`
    whether two pages of one operator do.
    """

    name: str
    regions: Callable[[Board, Seat], Iterable[tuple[str, str]]]
    allowed: Callable[[Membership], bool]
    masked: bool = False
    has_desk: bool = False
    has_subject: bool = False

    def seat(self, membership: Membership, subject: str = "") -> Seat:
        return Seat(
            membership.pbx.name,
            membership.extension if self.has_desk else "",
            # Ids are made of it: whatever else somebody writes into an address is about nothing.
            subject if self.has_subject and SUBJECT.fullmatch(subject) else "",
        )


_screens: dict[str, Screen] = {}


def register(screen: Screen) -> None:
    _screens[screen.name] = screen


def all_screens() -> Iterable[Screen]:
    return _screens.values()


def screen_named(name: str) -> Screen | None:
    return _screens.get(name)
