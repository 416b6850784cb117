"""The live picture of one PBX.

All moments are seconds since the epoch, UTC; None means unknown, never 0. Everything but
`Board.index` and `Board.lamps` travels: a board encoded here, decoded elsewhere, is the same board.
"""

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field

from console.board.index import Index, base, tracking_key
from console.board.moves import Parked, Unreached
from console.board.services import Services
from console.portasip.messages import Extension, HuntGroup, LegId, Party

if TYPE_CHECKING:
    from console.board.lamps import Lamps

SETUP = frozenset({"trying", "ringing", "early"})
"""States of a leg whose phone has not answered."""

ANSWERED = frozenset({"connected", "held", "holding"})
"""States of a leg whose phone has answered; whatever of SETUP comes after them is late."""

HOLD = frozenset({"held", "holding"})

LATER = frozenset({"parked", "transferred"})
"""States of later releases (notes, section 4). Nothing is concluded from them: the leg lives until
it is terminated or a list says that it is gone."""

KNOWN_STATES = SETUP | ANSWERED | LATER | {"queued", "dequeued", "terminated"}


class Leg(Struct, omit_defaults=True):
    """One dialog between the PBX and a phone. Only live legs are kept."""

    id: LegId
    call: str
    state: str
    first_seen: float
    arrival: int
    """Rises with every leg the board ever showed: the order of arrival."""
    caller: Party = Party()
    callee: Party = Party()
    direction: str = ""
    tracking_id: str = ""
    extension: str = ""
    """The account whose phone it is; "" for a phone outside."""
    queue: str = ""
    """The last queue it stood in; it waits there only while `state` is queued."""
    position: int | None = None
    state_since: float | None = None
    started: float | None = None
    talking_since: float | None = None
    queued_since: float | None = None
    held_since: float | None = None
    changed: int = 0
    """`Board.facts` of the last evidence for this leg, duplicates included: what a list that was
    asked for earlier cannot overrule."""
    reason: str = ""


class Call(Struct, omit_defaults=True):
    """A connected component of legs. Kept as ended for a while: late legs continue it."""

    id: str
    first_seen: float
    legs: list[LegId] = []
    """Live legs in order of arrival."""
    aliases: list[str] = []
    tracking_ids: list[str] = []
    call_ids: list[str] = []
    """Without the PBX's `~1o`."""
    extensions: list[str] = []
    """Everyone concerned: whoever has or had a leg, and the desks that act on it."""
    originated: bool = False
    """Dialled for a phone by the PBX: its first answered leg alone talks to nobody."""
    answered: bool = False
    talking_since: float | None = None
    attempts: int = 0
    ended_at: float | None = None
    why: str = ""
    """Why the last phone that it rang was not answered (moves.ending)."""
    unanswered: int = 0
    """The arrival of that phone's leg."""
    back_from: str = ""
    """Whom it came back from unanswered, an extension or a number."""

    @property
    def is_live(self) -> bool:
        return self.ended_at is None


class Queue(Struct, omit_defaults=True):
    """`known` says that `waiting` holds everybody; else there may be more (see board.queues)."""

    id: str
    name: str = ""
    huntgroup: str = ""
    operators: int | None = None
    waiting: list[LegId] = []
    known: bool = False


class Participant(Struct, omit_defaults=True):
    """`since` is when the present flags began, or when they left; None where a list alone told,
    which saw them at `seen`. `place` is the row they keep."""

    id: int
    call_id: str = ""
    number: str = ""
    name: str = ""
    mute: bool = False
    hold: bool = False
    moderator: bool = False
    since: float | None = None
    seen: float = 0.0
    place: int = 0


class Invitation(Struct, omit_defaults=True):
    """`target` was called into a conference. `outcome` is "" while the phone may ring, then the
    PBX's reason code or "unknown"; who answers becomes a participant instead."""

    call_id: str
    target: str
    at: float
    place: int = 0
    outcome: str = ""
    changed: int = 0


