"""A board and short words for the facts that happen to it."""

from typing import Any

from console.board.facts import BoardFact
from console.board.fold import fold
from console.board.state import Board, Touched
from console.portasip.messages import CallsListed, Conference, LegChanged, LegId, Party, QueuePlace

OUTSIDE = Party(number="4420700", display_name="Mary Stone")


def phone(extension: str) -> Party:
    return Party(number=extension, account_id=extension, centrex_id="30", display_id=extension)


class Office:
    """`at` moves on by a second with every fact."""

    def __init__(self) -> None:
        self.board = Board()
        self.at = 1000.0

    def fold(self, fact: BoardFact) -> Touched:
        board, touched = fold(self.board, fact)
        assert board is self.board
        return touched

    def tick(self) -> float:
        self.at += 1
        return self.at

    def leg(self, name: str, state: str, **more: Any) -> Touched:
        """`name` is "call.id tag"; caller and callee may be extensions."""
        return self.fold(leg(name, state, self.tick(), **more))

    def snapshot(
        self,
        *calls: LegChanged,
        since: int | None = None,
        rooms: tuple[Conference, ...] | None = None,
    ) -> Touched:
        asked = self.board.facts if since is None else since
        return self.fold(CallsListed(calls, asked, self.tick(), rooms))

    def inbound(self, name: str, desk: str, tracking: str = "", caller: Any = OUTSIDE) -> None:
        """A caller from outside rings a desk: the PBX shows the desk's leg alone."""
        self.leg(name, "ringing", caller=caller, callee=desk, kind="incoming", tracking=tracking)

    def answered(self, name: str, desk: str, tracking: str = "") -> None:
        self.inbound(name, desk, tracking)
        self.leg(name, "connected", kind="incoming", tracking=tracking)

    def state(self, name: str) -> str:
        return self.board.legs[leg_id(name)].state

    def call_of(self, name: str) -> str:
        return self.board.legs[leg_id(name)].call

    def waiting(self, queue: str = "25") -> list[str]:
        return [f"{leg.id} {leg.tag}" for leg in self.board.queues[queue].waiting]


def leg_id(name: str) -> LegId:
    return LegId(*name.split(" "))


def leg(
    name: str,
    state: str,
    at: float = 0.0,
    caller: Any = None,
    callee: Any = None,
    kind: str = "",
    tracking: str = "",
    previous: str = "",
    queue: str = "",
    position: int | None = None,
    operators: int | None = None,
    started: float | None = None,
    connected: float | None = None,
    reason: str = "",
) -> LegChanged:
    return LegChanged(
        leg_id(name),
        state,
        at,
        caller=phone(caller) if isinstance(caller, str) else caller,
        callee=phone(callee) if isinstance(callee, str) else callee,
        direction=kind,
        tracking_id=tracking,
        previous_tracking_id=previous,
        start_time=started,
        connect_time=connected,
        reason=reason,
        queue=QueuePlace(queue, position, operators) if queue else None,
    )
