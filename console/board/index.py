"""Look-ups of a board, so that no fact costs a scan. Derived: never encoded, rebuilt when needed.

A call is found by any id that one of its legs ever carried. Tracking ids and call ids are kept
apart by a prefix, because both are opaque.
"""

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from console.portasip.messages import LegId

if TYPE_CHECKING:
    from console.board.state import Board, Leg

_BRANCH = re.compile(r"(~\d+o)+$")


def base(call_id: str) -> str:
    """The call id without the `~1o` that the PBX appends for the second party it dials."""
    return _BRANCH.sub("", call_id)


def tracking_key(tracking_id: str) -> str:
    return f"t:{tracking_id}"


def call_key(base_id: str) -> str:
    return f"c:{base_id}"


class Index(Struct):
    calls: dict[str, str] = {}
    """Key to the short id of a live or remembered call."""
    extensions: dict[str, dict[LegId, None]] = {}
    """Extension to its live legs."""
    conferences: dict[str, str] = {}
    """Base call id to `owner/name`."""
    awaited: dict[str, dict[str, None]] = {}
    """Tracking id to the desks that dialled it and have not seen its legs."""
    pressed: dict[str, dict[str, None]] = {}
    """Key of a command that is not settled to the desks that sent it."""

    @classmethod
    def of(cls, board: "Board") -> "Index":
        index = cls()
        for call in (*board.ended.values(), *board.calls.values()):
            index.calls.update((tracking_key(one), call.id) for one in call.tracking_ids)
            index.calls.update((call_key(one), call.id) for one in call.call_ids)
        for leg in board.legs.values():
            index.add_leg(leg)
        for conference in board.conferences.values():
            index.conferences.update((one, conference.id) for one in conference.call_ids)
        for desk in board.desks.values():
            for wait in desk.unresolved:
                index.await_legs(wait.tracking_id, desk.extension)
            for key in desk.unsettled:
                index.press(key, desk.extension)
        return index

    def add_leg(self, leg: "Leg") -> None:
        if leg.extension:
            self.extensions.setdefault(leg.extension, {})[leg.id] = None

    def drop_leg(self, leg: "Leg", extension: str) -> None:
        legs = self.extensions.get(extension)
        if legs is not None:
            legs.pop(leg.id, None)
            if not legs:
                del self.extensions[extension]

    def await_legs(self, tracking_id: str, desk: str) -> None:
        self.awaited.setdefault(tracking_id, {})[desk] = None

    def press(self, key: str, desk: str) -> None:
        self.pressed.setdefault(key, {})[desk] = None

    def settle(self, key: str, desk: str) -> None:
        desks = self.pressed.get(key, {})
        desks.pop(desk, None)
        if not desks:
            self.pressed.pop(key, None)
