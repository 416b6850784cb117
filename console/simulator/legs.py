"""Parties, legs and calls as the simulated PBX keeps them."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .agenda import Appointment

if TYPE_CHECKING:
    from .ivr import Application
    from .queueing import Queue
    from .rooms import Participant

RINGING = frozenset({"trying", "ringing", "early"})
TALKING = frozenset({"connected", "held", "holding"})
WAITING = frozenset({"queued", "dequeued"})


@dataclass(frozen=True)
class Party:
    """Who calls or is called (SipCallerInfo structure). Outside parties have no account."""

    number: str
    account_id: str = ""
    centrex_id: str = ""
    name: str = ""
    extension_id: str = ""
    huntgroup_id: str = ""
    access_number: str = ""
    forwarders: tuple["Party", ...] = ()

    def without_account(self) -> "Party":
        """The same number as leg A of an originated call shows it."""
        return Party(self.number)

    def forwarded_by(self, forwarder: "Party") -> "Party":
        """The same party, reached through `forwarder` and through whom that was reached."""
        return replace(self, forwarders=(*forwarder.forwarders, replace(forwarder, forwarders=())))


@dataclass(eq=False)
class Leg:
    """One dialog between the PBX and a telephone or the media server.

    `device` is the number of what it ends at; `account` the account whose channel it belongs to,
    which decides who hears of it. Times are seconds since the epoch on the world's clock.
    """

    id: str
    tag: str
    device: str
    account: str
    type: str
    caller: Party
    callee: Party
    tracking_id: str
    started_at: float
    state: str = "trying"
    previous_tracking_id: str = ""
    connected_at: float | None = None  # what `connect_time` says: changes with hold and resume
    answered_at: float | None = None
    ended_at: float | None = None
    reason: str = ""
    reason_code: int | None = None
    transferred: bool = False
    holds: bool = False
    rings: str = ""  # the number whose telephone rings until this leg is answered
    auto_answer: bool = False
    call: "Call | None" = None
    queue: "Queue | None" = None
    participant: "Participant | None" = None
    appointment: Appointment | None = None
    application: "Application | None" = None  # of a call to an access number

    @property
    def is_alive(self) -> bool:
        return self.state != "terminated"

    @property
    def own_party(self) -> Party:
        return self.caller if self.type == "outgoing" else self.callee

    def show_other(self, party: Party) -> bool:
        """Let the leg name `party` as its other side; return whether that is news."""
        if self.type == "outgoing":
            changed, self.callee = self.callee != party, party
        else:
            changed, self.caller = self.caller != party, party
        return changed


@dataclass(eq=False)
class Call:
    """Two parties and the legs we see of them. A caller from outside has no leg of their own.

    `dials` is whom leg A of an originated call is to be connected with; `offered` the leg of the
    operator whose phone rings for a caller of a queue.
    """

    id: str
    tracking_id: str
    caller: Party
    callee: Party
    caller_leg: Leg | None = None
    callee_leg: Leg | None = None
    offered: Leg | None = None
    dials: str = ""
    callee_moved: bool = False  # transferred, forwarded or out of a queue: the caller is told
    both_held: bool = False
    callback: "Callback | None" = None
    is_ended: bool = False

    @property
    def legs(self) -> list[Leg]:
        return [leg for leg in (self.caller_leg, self.callee_leg, self.offered) if leg]

    @property
    def is_connected(self) -> bool:
        talking = [leg.state in TALKING for leg in self.legs]
        return bool(talking) and all(talking) and not self.dials

    def other(self, leg: Leg) -> Leg | None:
        return self.callee_leg if leg is self.caller_leg else self.caller_leg

    def other_party(self, leg: Leg) -> Party:
        return self.callee if leg is self.caller_leg else self.caller


@dataclass(frozen=True)
class Callback:
    """Where an originated call reports its states (OriginateAdvancedCallRequest structure)."""

    url: str
    events: frozenset[str] = field(default_factory=lambda: frozenset({"terminated"}))
