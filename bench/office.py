"""Offices of any size: a simulated PBX without a socket, and the frames it writes of its day."""

import json
from collections.abc import Callable, Iterator
from itertools import cycle

from console.board.facts import BoardFact, LinkChanged
from console.portasip.messages import Extension, ExtensionsListed, QueueListed, QueuesListed
from console.portasip.wire import decode
from console.simulator import busy_morning
from console.simulator.frames import Frames
from console.simulator.people import People
from console.simulator.timings import Timings
from console.simulator.world import World

START = 1_800_000_000.0  # when the day begins; any moment
AT_WORK = 10  # the extensions among which the traffic is, in every office the first ones
BUSY = 5  # their calls at any moment
QUEUE = 25


def noted(world: World) -> list[bytes]:
    """Where from now on stands what the PBX writes of this world, as the socket gives it."""
    frames: list[bytes] = []
    written = Frames()
    world.listeners.append(lambda told: frames.append(_text(written.notification(told))))
    return frames


def _text(shape: dict[str, object]) -> bytes:
    return json.dumps(shape).encode()


class BusyOffice:
    """The demo's office of forty on a busy morning: every kind of call, in its own proportions."""

    def __init__(self) -> None:
        self.world = World(START, seed=7, dispatching=True)
        self._frames = noted(self.world)
        busy_morning.begin(self.world)

    def passes(self, seconds: float) -> list[bytes]:
        """What the PBX has written since the last time, so many seconds later."""
        self.world.agenda.run_until(self.world.now + seconds)
        frames = list(self._frames)
        self._frames.clear()
        return frames


class Office(People):
    """People whose phones do at once what they are told; `frames` is what the PBX wrote of it."""

    def __init__(self, extensions: int) -> None:
        super().__init__(World(START, seed=extensions, timings=Timings.immediate()))
        self.world.office.hire(extensions)
        self.accounts = list(self.world.office.extensions)[:extensions]
        self.frames = noted(self.world)

    def days_work(self, accounts: list[str]) -> Iterator[None]:
        """Calls that begin, are answered, held, resumed and end; yields after each deed."""
        hold_calls(self, BUSY, accounts)
        yield
        for deed in cycle(self._deeds(accounts)):
            deed()
            yield

    def _deeds(self, accounts: list[str]) -> list[Callable[[], object]]:
        """A round of the office that ends as it began."""
        deeds: list[Callable[[], object]] = []
        for account in [leg.device for leg in self.world.legs.values() if leg.type == "incoming"]:
            deeds += [
                lambda to=account: self.hang_up(to),
                lambda to=account: self.incoming_call(to),
                lambda to=account: self.answer(to),
                lambda to=account: self.hold(to),
                lambda to=account: self.unhold(to),
            ]
        return [
            *deeds,
            lambda: self.queue_call(QUEUE),
            lambda: self.queue_call(QUEUE),
            lambda: self.offer(QUEUE, accounts[-1]),
            lambda: self.answer(accounts[-1]),
            lambda: self.offer(QUEUE, accounts[-2]),
            lambda: self.answer(accounts[-2]),
            lambda: self.hang_up(accounts[-1]),
            lambda: self.hang_up(accounts[-2]),
        ]

    def names(self) -> list[BoardFact]:
        """What the PBX lists of its people and queues, and that the link is live."""
        office, queues = self.world.office, self.world.queues.values()
        people = tuple(
            Extension(each.account_id, each.extension_id, each.name, registered=True)
            for each in map(office.phone, self.accounts)
        )
        return [
            LinkChanged("live", at=START),
            ExtensionsListed(people, at=START),
            QueuesListed(
                tuple(QueueListed(str(each.i_c_queue), each.group.name) for each in queues), START
            ),
        ]


def hold_calls(people: People, calls: int, accounts: list[str]) -> None:
    """Bring so many calls about and leave them: two from outside for each within the office."""
    free = iter(accounts)
    for number in range(calls):
        callee = next(free)
        if number % 3:
            people.incoming_call(callee)
        else:
            people.dial(next(free), callee)
        people.answer(callee)


def facts_of(frames: list[bytes]) -> list[BoardFact]:
    return [decode(frame, START + at / 50) for at, frame in enumerate(frames)]
