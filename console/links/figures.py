"""The figures of links, of boards, and of the feed between processes."""

import time
from collections.abc import Callable

from console.board.state import Board, Queue
from console.figures import Timings, counter, gauge, summary
from console.links import counts
from console.links.consumer import here
from console.links.pictures import all_pictures

STATES = ("connecting", "live", "lost")


def of_boards(read: Callable[[Board], float]) -> Callable[[], dict[str, float]]:
    return lambda: {picture.pbx: read(picture.board) for picture in all_pictures()}


def of_queues(read: Callable[[Queue], float]) -> Callable[[], dict[tuple[str, str, str], float]]:
    return lambda: {
        (picture.pbx, queue.id, queue.name): read(queue)
        for picture in all_pictures()
        for queue in picture.board.queues.values()
    }


def link_states() -> dict[tuple[str, str], int]:
    return {
        (picture.pbx, state): int(picture.board.link.state == state)
        for picture in all_pictures()
        for state in STATES
    }


def held() -> dict[str, int]:
    return {picture.pbx: int(picture.pbx in here) for picture in all_pictures()}


def proof_ages() -> dict[str, float]:
    """Of links that were ever proved; the holder knows better than its last heartbeat."""
    now = time.time()
    proofs = {
        picture.pbx: here[picture.pbx].link.proved_at if picture.pbx in here else picture.proved_at
        for picture in all_pictures()
    }
    return {pbx: max(0.0, now - proved) for pbx, proved in proofs.items() if proved}


def noted() -> dict[tuple[str, str], int]:
    return {
        (picture.pbx, what): times
        for picture in all_pictures()
        for what, times in picture.board.counters.items()
    }


def folds() -> dict[tuple[str, str], Timings]:
    return {
        (picture.pbx, kind.__name__): timings
        for picture in all_pictures()
        for kind, timings in picture.folds.items()
    }


def feeds_waiting() -> dict[str, int]:
    return {pbx: holder.feed.waiting for pbx, holder in here.items() if holder.feed}


# --- Links -------------------------------------------------------------------------------------

gauge(
    "link_state",
    "1 for the state of the link as this process sees it.",
    link_states,
    "pbx",
    "state",
)
gauge(
    "link_epoch",
    "The generation of the link's holder.",
    of_boards(lambda board: board.epoch),
    "pbx",
)
gauge(
    "link_held",
    "1 where this process holds the link, 0 where it mirrors another's.",
    held,
    "pbx",
)
gauge(
    "link_proof_age_seconds",
    "Since the link was last proved by a frame, a pong or a list. At a mirror it is as old "
    "as the holder's last heartbeat, and contains the difference of both clocks.",
    proof_ages,
    "pbx",
)
counter(
    "link_changes",
    "Times the link of this process came to a state: every attempt to connect, every "
    "connection that became live, every failure or loss.",
    lambda: counts.link_changes,
    "pbx",
    "state",
)
counter(
    "list_disagreements",
    "Lists of the PBX that overruled what its facts had said.",
    lambda: counts.disagreements,
    "pbx",
)

# --- Facts and boards --------------------------------------------------------------------------

summary(
    "fold_seconds",
    "Facts folded into the board, here or as a mirror, and the time they took.",
    folds,
    "pbx",
    "kind",
)
counter(
    "board_noted",
    "What folding noted since the board began, here or at an earlier holder: not_understood "
    "(frames that could not be read), unknown_event, unknown_state, duplicate, late, ghosts, "
    "corrected and others.",
    noted,
    "pbx",
    "what",
)
gauge(
    "calls",
    "Calls in progress.",
    of_boards(lambda board: len(board.calls)),
    "pbx",
)
gauge(
    "queue_waiting",
    "Callers seen waiting in a queue of the PBX.",
    of_queues(lambda queue: len(queue.waiting)),
    "pbx",
    "queue",
    "name",
)
gauge(
    "queue_known",
    "0 while more callers may wait in the queue than have been seen.",
    of_queues(lambda queue: queue.known),
    "pbx",
    "queue",
    "name",
)

# --- The feed between processes ------------------------------------------------------------------

counter(
    "mirror_gaps",
    "Times this process missed a message of a link's holder, or heard of a new one, and "
    "needed a snapshot.",
    lambda: counts.gaps,
    "pbx",
)
counter(
    "mirror_snapshots",
    "Boards that this process took over whole from the holder of a link.",
    lambda: counts.snapshots,
    "pbx",
)
counter(
    "mirror_not_understood",
    "Messages of a link's holder that could not be read.",
    lambda: counts.feed_not_understood,
    "pbx",
)
gauge(
    "feed_waiting",
    "Messages of this holder that the layer has not taken yet.",
    feeds_waiting,
    "pbx",
)
counter(
    "feed_dropped",
    "Messages of this holder that the layer never took: mirrors resync.",
    lambda: counts.feed_dropped,
    "pbx",
)
