"""A simulated PBX without sockets and without a clock: its world, its door, and one wire."""

from random import Random
from typing import Any

from console.simulator.api import Api
from console.simulator.faults import Faults
from console.simulator.frames import Frames
from console.simulator.people import People
from console.simulator.sessions import Sessions
from console.simulator.sockets import written
from console.simulator.timings import Timings
from console.simulator.world import World

BEGAN = 1_795_000_000.0  # seconds since the epoch
SOCKET = "the console's"


class Switch(People):
    """What it notifies of lies on `wire`, oldest first, until somebody takes it from there."""

    def __init__(self, queue_shape: str = "bare", tracking_per_leg: bool = False) -> None:
        timings = Timings.immediate()
        super().__init__(World(BEGAN, 0, timings, tracking_per_leg=tracking_per_leg))
        self.wire: list[str] = []
        self.sessions = Sessions(self.world.office, {"demo": "demo-password"}, Random(0))
        self._frames = Frames(0.0, queue_shape)
        self._api = Api(self.world, self._frames, self.sessions, Faults(), lambda url: None)
        self.world.listeners.append(self._notify)

    @property
    def violations(self) -> list[dict[str, Any]]:
        return self._api.violations

    def _notify(self, subject: Any) -> None:
        if self.sessions.listeners(subject):
            self.wire.append(written(self._frames.notification(subject)))

    def reply(self, request: str) -> str:
        content = self._api.reply(request, SOCKET).content
        assert content is not None
        return written(content)
