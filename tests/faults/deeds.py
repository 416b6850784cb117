"""What people do in an office, drawn at random: calls, holds, transfers, queues, conferences."""

from contextlib import AbstractContextManager
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from console.simulator import conferencing, dialing, holding, joining, queueing, transferring
from console.simulator.conferencing import Wishes
from console.simulator.legs import RINGING, TALKING, Leg
from console.simulator.people import People
from console.simulator.rooms import Participant
from console.simulator.world import World

PEOPLE = ("123001", "123007", "123012")
OUTSIDE = ("441184960233", "441184960234")
QUEUES = ("123910", "123920")
TARGETS = (*PEOPLE, *QUEUES, OUTSIDE[0], "4567890", "*98", "999")
ROOMS = ("one", "two")

people, targets = st.sampled_from(PEOPLE), st.sampled_from(TARGETS)
which = st.integers(0, 5)
flags = st.booleans()
eager = st.sets(st.sampled_from([*PEOPLE, OUTSIDE[0]]))
"""Those whose telephones answer at once."""


class Deeds(RuleBasedStateMachine):
    """A deed that is impossible at the moment does nothing. `pbx` is for the heirs to make."""

    pbx: People

    @property
    def world(self) -> World:
        return self.pbx.world

    def deed(self) -> AbstractContextManager[None]:
        """Around what happens at once; Refused, which a telephone would say, counts for nothing."""
        raise NotImplementedError

    def begin_with(self, pbx: People, eager: set[str]) -> None:
        self.pbx = pbx
        for person in eager:
            pbx.phone(person, answers=True, picks_up=True)

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
    @precondition(lambda self: self.ringing())
    def answer(self, which: int, anew: bool) -> None:
        leg = chosen(self.ringing(), which)
        with self.deed():
            dialing.answer(self.world, dialing.new_dialog(self.world, leg) if anew else leg)

    @rule(which=which)
    @precondition(lambda self: self.ringing())
    def refuse(self, which: int) -> None:
        with self.deed():
            dialing.fail(self.world, chosen(self.ringing(), which), "Call Rejected", 603)

    @rule(person=people, to=st.sampled_from(["", *PEOPLE]))
    def forward(self, person: str, to: str) -> None:
        self.world.phone(person).forwards_to = to

    @rule(which=which, by_console=flags, obeys=flags)
    @precondition(lambda self: self.talking())
    def hold(self, which: int, by_console: bool, obeys: bool) -> None:
        leg = chosen(self.talking(), which)
        self.world.phone(leg.device).supports_notify = obeys
        with self.deed():
            holding.hold(self.world, leg, by_notify=by_console)

    @rule(which=which)
    @precondition(lambda self: self.talking())
    def resume(self, which: int) -> None:
        with self.deed():
            holding.unhold(self.world, chosen(self.talking(), which))

    @rule(which=which, to=targets)
    @precondition(lambda self: self.world.legs)
    def transfer(self, which: int, to: str) -> None:
        """Of a talking leg, a ringing one, a waiting one: blind, pulled back, taken."""
        with self.deed():
            transferring.transfer(self.world, chosen(self.legs(), which), to)

    @rule(which=which, person=people)
    @precondition(lambda self: self.waiting())
    def take(self, which: int, person: str) -> None:
        with self.deed():
            transferring.transfer(self.world, chosen(self.waiting(), which), person)

    @rule(which=which, colleague=people)
    @precondition(lambda self: self.talking())
    def consult(self, which: int, colleague: str) -> None:
        leg = chosen(self.talking(), which)
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
    @precondition(lambda self: self.talking())
    def convert(self, which: int, room: str, moderator: bool) -> None:
        wishes = Wishes(moderator=moderator, wait_for_moderator=moderator)
        with self.deed():
            conferencing.convert(self.world, chosen(self.talking(), which), room, wishes, Wishes())

    @rule(room=st.sampled_from(ROOMS), owner=people, callee=targets)
    def invite(self, room: str, owner: str, callee: str) -> None:
        with self.deed():
            conferencing.invite(self.world, room, owner, owner, callee, Wishes())

    @rule(which=which, mute=flags)
    @precondition(lambda self: self.present())
    def mute(self, which: int, mute: bool) -> None:
        with self.deed():
            conferencing.update(self.world, chosen(self.present(), which), mute=mute, hold=None)

    @rule(which=which)
    @precondition(lambda self: self.present())
    def leave(self, which: int) -> None:
        with self.deed():
            conferencing.leave(self.world, chosen(self.present(), which), "left")

    @rule(seconds=st.sampled_from([0.4, 1.0, 60.0, 3700.0]))
    def time_passes(self, seconds: float) -> None:
        with self.deed():
            self.world.agenda.run_until(self.world.now + seconds)

    # ---- whom it can happen to -------------------------------------------------------------------

    def legs(self) -> list[Leg]:
        return list(self.world.legs.values())

    def ringing(self) -> list[Leg]:
        """Legs whose phone rings, and can be answered there."""
        return [leg for leg in self.legs() if leg.state in RINGING and leg.rings]

    def talking(self) -> list[Leg]:
        return [leg for leg in self.legs() if leg.state in TALKING]

    def waiting(self) -> list[Leg]:
        return [leg for queue in self.world.queues.values() for leg in queue.waiting]

    def present(self) -> list[Participant]:
        """Everybody who is in a conference."""
        return [who for room in self.world.rooms for who in room.present]

    def pairs(self) -> list[tuple[Leg, Leg]]:
        """Two calls of one telephone, which may be joined."""
        legs = self.talking()
        return [(a, b) for a in legs for b in legs if a.device == b.device and a.call is not b.call]


def chosen(items: list[Any], which: int) -> Any:
    return items[which % len(items)]
