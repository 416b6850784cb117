"""What the agreement of two pictures is judged by: not times, aliases or slots."""

from typing import Any

from console.board.state import Board, Participant
from console.portasip.messages import LegId


def comparable(board: Board) -> dict[str, dict[str, Any]]:
    """`legs`: "id tag" to state. `queues`: id to "id tag" in order, queues with nobody left out.
    `conferences`: "owner/name" to participants in the order of their ids, each "id", with "mute"
    or "hold" or both behind it."""
    return {
        "legs": {_text(leg.id): leg.state for leg in board.legs.values()},
        "queues": {
            queue.id: [_text(leg) for leg in queue.waiting]
            for queue in board.queues.values()
            if queue.waiting
        },
        "conferences": {
            one.id: [_flags(one.participants[who]) for who in sorted(one.participants)]
            for one in board.conferences.values()
        },
    }


def _flags(who: Participant) -> str:
    return f"{who.id}{' mute' if who.mute else ''}{' hold' if who.hold else ''}"


def _text(leg: LegId) -> str:
    return f"{leg.id} {leg.tag}"
