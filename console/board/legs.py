"""Legs: what one LegChanged does to the leg it names."""

from console.board import calls, queues
from console.board.index import base
from console.board.moves import ending
from console.board.state import ANSWERED, HOLD, KNOWN_STATES, SETUP, Board, Call, Leg, Touched
from console.portasip.messages import LegChanged, LegId, Party

TOMBSTONES = 10_000
"""Dead legs remembered: an hour and more of late duplicates on a busy PBX."""


def change(board: Board, fact: LegChanged, touched: Touched) -> None:
    leg = board.legs.get(fact.leg)
    if fact.leg in board.tombstones:
        board.count("duplicate" if fact.state == "terminated" else "late")
    elif fact.state == "terminated":
        _terminate(board, fact, leg, touched)
    elif leg is not None and fact.state in SETUP and leg.state in ANSWERED:
        board.count("late")
    else:
        _live(board, fact, leg, touched)


def _live(board: Board, fact: LegChanged, leg: Leg | None, touched: Touched) -> None:
    if fact.state not in KNOWN_STATES:
        board.count("unknown_state")
    if leg is None:
        leg = begin(board, fact, fact.at, fact.at, touched)
    elif not update(board, leg, fact, fact.at, touched):
        board.count("duplicate")
    leg.changed = board.facts
    if fact.queue is not None:
        queues.staff(board, fact.queue.queue, fact.queue.operators, touched)


def begin(board: Board, fact: LegChanged, stamp: float | None, at: float, touched: Touched) -> Leg:
    """A leg is seen for the first time, at `at`, in whatever state; since `stamp`, if known."""
    call = calls.belonging(board, fact, None, at, touched)
    leg = Leg(
        id=fact.leg,
        call=call.id,
        state="",
        first_seen=at,
        arrival=board.next_arrival,
        started=stamp if fact.state in SETUP else None,
        changed=board.facts,
    )
    board.next_arrival += 1
    board.legs[leg.id] = leg
    calls.attach(board, call, leg)
    _describe(leg, fact)
    board.index.add_leg(leg)
    calls.concern(call, leg.extension)
    _enter(leg, fact.state, stamp)
    queues.join(board, leg, touched)
    touched.calls.add(call.id)
    _notice_originate(board, call, leg)
    return leg


def update(board: Board, leg: Leg, fact: LegChanged, stamp: float | None, touched: Touched) -> bool:
    """Whether anything about the leg changed. An empty state leaves the state as it was."""
    before, extension, queue = _visible(leg), leg.extension, leg.queue
    merges = len(touched.merged)
    call = calls.belonging(board, fact, board.calls.get(leg.call), fact.at, touched)
    left = queues.leave(board, leg)
    _describe(leg, fact)
    moved = bool(queue) and leg.queue != queue
    if fact.state and (fact.state != leg.state or moved):
        _enter(leg, fact.state, stamp, moved)
    queues.join(board, leg, touched)
    if leg.extension != extension:
        _rehome(board, leg, extension, call, touched)
    if _visible(leg) == before and len(touched.merged) == merges:
        return False
    touched.queues |= left
    touched.calls.add(call.id)
    return True


def _rehome(board: Board, leg: Leg, extension: str, call: Call, touched: Touched) -> None:
    board.index.drop_leg(leg, extension)
    board.index.add_leg(leg)
    calls.concern(call, leg.extension)
    touched.extensions |= {extension} - {""}


def _visible(leg: Leg) -> tuple[object, ...]:
    return (
        leg.state, leg.caller, leg.callee, leg.direction, leg.tracking_id, leg.queue,
        leg.position, leg.reason,
    )  # fmt: skip


def _describe(leg: Leg, fact: LegChanged) -> None:
    """What the fact leaves out stays as it was."""
    if fact.caller is not None:
        leg.caller = fact.caller
    if fact.callee is not None:
        leg.callee = fact.callee
    leg.direction = fact.direction or leg.direction
    leg.tracking_id = fact.tracking_id or leg.tracking_id
    leg.reason = fact.reason or leg.reason
    leg.extension = phone(leg.direction, leg.caller, leg.callee) or leg.extension
    if fact.queue is not None:
        leg.queue = fact.queue.queue or leg.queue
        if fact.queue.position is not None:
            leg.position = fact.queue.position


def phone(direction: str, caller: Party | None, callee: Party | None) -> str:
    """The account whose phone a leg is; "" for a phone outside."""
    own = {"outgoing": caller, "incoming": callee}.get(direction)
    return own.account_id if own else ""


def _enter(leg: Leg, state: str, stamp: float | None, moved: bool = False) -> None:
    """The leg enters `state`, or another queue. The first talk time outlives holding: the PBX's
    connect_time changes with every resume."""
    before = leg.state
    leg.state, leg.state_since = state, stamp
    if state == "connected" and before not in ANSWERED and leg.talking_since is None:
        leg.talking_since = stamp
    if state not in HOLD:
        leg.held_since = None
    elif before not in HOLD:
        leg.held_since = stamp
    if state == "queued" and (moved or before in ANSWERED or leg.queued_since is None):
        leg.queued_since = stamp


def _notice_originate(board: Board, call: Call, leg: Leg) -> None:
    """Leg B of an originated call: `<id>~1o` answers an outgoing leg `<id>` to nobody's account."""
    if base(leg.id.id) == leg.id.id or leg.direction != "incoming":
        return
    for other in (board.legs[one] for one in call.legs):
        if other.id.id == base(leg.id.id) and other.direction == "outgoing":
            if not other.callee.account_id:
                calls.mark_originated(board, call)
            return


def _terminate(board: Board, fact: LegChanged, leg: Leg | None, touched: Touched) -> None:
    """A leg that was never seen alive still belongs to a call, which history must not lose."""
    bury(board, fact.leg)
    current = None if leg is None else board.calls.get(leg.call)
    call = calls.belonging(board, fact, current, fact.at, touched)
    calls.concern(call, phone(fact.direction, fact.caller, fact.callee))
    touched.calls.add(call.id)
    if leg is not None:
        if leg.state in SETUP:
            call.why, call.unanswered = ending(fact.reason, fact.reason_code), leg.arrival
        remove(board, leg, touched)


def bury(board: Board, leg: LegId) -> None:
    board.tombstones[leg] = board.facts
    if len(board.tombstones) > TOMBSTONES:
        del board.tombstones[next(iter(board.tombstones))]


def remove(board: Board, leg: Leg, touched: Touched) -> None:
    """The leg is no longer live; `calls.close` follows if it was the last."""
    touched.queues |= queues.leave(board, leg)
    del board.legs[leg.id]
    board.index.drop_leg(leg, leg.extension)
    call = board.calls[leg.call]
    call.legs.remove(leg.id)
    touched.calls.add(call.id)
