"""What agreement is judged by: legs and their states, queues in order, conferences."""

from typing import Any

from console.board.queries import comparable
from console.board.state import Board

Comparable = dict[str, Any]


def stated(truth: dict[str, Any]) -> Comparable:
    """The simulator's truth in the words of `comparable`."""
    return {
        "legs": {f"{leg['id']} {leg['tag']}": leg["state"] for leg in truth["legs"]},
        "queues": {
            str(queue["i_c_queue"]): [f"{leg['id']} {leg['tag']}" for leg in queue["waiting"]]
            for queue in truth["queues"]
            if queue["waiting"]
        },
        "conferences": {
            f"{room['owner_id']}/{room['name']}": [
                f"{who['participant_id']}"
                f"{' mute' if who['mute'] else ''}{' hold' if who['hold'] else ''}"
                for who in sorted(room["participants"], key=lambda who: who["participant_id"])
            ]
            for room in truth["conferences"]
        },
    }


def seen(board: Board) -> Comparable:
    picture = comparable(board)
    picture["queues"] = {queue: legs for queue, legs in picture["queues"].items() if legs}
    return picture
