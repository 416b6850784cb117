"""An office and its faults, in any order; after every doubt one list makes all pictures agree."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from console.board.facts import (
    CallDialled,
    CallParked,
    CallTransferred,
    ConsultEnded,
    ConsultStarted,
)
from console.board.state import ANSWERED, SETUP, Board, decode, encode
from console.portasip.messages import LegId
from console.simulator import dialing, holding, transferring
from console.simulator.errors import Refused
from console.simulator.legs import Leg
from tests.agreement.pictures import seen, stated
from tests.board.test_anything import (
    check_calls,
    check_desks,
    check_index,
    check_parked,
    check_queues,
)
from tests.faults.console import Witness
from tests.faults.deeds import PEOPLE, Deeds, chosen, eager, flags, people, targets, which
from tests.faults.ledger import leg_in, shown
from tests.faults.line import Line
from tests.faults.switch import Switch

FOUND = Path(os.environ.get("FAULTS_FOUND", Path(tempfile.gettempdir(), "found-faults")))
Pictures = dict[str, Any]


class Machine(Deeds):
    """Without sockets and without a clock: thousands of deeds and faults a second."""

    recording = "office.jsonl"
    pbx: Switch

    @initialize(shape=st.sampled_from(["bare", "wrapped", "unwrapped"]), per_leg=flags, eager=eager)
    def begin(self, shape: str, per_leg: bool, eager: set[str]) -> None:
        self.begin_with(Switch(shape, tracking_per_leg=per_leg), eager)
        self.line = Line(self.pbx, self.witness())
        self.keys = 0

    def witness(self) -> Witness | None:
        """Nobody but the console's own books."""

    @contextmanager
    def deed(self) -> Iterator[None]:
        """Something happens at the switch, and the console hears of it when it may."""
        with self.kept():
            with suppress(Refused):  # whoever tried is told so, and nobody else
                yield
            self.pbx.settle()
            self.line.deliver()

    # ---- what a desk of the console asks for, and the facts that the console adds ---------------

    @rule(desk=people, to=targets, late=flags)
    def dial_by_console(self, desk: str, to: str, late: bool) -> None:
        """The answer to an originate may come before its first notification, or after it."""
        with self.deed():
            call = dialing.originate(self.world, desk, to)
            if late:
                self.pbx.settle()
                self.line.deliver()
            dialled = CallDialled(desk, self.key(), to, call.tracking_id, self.world.now)
            self.line.console.fold(dialled)

    @rule(which=which, to=targets)
    @precondition(lambda self: self.desk_legs())
    def consult_by_console(self, which: int, to: str) -> None:
        leg, short = chosen(self.desk_legs(), which)
        with self.deed():
            holding.hold(self.world, leg, by_notify=True)
            asked = dialing.originate(self.world, leg.device, to)
            tracking, now = asked.tracking_id, self.world.now
            started = ConsultStarted(leg.device, self.key(), short, tracking, to, now)
            self.line.console.fold(started)

    @rule(which=which, to=targets)
    @precondition(lambda self: self.desk_legs())
    def transfer_by_console(self, which: int, to: str) -> None:
        leg, short = chosen(self.desk_legs(), which)
        arrival = self.line.console.board.next_arrival
        with self.deed():
            transferring.transfer(self.world, leg, to)
            transferred = CallTransferred(leg.device, short, to, self.world.now, arrival)
            self.line.console.fold(transferred)

    @rule(which=which, slot=st.sampled_from(["701", "702"]))
    @precondition(lambda self: self.desk_legs())
    def park_by_console(self, which: int, slot: str) -> None:
        leg, short = chosen(self.desk_legs(), which)
        arrival = self.line.console.board.next_arrival
        with self.deed():
            transferring.transfer(self.world, leg, f"*68{slot}")
            parked = CallParked(leg.device, short, slot, self.world.now, arrival)
            self.line.console.fold(parked)

    @rule(desk=people)
    def end_consultation(self, desk: str) -> None:
        with self.kept():
            self.line.console.fold(ConsultEnded(desk, self.world.now))

    def key(self) -> str:
        self.keys += 1
        return f"{self.line.console.board.epoch}.{self.keys}"

    def desk_legs(self) -> list[tuple[Leg, str]]:
        """Talking legs of our people, with the short ids of their calls on the board."""
        board = self.line.console.board
        legs = [(leg, board.legs.get(LegId(leg.id, leg.tag))) for leg in self.talking()]
        return [(leg, at.call) for leg, at in legs if at is not None and leg.device in PEOPLE]

    # ---- what befalls the line ------------------------------------------------------------------

    @rule()
    @precondition(lambda self: self.line.listing is None)
    def stall(self) -> None:
        self.line.stalled = True

    @rule()
    @precondition(lambda self: self.line.stalled)
    def come_late(self) -> None:
        with self.kept():
            self.line.resume()

    @rule(which=which)
    @precondition(lambda self: self.pbx.wire)
    def lose(self, which: int) -> None:
        self.pbx.wire.remove(chosen(self.pbx.wire, which))
        self.line.doubtful = True

    @rule(which=which)
    @precondition(lambda self: self.pbx.wire)
    def double(self, which: int) -> None:
        frame = chosen(self.pbx.wire, which)
        self.pbx.wire.insert(self.pbx.wire.index(frame), frame)

    @rule(one=which, other=which)
    @precondition(lambda self: len(self.pbx.wire) > 1)
    def swap(self, one: int, other: int) -> None:
        wire = self.pbx.wire
        one, other = one % len(wire), other % len(wire)
        wire[one], wire[other] = wire[other], wire[one]
        self.line.doubtful = True

    @rule(which=which)
    @precondition(lambda self: self.line.console.tape)
    def come_again(self, which: int) -> None:
        """A notification that came before is said once more, much later."""
        console = self.line.console
        said = [one.frame.decode() for one in console.tape if one.direction == "received"]
        notified = [frame for frame in said if '"cseq"' not in frame]
        if notified:
            frame = chosen(notified[::-1], which)
            self.line.doubtful |= not is_stale(console.board, frame)
            with self.kept():
                console.hear(frame, self.world.now)

    @rule(how=st.sampled_from(["cut", "expired", "PBX restarted", "handed over", "restarted"]))
    def break_down(self, how: str) -> None:
        with self.kept():
            match how:
                case "cut":
                    self.line.cut()
                case "expired":  # the session dies, and the socket goes on in silence
                    self.line.forget()
                case "PBX restarted":
                    self.line.cut()
                    self.pbx.clear()
                case "handed over":
                    self.line.hand_over()
                case "restarted":
                    self.line.restart()

    @rule()
    def connect(self) -> None:
        """Logged in again and subscribed; the list is still to come."""
        if not self.line.is_up:
            with self.kept():
                self.line.connect()

    @rule()
    @precondition(lambda self: self.line.listing is None and not self.line.stalled)
    def follow(self) -> None:
        self.line.follow()

    @rule()
    def lag(self) -> None:
        self.line.lag()

    @rule()
    @precondition(lambda self: not (self.line.stalled or self.line.doubtful or self.line.listing))
    def ask(self) -> None:
        with self.kept():
            self.line.begin_list()

    @rule()
    @precondition(lambda self: self.line.listing is not None)
    def hear_answer(self) -> None:
        with self.kept():
            self.line.go_on()

    # ---- what must hold -------------------------------------------------------------------------

    @rule()
    def settle(self) -> None:
        with self.kept():
            self.line.resume()
            truth = stated(self.pbx.truth())
            alone = truth if self.line.doubtful else seen(self.line.console.board)
            self.line.list()
            self.check(alone, truth)

    def check(self, alone: Pictures, truth: Pictures) -> None:
        console = self.line.console
        board = console.board
        assert not self.pbx.violations
        assert alone == truth, "the notifications alone"
        assert seen(board) == truth, "the board after a list"
        assert seen(console.newcomer()) == truth, "a console that starts now"
        assert seen(decode(encode(board))) == truth, "a board that travelled"
        assert not console.report.disagreements
        assert board.parked.keys() <= self.pbx.truth()["parked"].keys(), "who is parked"
        for holds_together in (check_calls, check_index, check_queues, check_desks, check_parked):
            holds_together(board)
        assert console.told.calls() == console.ledger.calls(), "history"
        assert console.told.open == set(board.calls), "the calls that are not over"

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whatever fails leaves its recording; of a shrunk failure that of the last try."""
        try:
            yield
        except Exception as failure:
            path = FOUND / self.recording
            self.line.console.keep(path)
            failure.add_note(f"Its recording, for tests/recordings: {path}")
            raise

    def teardown(self) -> None:
        if hasattr(self, "line"):
            self.settle()


def is_stale(board: Board, frame: str) -> bool:
    """Whether a board that has seen better can tell: of a leg that was seen to end nothing is
    believed any more, nor that an answered one rings, nor that an ended conference starts."""
    room = json.loads(frame).get("result", {}).get("conference_info", {})
    if room.get("status") == "started":
        return room["call"]["id"] in board.ended_conferences
    legs = [(board.legs.get(leg_in(info)), leg_in(info), info["state"]) for info in shown(frame)]
    return bool(legs) and all(
        key in board.tombstones if leg is None else state in SETUP and leg.state in ANSWERED
        for leg, key, state in legs
    )
