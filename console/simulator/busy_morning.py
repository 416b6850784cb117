"""Scenario busy-morning: an office of forty, from a random seed. The same seed, the same day.

The day is only disturbed by what humans do at the demo desks: the receptionist's 123007 rings
regularly, the supervisor's 123001 seldom, and nobody but a human answers there.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from . import dialing, holding, joining, queueing, transferring
from .conferencing import Wishes, convert, invite
from .habits import Habits
from .legs import Leg
from .names import RANGES, outside_caller
from .world import World

RECEPTIONIST, SUPERVISOR = "123007", "123001"
ABSENT = ("123024", "123040")  # telephones that are not registered today
WARM_UP = 600.0  # seconds that have passed before anybody looks
PATIENCE = (40.0, 150.0)  # seconds that a caller waits in a queue
LONGEST_LINE_AT_DESK = 2  # more unanswered calls would only bury the human

Deed = Callable[[], None]


def begin(world: World) -> None:
    """Make the office busy, and let the first ten minutes pass."""
    Morning(world).begin()
    world.agenda.run_until(world.now + WARM_UP)


class Morning:
    """What keeps happening in the office. Every rhythm draws from its own random source."""

    def __init__(self, world: World) -> None:
        self.world = world
        seed = world.random.getrandbits(32)
        self.random = Random(seed)
        self.habits = Habits(world, Random(seed + 1), (RECEPTIONIST, SUPERVISOR))

    def begin(self) -> None:
        for account in (RECEPTIONIST, SUPERVISOR):
            self.world.phone(account).picks_up = True
        for account in ABSENT:
            self.world.phone(account).is_registered = False
        rhythms: list[tuple[float, float, Deed]] = [
            (5.0, 25.0, self.internal_call),
            (6.0, 28.0, self.inbound_call),
            (10.0, 35.0, self.outbound_call),
            (8.0, 28.0, partial(self.queue_call, 25)),
            (10.0, 38.0, partial(self.queue_call, 26)),
            (30.0, 60.0, partial(self.desk_call, RECEPTIONIST)),
            (180.0, 360.0, partial(self.desk_call, SUPERVISOR)),
            (12.0, 30.0, self.hold),
            (20.0, 50.0, self.blind_transfer),
            (40.0, 90.0, self.consultation),
            (80.0, 160.0, self.conference),
        ]
        for index, (least, most, deed) in enumerate(rhythms):
            self._keep_doing(deed, least, most, Random(f"{self.random.random()} {index}"))
        self.world.agenda.after(WARM_UP + 4.0, partial(self.desk_call, RECEPTIONIST))

    def internal_call(self) -> None:
        pair = self._choose(2)
        if pair:
            dialing.dial(self.world, *pair)

    def inbound_call(self) -> None:
        for callee in self._choose(1):
            dialing.arrive(self.world, outside_caller(self.random), callee)

    def outbound_call(self) -> None:
        for caller in self._choose(1):
            number = f"{self.random.choice(RANGES)}{self.random.randrange(1000):03d}"
            dialing.dial(self.world, caller, number)

    def queue_call(self, i_c_queue: int) -> None:
        account = self.world.queues[i_c_queue].group.account_id
        call = dialing.arrive(self.world, outside_caller(self.random), account)
        patience = self.random.uniform(*PATIENCE)
        self.world.agenda.after(patience, partial(queueing.give_up, self.world, call))

    def desk_call(self, desk: str) -> None:
        """Ring a demo desk. Unanswered, half of the calls go on to a colleague."""
        if len(self.world.legs_at(desk)) >= LONGEST_LINE_AT_DESK:
            return
        colleagues = self._choose(1)
        self.world.phone(desk).forwards_to = self.random.choice(["", *colleagues])
        caller = outside_caller(self.random)
        dialing.arrive(self.world, caller, self._company() if desk == RECEPTIONIST else desk)

    def _company(self) -> str:
        """A number of one of the companies for which the reception answers."""
        numbers = self.world.office.outside_numbers
        return self.random.choice([each for each, to in numbers.items() if to == RECEPTIONIST])

    def hold(self) -> None:
        for leg in self._converse():
            holding.hold(self.world, leg)
            self.world.agenda.after(self.random.uniform(10.0, 40.0), partial(self._resume, leg))

    def blind_transfer(self) -> None:
        for leg in self._converse():
            for target in self._choose(1):
                transferring.transfer(self.world, leg, target)

    def consultation(self) -> None:
        """Hold, ask a colleague, and hand over once the colleague has heard what it is about."""
        for leg in self._converse():
            for colleague in self._choose(1):
                holding.hold(self.world, leg)
                call = dialing.dial(self.world, leg.device, colleague)
                second = call.caller_leg
                if second is not None:
                    delay = self.random.uniform(12.0, 25.0)
                    self.world.agenda.after(delay, partial(self._hand_over, leg, second))

    def conference(self) -> None:
        for leg in self._converse():
            for third in self._choose(1):
                name = f"Room {self.random.randrange(1000, 10000)}"
                owner = leg.account
                convert(self.world, leg, name, Wishes(moderator=True), Wishes())
                invite(self.world, name, owner, owner, third, Wishes())

    def _resume(self, leg: Leg) -> None:
        if leg.state == "holding":
            holding.unhold(self.world, leg)

    def _hand_over(self, first: Leg, second: Leg) -> None:
        legs = first, second
        if all(leg.is_alive and leg.call and leg.call.is_connected for leg in legs):
            joining.join(self.world, first, second)
        elif second.is_alive:
            dialing.hang_up(self.world, second)
        self._resume(first)

    def _choose(self, count: int) -> list[str]:
        """Return so many colleagues who are free, or none."""
        free = self.habits.colleagues()
        return self.random.sample(free, count) if len(free) >= count else []

    def _converse(self) -> list[Leg]:
        """Return one leg in a conversation, or none."""
        legs = self.habits.conversations()
        return [self.random.choice(legs)] if legs else []

    def _keep_doing(self, deed: Deed, least: float, most: float, random: Random) -> None:
        def again() -> None:
            self.world.agenda.after(random.uniform(least, most), again)
            deed()

        self.world.agenda.after(random.uniform(0.0, most), again)