class Converted(Struct, omit_defaults=True):
    """The call that a desk made a conference of: itself as the moderator, and the other party."""

    call_id: str
    desk: str
    other: str
    name: str = ""


class BoardConference(Struct, omit_defaults=True):
    """An on-the-spot conference; `id` is owner/name, `short` our own id for screens."""

    id: str
    name: str
    owner: str
    short: str = ""
    call_id: str = ""
    participants: dict[int, Participant] = {}
    invited: list[Invitation] = []
    gone: list[Participant] = []
    """Who left or was removed, the newest last, bounded."""
    converted: Converted | None = None
    places: int = 0
    first_seen: float | None = None
    changed: int = 0

    @property
    def call_ids(self) -> set[str]:
        """Base call ids under which it is found; no other conference has any of them."""
        ids = [self.call_id, *(one.call_id for one in self.participants.values())]
        ids += [one.call_id for one in self.invited if not one.outcome]
        if self.converted is not None:
            ids.append(self.converted.call_id)
        return {base(one) for one in ids if one}


class Command(Struct, omit_defaults=True):
    """The last command of a desk; `outcome` is sent, accepted, refused or unknown. `number` and
    `name` are whom its call was with, which it outlives."""

    key: str
    verb: str
    sent_at: float
    call: str = ""
    text: str = ""
    target: str = ""
    number: str = ""
    name: str = ""
    outcome: str = "sent"
    sentence: str = ""
    settled_at: float | None = None


class Consult(Struct, omit_defaults=True):
    """The desk asks `target` about the call `caller`; `call` is "" until its legs appear."""

    caller: str
    tracking_id: str
    target: str
    since: float
    call: str = ""


class Dialled(Struct, omit_defaults=True):
    """A call the console dialled for a desk; `call` is "" until its legs appear."""

    key: str
    target: str
    tracking_id: str
    at: float
    call: str = ""


class Transfer(Struct, omit_defaults=True):
    """A blind transfer (facts.CallTransferred). `arrival`: legs after it are later than it.

    `outcome` is "" until its target rings, then ringing, answered, queued, failed (`why`), or back
    when the caller came home.
    """

    call: str
    target: str
    at: float
    arrival: int
    kind: str = ""
    person: str = ""
    safe: bool = False
    until: float | None = None
    slot: int | None = None
    number: str = ""
    name: str = ""
    outcome: str = ""
    why: str = ""


class Desk(Struct, omit_defaults=True):
    """What belongs to a seat. Numbers 1-3 ring, 4-6 are held; a fourth waits unnumbered."""

    extension: str
    slots: dict[str, int] = {}
    unnumbered: dict[str, str] = {}
    """Short id to `ringing` or `held`, in the order in which they came."""
    command: Command | None = None
    unsettled: dict[str, str] = {}
    """Key to short id of the commands not settled yet, newest last, bounded."""
    consult: Consult | None = None
    dialled: list[Dialled] = []
    transfers: list[Transfer] = []
    """Those that nobody has answered yet."""
    transferred: Transfer | None = None
    """What became of the last one, until the desk goes on."""
    unreached: Unreached | None = None

    @property
    def kept(self) -> dict[int, Transfer]:
        """Slots kept for callers who may be pulled back, from when they have left them."""
        filled = set(self.slots.values())
        return {
            one.slot: one
            for one in self.transfers
            if one.slot is not None and one.slot not in filled
        }

    @property
    def unresolved(self) -> list[Dialled | Consult]:
        """What was dialled here and has not shown its legs."""
        waits: list[Dialled | Consult] = [*self.dialled]
        if self.consult is not None:
            waits.append(self.consult)
        return [wait for wait in waits if not wait.call]

    @property
    def is_idle(self) -> bool:
        return not (
            self.slots or self.unnumbered or self.command or self.unsettled
            or self.consult or self.dialled or self.transfers or self.transferred
            or self.unreached
        )  # fmt: skip


