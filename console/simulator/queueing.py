"""Callers wait in order; free operators' phones ring for them one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from .legs import RINGING, Call, Leg
from .office import HuntGroup

if TYPE_CHECKING:
    from .world import World


@dataclass(eq=False)
class Queue:
    """A call queue and the hunt group it serves. `waiting` holds legs in state `queued`."""

    group: HuntGroup
    waiting: list[Leg] = field(default_factory=list)
    rests_until: dict[str, float] = field(default_factory=dict)
    last_rung: dict[str, float] = field(default_factory=dict)

    @property
    def i_c_queue(self) -> int:
        return self.group.i_c_queue or 0

    @property
    def operators(self) -> list[str]:
        return [account for account, is_active in self.group.members.items() if is_active]

    def position(self, leg: Leg) -> int:
        """Return how many callers are ahead; 0 for the first and for one being connected."""
        return self.waiting.index(leg) if leg in self.waiting else 0


def enter(world: "World", call: Call, queue: Queue, leg_id: str = "") -> Leg:
    """The auto attendant answers and puts the caller at the end of the queue."""
    account = queue.group.account_id
    tag = str(world.identifiers.media_tag())
    leg = world.new_leg(call, "incoming", account, account, id=leg_id, tag=tag)
    leg.queue, leg.connected_at, leg.answered_at = queue, world.now, world.now
    call.callee_leg = leg
    if len(queue.waiting) >= queue.group.capacity:
        world.tell(leg)
        world.end_call(call, "Queue is full", reason_code=486)
        return leg
    queue.waiting.append(leg)
    world.become(leg, "queued")
    _answer_caller(world, call)
    world.agenda.after(world.timings.queue_offer, partial(dispatch, world))
    return leg


def offer(world: "World", queue: Queue, account: str) -> Leg | None:
    """Ring an operator for the first caller; return the operator's leg, None if nobody waits."""
    from . import dialing

    if not queue.waiting:
        return None
    waiting = queue.waiting.pop(0)
    call = waiting.call
    assert call is not None
    world.become(waiting, "dequeued")
    _tell_positions(world, queue)
    phone = world.phone(account)
    leg = world.new_leg(call, "incoming", phone.account_id, phone.account_id)
    leg.callee = replace(
        phone.party, huntgroup_id=queue.group.id, forwarders=call.callee.forwarders
    )
    call.offered = leg
    queue.last_rung[phone.account_id] = world.now
    world.tell(leg)
    dialing.schedule_ring(world, leg, phone)
    return leg


def accepted(world: "World", call: Call, leg: Leg) -> None:
    """The operator answered: the queue's leg ends, the operator's takes its place."""
    queued = call.callee_leg
    call.callee_leg, call.callee, call.offered = leg, leg.callee, None
    call.callee_moved = True
    if queued is not None:
        world.end_leg(queued, "Call taken from the queue")


def declined(world: "World", call: Call, leg: Leg, reason: str, reason_code: int | None) -> None:
    """The operator did not answer: the caller is the first in the queue again."""
    waiting = call.callee_leg
    call.offered = None
    world.end_leg(leg, reason, reason_code)
    if waiting is None or waiting.queue is None or not waiting.is_alive:
        return
    queue, rest = waiting.queue, world.timings.no_answer_rest
    queue.rests_until[leg.device] = world.now + rest
    world.agenda.after(rest, partial(dispatch, world))
    queue.waiting.insert(0, waiting)
    world.become(waiting, "queued")
    _tell_positions(world, queue, since=1)


def freed(world: "World", leg: Leg) -> None:
    """A leg ended: whoever waited behind it moves up, and an operator may be free soon."""
    if leg.queue is not None and leg in leg.queue.waiting:
        place = leg.queue.waiting.index(leg)
        leg.queue.waiting.remove(leg)
        _tell_positions(world, leg.queue, since=place)
    for queue in world.queues.values():
        if leg.device in queue.group.members:
            queue.rests_until[leg.device] = world.now + world.timings.wrap_up
            world.agenda.after(world.timings.wrap_up, partial(dispatch, world))


def give_up(world: "World", call: Call) -> None:
    """The caller's patience is over: hangs up unless an operator has answered."""
    if not call.is_ended and call.callee_leg is not None and call.callee_leg.queue is not None:
        world.end_call(call, "Caller hung up", first=call.callee_leg)


def dispatch(world: "World") -> None:
    """Give the callers who wait longest to the operators who are free longest."""
    if not world.dispatching:
        return
    for queue in world.queues.values():
        for account in list(_free_operators(world, queue)):
            offer(world, queue, account)


def _free_operators(world: "World", queue: Queue) -> Iterator[str]:
    for account in sorted(queue.operators, key=lambda a: queue.last_rung.get(a, 0.0)):
        phone = world.phone(account)
        rests = queue.rests_until.get(account, 0.0) > world.now
        if phone.is_registered and not rests and not world.legs_at(account):
            yield account


def _answer_caller(world: "World", call: Call) -> None:
    other = call.caller_leg
    if other is None or not other.is_alive:
        return
    moved = call.callee_moved and other.show_other(call.callee)
    if other.state in RINGING:
        world.become(other, "connected")
    elif moved or other.state == "held":
        other.state = "connected"
        world.tell(other)


def _tell_positions(world: "World", queue: Queue, since: int = 0) -> None:
    for leg in queue.waiting[since:]:
        world.tell(leg)
