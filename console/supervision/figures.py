"""What is known of a queue: how many wait, since when, and how sure that is."""

from dataclasses import dataclass

from console.board import queries
from console.board.queries import Waiter
from console.board.state import Board
from console.directory.shown import queue_name, queue_order


@dataclass(frozen=True)
class Figures:
    """`known` says that `waiters` holds everybody. `longest` is when the longest wait began, None
    when nobody is seen waiting; with `atleast` it may have begun earlier."""

    queue: str
    name: str
    order: tuple[str, str]
    known: bool
    operators: int | None
    waiters: tuple[Waiter, ...]
    longest: float | None
    atleast: bool

    @property
    def count(self) -> str:
        """`3`, `3+` when there may be more, `?` when nobody knows."""
        return counted(len(self.waiters), self.known)

    @property
    def state(self) -> str:
        if self.waiters:
            return "queued"
        return "idle" if self.known else "unknown"


def counted(number: int, known: bool) -> str:
    if known:
        return str(number)
    return f"{number}+" if number else "?"


def figures(board: Board, queue: str) -> Figures:
    found = board.queues.get(queue)
    known = found is not None and found.known
    waiters = queries.waiting(board, queue)
    starts = [one.first_seen if one.since is None else one.since for one in waiters]
    return Figures(
        queue=queue,
        name=queue_name(board, queue),
        order=queue_order(board, queue),
        known=known,
        operators=found.operators if found else None,
        waiters=waiters,
        longest=min(starts, default=None),
        atleast=not known or any(one.since is None for one in waiters),
    )


def worst_first(board: Board) -> list[Figures]:
    """By the longest wait; then the queues without a count, then the clear ones, each by name."""
    return sorted((figures(board, queue) for queue in board.queues), key=_badness)


def _badness(one: Figures) -> tuple[bool, float, bool, tuple[str, str]]:
    return (one.longest is None, one.longest or 0.0, one.known, one.order)


def by_name(board: Board) -> list[str]:
    return sorted(board.queues, key=lambda queue: queue_order(board, queue))
