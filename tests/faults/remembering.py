"""The same offices and faults, and history written to a database all the while."""

from itertools import count

from django.db.models import QuerySet
from hypothesis import strategies as st
from hypothesis.stateful import rule

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from console.history.models import Leg
from console.portasip.messages import LegId
from tests.faults.ledger import Ledger
from tests.faults.machine import Machine, Pictures
from tests.faults.timeline import Timeline, Told
from tests.history.agreement import Historian, open_calls, open_on

offices = count(1)


class Remembered:
    """History as process after process writes it, and beside it what any frame showed to any
    holder: which calls there were, and what their legs went through."""

    def __init__(self) -> None:
        self.pbx = f"office-{next(offices)}"
        self.ledger = Ledger()
        self.timeline = Timeline()
        self.holder = self.mirror = Historian(self.pbx)

    def begins(self, board: Board) -> None:
        """The last holder has ended in order, which writes what waits; this one is new."""
        self.holder.write()
        self.holder = Historian(self.pbx)
        self.holder.took(board)

    def succeeds(self, board: Board, is_killed: bool) -> None:
        """The mirror takes over; what a killed holder had not written is gone with it."""
        if not is_killed:
            self.holder.write()
        self.holder, self.mirror = self.mirror, Historian(self.pbx)
        self.holder.took(board)

    def heard(self, frame: str) -> None:
        self.ledger.hear(frame)

    def saw(self, board: Board, fact: BoardFact, touched: Touched) -> None:
        self.holder.saw(board, fact, touched)
        self.timeline.saw(board, fact)

    def followed(self, board: Board, fact: BoardFact | None, touched: Touched | None) -> None:
        self.mirror.recorder.followed(self.pbx, board, fact, touched)


class Remembering(Machine):
    """Across restarts, failovers and lost frames each call that was shown stands there once, and
    each of its legs with the states that were shown, each once and in their order."""

    recording = "history.jsonl"

    def witness(self) -> Remembered:
        self.remembered = Remembered()
        return self.remembered

    @rule(times=st.integers(1, 2))
    def write(self, times: int) -> None:
        """History comes to write, and may miss the answer to what was written."""
        with self.kept():
            self.remembered.holder.write(times)

    @rule()
    def fail_over(self) -> None:
        """More often than all that may break: it is what history is most likely to suffer from."""
        with self.kept():
            self.line.hand_over()

    @rule()
    def start_again(self) -> None:
        with self.kept():
            self.line.restart()

    def check(self, alone: Pictures, truth: Pictures) -> None:
        super().check(alone, truth)
        assert self.remembered.holder.calls() == self.remembered.ledger.calls(), "history"
        board = self.line.console.board
        assert open_calls(self.remembered.pbx) == open_on(board), "the calls that go on"
        check_legs(self.remembered.pbx, self.remembered.timeline.legs)


def check_legs(pbx: str, told: dict[LegId, Told]) -> None:
    rows = {LegId(leg.dialog, leg.tag): leg for leg in legs_of(pbx)}
    assert rows.keys() == told.keys()
    for name, leg in rows.items():
        moments = [f"{one.state} {one.queue}".strip() for one in leg.moments.all()]
        assert moments == told[name].states, f"the timeline of {name}"
        assert leg.is_answered == told[name].is_answered, f"whether {name} was answered"
        seen = leg.first_seen.timestamp() - told[name].first_seen
        assert abs(seen) < 1e-5, f"since when {name} was seen"  # stored in microseconds


def legs_of(pbx: str) -> QuerySet[Leg]:
    return Leg.objects.filter(pbx__name=pbx).prefetch_related("moments")
