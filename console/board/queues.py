"""Queues: who waits where, in which order.

The PBX tracks calls from the subscription on, so a first list may miss callers who were already
waiting. A queue is therefore *known* only on evidence, and until then its length is a lower bound:

- the last of its waiting callers says that no more callers are ahead of her than we hold (whoever
  came behind her came while we were listening), in a fact or in a list; or
- the link has been live for SETTLED seconds when a list arrives.

It stays known until the link is lost, because the next link subscribes anew.
"""

from bisect import bisect_left, insort
from collections.abc import Callable

from console.board.state import Board, Leg, Queue, Touched
from console.portasip.messages import LegId, QueuesListed

SETTLED = 900.0
"""Nobody is taken to wait a quarter of an hour without one change of her position."""


def leave(board: Board, leg: Leg) -> set[str]:
    """Take the leg out of its waiting list, before anything that decides its order changes.

    Returns the queue it stood in. A duplicate leaves and joins at the same place, so only the
    caller can tell whether that queue was touched.
    """
    queue = board.queues.get(leg.queue) if leg.state == "queued" else None
    if queue is None:
        return set()
    del queue.waiting[bisect_left(queue.waiting, _order(leg), key=_ordering(board))]
    return {queue.id}


def join(board: Board, leg: Leg, touched: Touched) -> None:
    """Put the leg where it waits now."""
    queue = _known(board, leg, touched)
    if queue is not None and leg.state == "queued":
        insort(queue.waiting, leg.id, key=_ordering(board))
        if prove(board, queue):
            touched.queues.add(queue.id)


def _known(board: Board, leg: Leg, touched: Touched) -> Queue | None:
    if not leg.queue:
        return None
    queue = board.queues.get(leg.queue)
    if queue is None:
        queue = board.queues[leg.queue] = Queue(leg.queue)
        touched.queue_list = True
    if not queue.huntgroup and leg.state == "queued":
        queue.huntgroup = leg.callee.huntgroup_id
    return queue


def staff(board: Board, queue: str, operators: int | None, touched: Touched) -> None:
    """How many operators are at work in a queue, as the latest evidence has it."""
    found = board.queues.get(queue)
    if found is not None and operators not in (None, found.operators):
        found.operators = operators
        touched.queues.add(queue)


def _order(leg: Leg) -> tuple[bool, int, float, int]:
    """Callers ahead first; then who entered earlier; then who was seen earlier."""
    since = leg.first_seen if leg.queued_since is None else leg.queued_since
    return (leg.position is None, leg.position or 0, since, leg.arrival)


def _ordering(board: Board) -> Callable[[LegId], tuple[bool, int, float, int]]:
    legs = board.legs
    return lambda leg: _order(legs[leg])


def prove(board: Board, queue: Queue) -> bool:
    """Whether the queue became known just now."""
    if queue.known or not queue.waiting:
        return False
    position = board.legs[queue.waiting[-1]].position
    queue.known = position is not None and position < len(queue.waiting)
    return queue.known


def settle(board: Board, at: float, touched: Touched) -> None:
    """A list was applied."""
    live_since = board.link.live_since
    settled = live_since is not None and at - live_since >= SETTLED
    for queue in board.queues.values():
        if settled and not queue.known:
            queue.known = True
            touched.queues.add(queue.id)


def doubt(board: Board, touched: Touched) -> None:
    """The link is lost: whoever comes now comes unseen."""
    for queue in board.queues.values():
        if queue.known:
            queue.known = False
            touched.queues.add(queue.id)


def name(board: Board, fact: QueuesListed, touched: Touched) -> None:
    """The list of queues; one that is no longer in it stays while somebody waits there."""
    listed = {one.id: one for one in fact.queues}
    for gone in [one for one in board.queues.values() if one.id not in listed and not one.waiting]:
        del board.queues[gone.id]
        touched.queues.add(gone.id)
        touched.queue_list = True
    for one in listed.values():
        queue = board.queues.get(one.id)
        if queue is None:
            queue = board.queues[one.id] = Queue(one.id)
            touched.queue_list = True
            touched.queues.add(one.id)
        huntgroup = one.huntgroup or queue.huntgroup
        if (queue.name, queue.huntgroup) != (one.name, huntgroup):
            queue.name, queue.huntgroup = one.name, huntgroup
            touched.queues.add(one.id)
            touched.queue_list = True
