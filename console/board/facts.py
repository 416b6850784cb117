"""What the console itself adds to the feed, beside what the PBX says.

`desk` is always an extension; `call` is our own short id; `key` is the one-time key of the button
that was pressed. Links publishes these in one order with the PBX's facts, so that every process
folds the same board.
"""

from msgspec import Struct

from console.board.services import Services
from console.portasip.messages import Fact


class LinkChanged(Struct, frozen=True, omit_defaults=True, tag=True):
    """The upstream socket is now connecting, live or lost. `next_try` is a moment, as `at` is, and
    `proved_at`, when the link was last proved: that is since when the picture ages."""

    state: str
    at: float
    reason: str = ""
    attempt: int = 0
    next_try: float | None = None
    proved_at: float | None = None


class CommandSent(Struct, frozen=True, omit_defaults=True, tag=True):
    """The holder took a command and sent it to the PBX. `call` is "" where it names none."""

    desk: str
    key: str
    verb: str
    at: float
    call: str = ""
    text: str = ""
    target: str = ""


class CommandSettled(Struct, frozen=True, omit_defaults=True, tag=True):
    """A command was accepted, refused or is unknown (`outcome`); `sentence` says it in words."""

    desk: str
    key: str
    outcome: str
    at: float
    sentence: str = ""


class CallDialled(Struct, frozen=True, omit_defaults=True, tag=True):
    """The PBX accepted an originate of this desk; its legs will carry `tracking_id`."""

    desk: str
    key: str
    target: str
    tracking_id: str
    at: float


class ConsultStarted(Struct, frozen=True, omit_defaults=True, tag=True):
    """The PBX accepted the consultation call of this desk about the call `caller`."""

    desk: str
    key: str
    caller: str
    tracking_id: str
    target: str
    at: float


class ConsultEnded(Struct, frozen=True, tag=True):
    """The consultation is over for this desk, whatever becomes of its call."""

    desk: str
    at: float


class CallTransferred(Struct, frozen=True, omit_defaults=True, tag=True):
    """The PBX accepted a blind transfer of `call`; while `target` rings it can be pulled back.

    `arrival` is the board's `next_arrival` when it was asked: the target's leg may come before
    the answer, and under a number written otherwise. Without it, now. `target` is what the PBX
    dials; `kind` is voicemail or mobile where that is a code, of the extension `person`. `until`
    ends the time in which the caller's `slot` is kept; of a `safe` transfer it is when the caller
    comes back. `number` and `name` are the caller's.
    """

    desk: str
    call: str
    target: str
    at: float
    arrival: int | None = None
    kind: str = ""
    person: str = ""
    safe: bool = False
    until: float | None = None
    slot: int | None = None
    number: str = ""
    name: str = ""


class TransferLapsed(Struct, frozen=True, tag=True):
    """The time of the desk's blind transfer of `call` is over, by the holder's clock: no slot is
    kept any more, and what became of it has been shown long enough."""

    desk: str
    call: str
    at: float


class CallReturned(Struct, frozen=True, tag=True):
    """The PBX accepted to bring a safely transferred call back, because `target` (an extension or
    a number) did not answer."""

    desk: str
    call: str
    target: str
    at: float


class CallParked(Struct, frozen=True, omit_defaults=True, tag=True):
    """The PBX accepted to park `call` in `slot` for this desk. `arrival` is as for a transfer."""

    desk: str
    call: str
    slot: str
    at: float
    arrival: int
    operator: str = ""
    number: str = ""
    name: str = ""


class ServicesConfigured(Struct, frozen=True, tag=True):
    """What the PBX offers, as its settings say; once for every holder of its link."""

    services: Services
    at: float


class CallConverted(Struct, frozen=True, omit_defaults=True, tag=True):
    """The PBX made a conference of the desk's call with `other`; the desk is its moderator.

    `call_id` is the PBX's, `display_name` what the PBX called the other party.
    """

    desk: str
    name: str
    owner: str
    call_id: str
    other: str
    at: float
    display_name: str = ""


class ParticipantInvited(Struct, frozen=True, tag=True):
    """The PBX accepted to call `target` into a conference, by the call `call_id`."""

    desk: str
    name: str
    owner: str
    target: str
    call_id: str
    at: float


BoardFact = (
    Fact
    | LinkChanged
    | CommandSent
    | CommandSettled
    | CallDialled
    | ConsultStarted
    | ConsultEnded
    | CallTransferred
    | TransferLapsed
    | CallReturned
    | CallParked
    | ServicesConfigured
    | CallConverted
    | ParticipantInvited
)
