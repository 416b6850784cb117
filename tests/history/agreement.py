"""History = the set of calls that ever were. The interface for whoever checks it:

    historian = Historian("main")             # makes the PBX's row; needs a database in the test
    historian.took(board)                     # whenever a holder begins, with its board
    historian.saw(board, fact, touched)       # after every fold of that holder
    assert historian.calls() == historian.seen.calls()

or, around a picture of `links` (as `Office` of `tests/links/conftest.py` has one), let the publish
function call `historian.saw(picture.board, fact, touched)` with what `picture.apply` returned.

All of it is synchronous, and writes in the calling thread by its own connection (inside a test's
transaction if there is one), so that a state machine may call it after every step. From a coroutine
use `sync_to_async` or `await asyncio.to_thread(...)` for `calls()`; the rest asks no database.

Each side describes calls as a frozenset of calls, each a frozenset of its legs as
(call id, tag):

- `history_of(pbx)`: what stands in the database;
- `Seen`: what the facts that reached the holder showed, by a union of ids that shares no code with
  the board or with history. True under any fault: what was never shown is not asked for. It knows
  four rules of the board, without which a late fact would count: a dead leg says no more; what
  rings after it was answered is late; of a leg that changed after a list was asked for the list
  says nothing; a leg that a list shows only as terminated begins no call. `new_board()` when the
  next fact is folded into an empty board (a process that starts anew);
- `Chronicle(simulator)`: what the simulated PBX itself did, from then on. Equal to the other two
  while nothing is lost on the way and the link was live all the time.

`open_calls(pbx)` describes the calls that history takes to be going on by their live legs alone,
and `open_on(board)` those of a board: equal whenever everything is written and a list was applied.
"""

from typing import Any

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from console.history.models import Call, Leg
from console.history.recorder import Recorder
from console.history.writing import write
from console.portasip.messages import CallsListed, LegChanged
from console.simulator import Simulator
from console.simulator.legs import Leg as SimulatedLeg
from tests.memberships import pbx as pbx_row
from tests.unions import Described, Unions


def history_of(pbx: str) -> Described:
    """A call without legs, which no test here should find, is described by nothing at all."""
    return _described(pbx, Call.objects.filter(pbx__name=pbx))


def open_calls(pbx: str) -> Described:
    return _described(pbx, Call.objects.filter(pbx__name=pbx, is_live=True), is_live=True)


def open_on(board: Board) -> Described:
    return frozenset(
        frozenset((leg.id, leg.tag) for leg in one.legs) for one in board.calls.values()
    )


def _described(pbx: str, calls: Any, **which: Any) -> Described:
    legs: dict[int, set[tuple[str, str]]] = {pk: set() for pk in calls.values_list("pk", flat=True)}
    rows = Leg.objects.filter(call__in=calls, **which)
    for pk, dialog, tag in rows.values_list("call", "dialog", "tag"):
        legs[pk].add((dialog, tag))
    every = [frozenset(one) for one in legs.values()]
    assert len(set(every)) == len(every), "a call stands in history twice"
    return frozenset(every)


def names_of(leg: Any) -> list[str]:
    """The ids of law 7, of a fact's leg or of the simulator's."""
    identifier = leg.leg.id if isinstance(leg, LegChanged) else leg.id
    root = identifier
    while (cut := root.rpartition("~"))[0] and cut[2].endswith("o") and cut[2][:-1].isdigit():
        root = cut[0]
    tracking = (leg.tracking_id, leg.previous_tracking_id)
    return [f"call {root}", *(f"tracking {one}" for one in tracking if one)]


class Seen:
    def __init__(self) -> None:
        self._unions = Unions()
        self.new_board()

    def new_board(self) -> None:
        self._count = 0
        self._dead: set[Any] = set()
        self._live: dict[Any, str] = {}
        self._changed: dict[Any, int] = {}

    def fact(self, fact: BoardFact) -> None:
        self._count += 1
        if isinstance(fact, LegChanged):
            self._leg(fact)
        elif isinstance(fact, CallsListed):
            self._list(fact)

    def calls(self) -> Described:
        return self._unions.calls()

    def _leg(self, fact: LegChanged) -> None:
        if fact.leg in self._dead:
            return
        rings = fact.state in {"trying", "ringing", "early"}
        if rings and self._live.get(fact.leg) in {"connected", "held", "holding"}:
            return
        self._show(fact, self._count)
        if fact.state == "terminated":
            self._end(fact.leg)

    def _show(self, one: LegChanged, changed: int) -> None:
        self._unions.join(one.leg, names_of(one))
        self._live[one.leg] = one.state or self._live.get(one.leg, "")
        self._changed[one.leg] = changed

    def _end(self, leg: Any) -> None:
        self._dead.add(leg)
        self._live.pop(leg, None)

    def _list(self, fact: CallsListed) -> None:
        since = min(fact.since, self._count - 1)
        listed = {one.leg: one for one in fact.calls}
        for leg, one in listed.items():
            if leg in self._dead or (leg in self._live and self._changed[leg] > since):
                continue
            if one.state != "terminated":
                self._show(one, since)
            elif leg in self._live:
                self._end(leg)
        for leg in [leg for leg in self._live if leg not in listed]:
            if self._changed[leg] <= since:
                del self._live[leg]


class Chronicle:
    def __init__(self, simulator: Simulator) -> None:
        self._unions = Unions()
        self._listeners = simulator.world.listeners
        self._listeners.append(self._told)

    def stop(self) -> None:
        self._listeners.remove(self._told)

    def _told(self, subject: Any) -> None:
        if isinstance(subject, SimulatedLeg):
            self._unions.join((subject.id, subject.tag), names_of(subject))

    def calls(self) -> Described:
        return self._unions.calls()


class Historian:
    """A recorder whose batches are written when asked, and what it was shown beside it."""

    def __init__(self, pbx: str) -> None:
        self.pbx = pbx
        self.recorder = Recorder()
        self.seen = Seen()
        pbx_row(pbx)

    def took(self, board: Board) -> None:
        self.recorder.took(self.pbx, board)

    def saw(self, board: Board, fact: BoardFact, touched: Touched) -> None:
        self.seen.fact(fact)
        self.recorder.saw(self.pbx, board, fact, touched)

    def write(self, times: int = 1) -> None:
        """Everything that waits; more than once, as after an answer that was lost."""
        book = self.recorder.book(self.pbx)
        while (batch := book.next()) is not None:
            for _ in range(times):
                write(self.pbx, batch)
            book.written()

    def calls(self) -> Described:
        self.write()
        return history_of(self.pbx)
