"""An office and its faults, in any order; after every doubt one list makes all pictures agree."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from console.board.state import decode, encode
from console.simulator import conferencing, dialing, holding, joining, queueing, transferring
from console.simulator.conferencing import Wishes
from console.simulator.errors import Refused
from console.simulator.legs import Leg
from tests.agreement.pictures import seen, stated
from tests.faults.ledger import legs_in
from tests.faults.line import Line
from tests.faults.switch import Switch

PEOPLE = ("123001", "123007", "123012")
OUTSIDE = ("441184960233", "441184960234")
QUEUES = ("123910", "123920")
TARGETS = (*PEOPLE, *QUEUES, OUTSIDE[0], "4567890", "*98", "999")
ROOMS = ("one", "two")
FOUND = Path(os.environ.get("FAULTS_FOUND", Path(tempfile.gettempdir(), "found-faults")))

people, targets = st.sampled_from(PEOPLE), st.sampled_from(TARGETS)
which = st.integers(0, 5)
flags = st.booleans()


class Machine(RuleBasedStateMachine):
    """Deeds that are impossible at the moment do nothing."""

    recording = "office.jsonl"

    @initialize(
        shape=st.sampled_from(["bare", "wrapped", "unwrapped"]),
        per_leg=flags,
        eager=st.sets(st.sampled_from([*PEOPLE, OUTSIDE[0]])),
    )
    def begin(self, shape: str, per_leg: bool, eager: set[str]) -> None:
        """The eager answer at once."""
        self.pbx = Switch(shape, tracking_per_leg=per_leg)
        self.world = self.pbx.world
        for person in eager:
            self.pbx.phone(person, answers=True, picks_up=True)
        self.line = Line(self.pbx)

    # ---- what people do -------------------------------------------------------------------------

    @contextmanager
    def deed(self) -> Iterator[None]:
        """Something happens at the switch, and the console hears of it when it may."""
        with self.kept():
            with suppress(Refused):  # whoever tried is told so, and nobody else
                yield
            self.pbx.settle()
            self.line.deliver()

    @rule(to=targets, caller=st.sampled_from(OUTSIDE))
    def call_from_outside(self, to: str, caller: str) -> None:
        with self.deed():
            dialing.arrive(self.world, self.world.party(caller), to)

    @rule(to=st.sampled_from(QUEUES), caller=st.sampled_from(OUTSIDE))
    def call_a_queue(self, to: str, caller: str) -> None:
        self.call_from_outside(to, caller)

    @rule(caller=people, to=targets)
    def dial(self, caller: str, to: str) -> None:
        with self.deed():
            dialing.dial(self.world, caller, to)

    @rule(caller=people, to=targets, auto=flags)
    def originate(self, caller: str, to: str, auto: bool) -> None:
        with self.deed():
            dialing.originate(self.world, caller, to, auto_answer=auto)

    @rule(which=which, anew=flags)
    @precondition(lambda self: self.pbx.ringing())
    def answer(self, which: int, anew: bool) -> None:
        leg = chosen(self.pbx.ringing(), which)
        with self.deed():
            dialing.answer(self.world, dialing.new_dialog(self.world, leg) if anew else leg)

    @rule(which=which)
    @precondition(lambda self: self.pbx.ringing())
    def refuse(self, which: int) -> None:
        with self.deed():
            dialing.fail(self.world, chosen(self.pbx.ringing(), which), "Call Rejected", 603)

    @rule(person=people, to=st.sampled_from(["", *PEOPLE]))
    def forward(self, person: str, to: str) -> None:
        self.world.phone(person).forwards_to = to

    @rule(which=which, by_console=flags, obeys=flags)
    @precondition(lambda self: self.pbx.talking())
    def hold(self, which: int, by_console: bool, obeys: bool) -> None:
        leg = chosen(self.pbx.talking(), which)
        self.world.phone(leg.device).supports_notify = obeys
        with self.deed():
            holding.hold(self.world, leg, by_notify=by_console)

    @rule(which=which)
    @precondition(lambda self: self.pbx.talking())
    def resume(self, which: int) -> None:
        with self.deed():
            holding.unhold(self.world, chosen(self.pbx.talking(), which))

    @rule(which=which, to=targets)
    @precondition(lambda self: self.world.legs)
    def transfer(self, which: int, to: str) -> None:
        """Of a talking leg, a ringing one, a waiting one: blind, pulled back, taken."""
        with self.deed():
            transferring.transfer(self.world, chosen(self.legs(), which), to)

    @rule(which=which, person=people)
    @precondition(lambda self: any(queue.waiting for queue in self.world.queues.values()))
    def take(self, which: int, person: str) -> None:
        waiting = [leg for queue in self.world.queues.values() for leg in queue.waiting]
        with self.deed():
            transferring.transfer(self.world, chosen(waiting, which), person)

    @rule(which=which, colleague=people)
    @precondition(lambda self: self.pbx.talking())
    def consult(self, which: int, colleague: str) -> None:
        leg = chosen(self.pbx.talking(), which)
        with self.deed():
            holding.hold(self.world, leg)
            dialing.originate(self.world, leg.device, colleague)

    @rule(which=which)
    @precondition(lambda self: self.pairs())
    def join(self, which: int) -> None:
        with self.deed():
            joining.join(self.world, *chosen(self.pairs(), which))

    @rule(which=which)
    @precondition(lambda self: self.world.legs)
    def hang_up(self, which: int) -> None:
        with self.deed():
            dialing.hang_up(self.world, chosen(self.legs(), which))

    @rule(which=which)
    @precondition(lambda self: self.world.calls)
    def hang_up_outside(self, which: int) -> None:
        with self.deed():
            dialing.end(self.world, chosen(self.world.calls, which))

    @rule(queue=st.sampled_from([25, 26]), operator=people)
    def offer(self, queue: int, operator: str) -> None:
        with self.deed():
            queueing.offer(self.world, self.world.queues[queue], operator)

    @rule(which=which, room=st.sampled_from(ROOMS), moderator=flags)
    @precondition(lambda self: self.pbx.talking())
    def convert(self, which: int, room: str, moderator: bool) -> None:
        wishes = Wishes(moderator=moderator, wait_for_moderator=moderator)
        with self.deed():
            conferencing.convert(
                self.world, chosen(self.pbx.talking(), which), room, wishes, Wishes()
            )

    @rule(room=st.sampled_from(ROOMS), owner=people, callee=targets)
    def invite(self, room: str, owner: str, callee: str) -> None:
        with self.deed():
            conferencing.invite(self.world, room, owner, owner, callee, Wishes())

    @rule(which=which, mute=flags)
    @precondition(lambda self: self.pbx.present())
    def mute(self, which: int, mute: bool) -> None:
        with self.deed():
            conferencing.update(self.world, chosen(self.pbx.present(), which), mute=mute, hold=None)

    @rule(which=which)
    @precondition(lambda self: self.pbx.present())
    def leave(self, which: int) -> None:
        with self.deed():
            conferencing.leave(self.world, chosen(self.pbx.present(), which), "left")

    @rule(seconds=st.sampled_from([0.4, 1.0, 60.0, 3700.0]))
    def time_passes(self, seconds: float) -> None:
        with self.deed():
            self.pbx.pass_time(seconds)

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
            # Of a leg that was seen to end nothing is believed any more.
            self.line.doubtful |= not set(legs_in(frame)) & console.board.tombstones.keys()
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

    def check(self, alone: dict[str, Any], truth: dict[str, Any]) -> None:
        console = self.line.console
        board = console.board
        assert not self.pbx.violations
        assert alone == truth, "the notifications alone"
        assert seen(board) == truth, "the board after a list"
        assert seen(console.newcomer()) == truth, "a console that starts now"
        assert seen(decode(encode(board))) == truth, "a board that travelled"
        assert not console.report.disagreements
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

    def legs(self) -> list[Leg]:
        return list(self.world.legs.values())

    def pairs(self) -> list[tuple[Leg, Leg]]:
        """Two calls of one telephone, which may be joined."""
        legs = self.pbx.talking()
        return [(a, b) for a in legs for b in legs if a.device == b.device and a.call is not b.call]


def chosen(items: list[Any], which: int) -> Any:
    return items[which % len(items)]
