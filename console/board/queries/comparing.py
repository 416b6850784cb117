"""What the agreement of two pictures is judged by: not times, aliases or slots."""

from typing import Any

from console.board.state import Board
from console.portasip.messages import LegId


def comparable(board: Board) -> dict[str, dict[str, Any]]:
    """`legs`: "id tag" to state. `queues`: id to "id tag" in order, queues with nobody left out.
    `conferences`: "owner/name" to sorted participant ids."""
    return {
        "legs": {_text(leg.id): leg.state for leg in board.legs.values()},
        "queues": {
            queue.id: [_text(leg) for leg in queue.waiting]
            for queue in board.queues.values()
            if queue.waiting
        },
        "conferences": {one.id: sorted(one.participants) for one in board.conferences.values()},
    }


def _text(leg: LegId) -> str:
    return f"{leg.id} {leg.tag}"
