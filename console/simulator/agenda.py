"""What will happen in the simulated office, and when.

Time is seconds since the epoch and moves only when somebody says so: the world stays synchronous,
and a day of it can be run in a moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

Action = Callable[[], None]


@dataclass
class Appointment:
    """One thing that will happen at `at`, unless it is cancelled before."""

    at: float
    action: Action
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


class Agenda:
    """Appointments in order of time; those of one moment in the order they were made."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.on_change: Action = lambda: None
        self._heap: list[tuple[float, int, Appointment]] = []
        self._order = count()

    def after(self, delay: float, action: Action) -> Appointment:
        """Let `action` happen `delay` seconds from now."""
        appointment = Appointment(self.now + max(0.0, delay), action)
        heappush(self._heap, (appointment.at, next(self._order), appointment))
        self.on_change()
        return appointment

    def next_at(self) -> float | None:
        """Return when the next appointment is due, or None."""
        while self._heap and self._heap[0][2].is_cancelled:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def run_until(self, moment: float) -> None:
        """Let everything due happen, up to and including `moment`."""
        while (due := self.next_at()) is not None and due <= moment:
            appointment = heappop(self._heap)[2]
            self.now = max(self.now, due)
            appointment.action()
        self.now = max(self.now, moment)
