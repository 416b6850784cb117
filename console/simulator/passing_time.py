"""Lets a world's agenda follow the real clock."""

import asyncio
import time

from .agenda import Agenda


class PassingTime:
    """Runs what is due when it is due. `speed` 60 makes an hour of the office a minute."""

    def __init__(self, agenda: Agenda, speed: float = 1.0) -> None:
        self._agenda = agenda
        self._speed = speed
        self._began_at = agenda.now
        self._began = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def now(self) -> float:
        """Return the world's time, in seconds since the epoch."""
        return self._began_at + (time.monotonic() - self._began) * self._speed

    def start(self) -> None:
        """Follow the clock on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._agenda.on_change = self._arrange
        self._arrange()

    def stop(self) -> None:
        self._agenda.on_change = lambda: None
        if self._timer:
            self._timer.cancel()

    def catch_up(self) -> None:
        """Let everything happen that is due by now."""
        self._agenda.run_until(self.now())

    def _arrange(self) -> None:
        due = self._agenda.next_at()
        if due is None or self._loop is None:
            return
        when = self._loop.time() + max(0.0, (due - self.now()) / self._speed)
        if self._timer is not None and not self._timer.cancelled() and self._timer.when() <= when:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(when, self._tick)

    def _tick(self) -> None:
        self._timer = None
        try:
            self.catch_up()
        finally:
            self._arrange()
