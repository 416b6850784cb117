"""The simulated PBX's world: what is going on in the office, at one moment.

Synchronous and without I/O. Time comes from the agenda, chance from a seeded source, so the same
seed and the same requests give the same day. What the legs do stands in `dialing`, `holding`,
`transferring`, `joining`, `queueing` and `conferencing`; this module keeps the books.
"""

from collections.abc import Callable
from random import Random

from . import queueing
from .agenda import Agenda
from .identifiers import Identifiers
from .ivr import Heard
from .legs import Call, Leg, Party
from .office import Extension, HuntGroup, Office
from .past_calls import PastCalls
from .queueing import Queue
from .rooms import Participant, Room
from .timings import Timings

Told = Leg | Room | Participant | Heard
Listener = Callable[[Told], None]


class World:
    """All live legs, calls, queues and rooms. Listeners hear of every change as it happens.

    `dispatching` lets the queues ring free operators by themselves. `tracking_per_leg` gives
    each leg of an internal call its own tracking_id, as the document's hold example does.
    """

    def __init__(
        self,
        now: float,
        seed: int = 0,
        timings: Timings | None = None,
        *,
        dispatching: bool = False,
        tracking_per_leg: bool = False,
    ) -> None:
        self.agenda = Agenda(now)
        self.random = Random(seed)
        self.identifiers = Identifiers(Random(seed + 1))
        self.timings = timings or Timings()
        self.dispatching = dispatching
        self.tracking_per_leg = tracking_per_leg
        self.office = Office()
        self.legs: dict[tuple[str, str], Leg] = {}
        self.calls: list[Call] = []
        self.rooms: list[Room] = []
        self.queues = {queue.i_c_queue: queue for queue in map(Queue, self._queue_groups())}
        self.past = PastCalls()
        self.listeners: list[Listener] = [self.past.notice]

    @property
    def now(self) -> float:
        return self.agenda.now

    def phone(self, number: str) -> Extension:
        return self.office.phone(number)

    def queue(self, number: str) -> Queue | None:
        """Return the queue behind a hunt group's number or account."""
        group = self.office.hunt_group(number)
        if group is None or group.i_c_queue is None:
            return None
        return self.queues[group.i_c_queue]

    def legs_at(self, number: str) -> list[Leg]:
        """Return the live legs that end at this extension or outside number, oldest first."""
        device = self.phone(number).account_id
        return [leg for leg in self.legs.values() if leg.device == device]

    def party(self, number: str) -> Party:
        """Return who a dialled number reaches."""
        inside = self.office.extension(number)
        if inside is not None:
            return inside.party
        group = self.office.hunt_group(number)
        return group.party if group else self.office.phone(number).party

    def new_call(self, caller: Party, callee: Party, id: str = "", tracking_id: str = "") -> Call:
        call = Call(
            id or self.identifiers.call(),
            tracking_id or self.identifiers.tracking(),
            caller,
            callee,
        )
        self.calls.append(call)
        return call

    def new_leg(
        self, call: Call, type: str, device: str, account: str, *, id: str = "", tag: str = ""
    ) -> Leg:
        """Return a leg of `call` in state `trying`; nobody has been told of it yet."""
        made = (
            self.identifiers.outgoing_tag if type == "outgoing" else self.identifiers.incoming_tag
        )
        leg = Leg(
            id=id or call.id,
            tag=tag or made(),
            device=device,
            account=account,
            type=type,
            caller=call.caller,
            callee=call.callee,
            tracking_id=call.tracking_id,
            started_at=self.now,
            call=call,
        )
        if self.tracking_per_leg and call.legs and not call.callee_moved:
            leg.tracking_id = self.identifiers.tracking()
        self.legs[leg.id, leg.tag] = leg
        return leg

    def tell(self, subject: Told) -> None:
        for listener in self.listeners:
            listener(subject)

    def become(self, leg: Leg, state: str) -> None:
        """Bring a leg into a state and tell; talking states stamp their connect_time."""
        leg.state = state
        if state in ("connected", "held", "holding"):
            leg.connected_at = self.now
            leg.answered_at = leg.answered_at or self.now
        self.tell(leg)

    def end_leg(self, leg: Leg, reason: str, reason_code: int | None = None) -> None:
        """Terminate one leg, without regard to what it belongs to."""
        if not leg.is_alive:
            return
        if leg.appointment:
            leg.appointment.cancel()
        leg.appointment = None
        leg.ended_at, leg.reason, leg.reason_code = self.now, reason, reason_code
        self.legs.pop((leg.id, leg.tag), None)
        self.become(leg, "terminated")
        queueing.freed(self, leg)

    def end_call(
        self,
        call: Call,
        reason: str,
        *,
        first: Leg | None = None,
        reason_code: int | None = None,
    ) -> None:
        """Terminate every leg of a call, the one that hung up first."""
        call.is_ended = True
        if call in self.calls:
            self.calls.remove(call)
        for leg in sorted(call.legs, key=lambda leg: leg is not first):
            self.end_leg(leg, reason, reason_code)

    def _queue_groups(self) -> list[HuntGroup]:
        return [group for group in self.office.hunt_groups if group.i_c_queue is not None]