class Link(Struct, omit_defaults=True):
    """`lost_since` is the moment the picture began to age; None while the link is live."""

    state: str = "connecting"
    since: float | None = None
    reason: str = ""
    attempt: int = 0
    next_try: float | None = None
    lost_since: float | None = None
    live_since: float | None = None


class Board(Struct, dict=True, omit_defaults=True):
    """Everything known about one PBX. Changed by `fold` alone."""

    pbx: str = ""
    """Its name, by which others find what they know of it."""
    epoch: int = 0
    facts: int = 0
    """How many facts were folded: the `since` of a list is this counter when it is asked for."""
    legs: dict[LegId, Leg] = {}
    calls: dict[str, Call] = {}
    ended: dict[str, Call] = {}
    """Calls without a live leg, oldest first, bounded: a late leg brings one back."""
    aliases: dict[str, str] = {}
    queues: dict[str, Queue] = {}
    conferences: dict[str, BoardConference] = {}
    extensions: dict[str, Extension] = {}
    unregistered: dict[str, float] = {}
    """Extensions whose telephone is not registered to the first list that said so."""
    groups: dict[str, HuntGroup] = {}
    """Hunt groups by their number."""
    desks: dict[str, Desk] = {}
    parked: dict[str, Parked] = {}
    """By slot."""
    services: Services = Services()
    link: Link = field(default_factory=Link)
    counters: dict[str, int] = {}
    tombstones: dict[LegId, int] = {}
    """Legs the PBX terminated, oldest first, bounded: nothing brings one back."""
    ended_conferences: dict[str, int] = {}
    """`owner/name` and call ids of terminated conferences to `facts` then, bounded."""
    next_call: int = 1
    next_arrival: int = 1
    next_conference: int = 1
    listed_at: float | None = None

    @cached_property
    def index(self) -> Index:
        """Look-ups derived from the rest; built on first use, so that it need not travel."""
        return Index.of(self)

    @cached_property
    def lamps(self) -> "Lamps":
        """What the listed extensions do, counted; as derived as the index."""
        from console.board.lamps import Lamps

        return Lamps.of(self)

    def call(self, short: str) -> Call | None:
        """The live call of that id or alias."""
        return self.calls.get(self.root(short))

    def remembered(self, short: str) -> Call | None:
        """The call of that id or alias, live or ended a while ago."""
        root = self.root(short)
        return self.calls.get(root) or self.ended.get(root)

    def root(self, short: str) -> str:
        return self.aliases.get(short, short)

    def traced(self, tracking_id: str) -> Call | None:
        """The call, live or ended a while ago, that any leg brought this tracking id to."""
        found = self.index.calls.get(tracking_key(tracking_id))
        return None if found is None else self.remembered(found)

    def count(self, counter: str, by: int = 1) -> None:
        self.counters[counter] = self.counters.get(counter, 0) + by


class Touched(Struct):
    """What one fact changed: short ids of calls, extensions, ids of queues, `owner/name`."""

    calls: set[str] = set()
    extensions: set[str] = set()
    """Whoever has or had a leg in a touched call or acts on it, and lamps that changed."""
    queues: set[str] = set()
    conferences: set[str] = set()
    desks: set[str] = set()
    """Desks whose own state changed: command, consult, slots, dialled, transfers."""
    link: bool = False
    people: bool = False
    queue_list: bool = False
    parked: bool = False
    hours: bool = False
    everything: bool = False
    ended: list[str] = []
    """Short ids of calls that lost their last leg. One may come back under the same id."""
    merged: list[tuple[str, str]] = []
    """(alias, older call) of calls that turned out to be one."""
    corrected: list[LegId] = []
    """Legs for which a list overruled the facts although nothing had changed since."""

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Touched()


def encode(board: Board) -> bytes:
    return _encoder.encode(board)


def decode(packed: bytes) -> Board:
    """Raises msgspec.DecodeError for bytes that `encode` did not make."""
    return _decoder.decode(packed)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Board)
