"""What waits to be written: small plain records. Moments are seconds since the epoch, UTC."""

from msgspec import Struct

from console.portasip.messages import LegId, Party

NOBODY = Party()


class Entry(Struct):
    """A leg entered `state`; `found` when a list or a mirror's board showed it, not a fact."""

    epoch: int
    number: int
    at: float | None
    state: str
    queue: str = ""
    position: int | None = None
    found: bool = False


class LegNews(Struct):
    """All that is known of one leg as of fact `number` of `epoch`, and the entries not written yet.

    `keys` are the traces not written yet. `after` and `before` bound an end that nobody saw.
    """

    leg: LegId
    epoch: int
    number: int
    seen_at: float
    first_seen: float | None
    state: str = ""
    caller: Party = NOBODY
    callee: Party = NOBODY
    extension: str = ""
    direction: str = ""
    queue: str = ""
    reason: str = ""
    started: float | None = None
    is_answered: bool = False
    talking_since: float | None = None
    is_originated: bool = False
    is_live: bool = True
    ended_at: float | None = None
    after: float | None = None
    before: float | None = None
    keys: list[str] = []
    entries: list[Entry] = []
    is_complete: bool = True


class CallNews(Struct):
    """A call as a new holder's board knows it: its traces, and the legs that are over by now."""

    epoch: int
    keys: list[str]
    first_seen: float
    ended_at: float | None = None
    over: list[LegId] = []


class Sweep(Struct):
    """A complete list: whatever leg is not in `live`, and not newer, has ended."""

    epoch: int
    number: int
    at: float
    live: frozenset[LegId]


class DeedNews(Struct):
    key: str
    verb: str
    desk: str
    at: float
    operator: str = ""
    target: str = ""
    call_key: str = ""
    made_key: str = ""
    outcome: str = "sent"
    sentence: str = ""
    settled_at: float | None = None


class Batch(Struct):
    """What is written at once, of one PBX."""

    legs: list[LegNews] = []
    calls: list[CallNews] = []
    deeds: list[DeedNews] = []
    sweep: Sweep | None = None

    @property
    def size(self) -> int:
        entries = sum(len(news.entries) for news in self.legs)
        return entries + len(self.legs) + len(self.calls) + len(self.deeds) + bool(self.sweep)

    def parts(self) -> list["Batch"]:
        """Each record by itself."""
        return [
            *(Batch(legs=[one]) for one in self.legs),
            *(Batch(calls=[one]) for one in self.calls),
            *(Batch(deeds=[one]) for one in self.deeds),
            *([Batch(sweep=self.sweep)] if self.sweep else []),
        ]

    @property
    def epoch(self) -> int:
        epochs = [*(one.epoch for one in self.legs), *(one.epoch for one in self.calls)]
        return max(epochs, default=self.sweep.epoch if self.sweep else 0)
