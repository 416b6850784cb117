"""Rooms of on-the-spot conferences and who is in them."""

from dataclasses import dataclass, field

from .legs import Leg, Party


@dataclass(eq=False)
class Participant:
    """One party of a room. `leg` is None for a party from outside who never had one.

    `side` says how they came in: "caller" or "callee". Until `joined_at` their phone rings.
    """

    room: "Room"
    id: int
    party: Party
    side: str
    leg: Leg | None = None
    moderator: bool = False
    mute: bool = False
    hold: bool = False
    quiet_mode: bool = False
    joined_at: float | None = None
    left_at: float | None = None
    tracking_id: str = ""

    @property
    def is_present(self) -> bool:
        return self.joined_at is not None and self.left_at is None

    @property
    def is_expected(self) -> bool:
        return self.joined_at is None and self.left_at is None


@dataclass(eq=False)
class Room:
    """A conference room (SipOnSpotConferenceInfo structure); it is over once `ended_at` is set."""

    name: str
    owner_id: str
    i_customer: int
    call_id: str
    tag: int
    tracking_id: str
    started_at: float
    ended_at: float | None = None
    waits_for_moderator: bool = False
    max_participants: int | None = None
    participants: list[Participant] = field(default_factory=list)

    @property
    def present(self) -> list[Participant]:
        return [p for p in self.participants if p.is_present]

    @property
    def expected(self) -> list[Participant]:
        return [p for p in self.participants if p.is_expected]

    @property
    def listed(self) -> list[Participant]:
        """Those in the room and those who left; not those whose phone still rings."""
        return [p for p in self.participants if p.joined_at is not None]
