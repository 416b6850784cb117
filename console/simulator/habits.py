"""How the people of a busy office react: they answer after a while, and talk until they are done.

Nothing here touches a demo desk: its telephone rings until the human at it decides. Whoever talks
to a desk does hang up at last, so that a forgotten demo does not fill with calls.
"""

from collections.abc import Iterable
from functools import partial
from random import Random
from typing import TYPE_CHECKING
from weakref import WeakSet

from . import conferencing, dialing
from .legs import Call, Leg
from .rooms import Participant

if TYPE_CHECKING:
    from .world import Told, World

ANSWERS_WITHIN = (2.0, 7.0)  # seconds
OUTSIDE_ANSWERS_WITHIN = (4.0, 12.0)
TALKS_FOR = (25.0, 140.0)
TALKS_TO_DESK_FOR = (120.0, 300.0)
STAYS_IN_ROOM_FOR = (60.0, 200.0)
ANSWERS = 0.9  # the share of calls that are answered


class Habits:
    """Listens to a world and makes its people react. `desks` are left to humans."""

    def __init__(self, world: "World", random: Random, desks: Iterable[str]) -> None:
        self.world = world
        self.random = random
        self.desks = frozenset(desks)
        self._talking: WeakSet[Call] = WeakSet()
        self._in_rooms: WeakSet[Participant] = WeakSet()
        world.listeners.append(self._notice)

    def is_free(self, account: str) -> bool:
        phone = self.world.phone(account)
        return phone.is_registered and not self.world.legs_at(account)

    def colleagues(self) -> list[str]:
        """Return the extensions, without the desks, that are in no call."""
        accounts = self.world.office.extensions
        return [each for each in accounts if each not in self.desks and self.is_free(each)]

    def conversations(self) -> list[Leg]:
        """Return the legs of connected calls in which no desk takes part."""
        return [leg for leg in self.world.legs.values() if self._is_ours(leg)]

    def _is_ours(self, leg: Leg) -> bool:
        call = leg.call
        if call is None or leg.state != "connected" or not call.is_connected:
            return False
        return self.world.office.extension(leg.device) is not None and not self._has_desk(call)

    def _has_desk(self, call: Call) -> bool:
        numbers = {call.caller.number, call.callee.number} | {leg.device for leg in call.legs}
        return bool(numbers & self.desks)

    def _notice(self, subject: "Told") -> None:
        if isinstance(subject, Leg):
            if subject.state == "ringing" and subject.rings:
                self._hear_ringing(subject)
            elif subject.state == "connected" and subject.call is not None:
                self.world.agenda.after(0.1, partial(self._begin_to_talk, subject))
        elif isinstance(subject, Participant) and subject.is_present:
            self._sit_down(subject)

    def _hear_ringing(self, leg: Leg) -> None:
        if leg.rings in self.desks:
            return
        inside = self.world.office.extension(leg.rings) is not None
        within = ANSWERS_WITHIN if inside else OUTSIDE_ANSWERS_WITHIN
        delay, answers = self.random.uniform(*within), self.random.random() < ANSWERS
        if answers:
            self.world.agenda.after(delay, partial(dialing.answer, self.world, leg))

    def _begin_to_talk(self, leg: Leg) -> None:
        call = leg.call
        if call is None or call in self._talking or not call.is_connected:
            return
        self._talking.add(call)
        span = TALKS_TO_DESK_FOR if self._has_desk(call) else TALKS_FOR
        self.world.agenda.after(self.random.uniform(*span), partial(dialing.end, self.world, call))

    def _sit_down(self, participant: Participant) -> None:
        if participant in self._in_rooms or participant.party.number in self.desks:
            return
        self._in_rooms.add(participant)
        leave = partial(conferencing.leave, self.world, participant, dialing.CLEARED)
        self.world.agenda.after(self.random.uniform(*STAYS_IN_ROOM_FOR), leave)
