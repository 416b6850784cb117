"""Tells the desks when day turns to night: a timer beside the live path, set to the next turn."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable

from console.board.state import Touched
from console.directory import hours, phonebook
from console.links.pictures import picture_of
from console.links.witnesses import Witness
from console.troubles import Trouble

AT_MOST = 60.0  # seconds between two looks: the machine's clock may be set, or it may have slept
AT_LEAST = 0.05


class Turning(Witness):
    """The owner of the timer. The hours are those of the first company of a PBX's book."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._watched: frozenset[str] = frozenset()
        self._changed = asyncio.Event()
        self._failing = Trouble("opening hours cannot be read", "opening hours are read again")

    def watch(self, pbxs: Iterable[str]) -> None:
        """These PBXs are in use, and their books may have changed."""
        self._watched = frozenset(pbxs)
        self._changed.set()

    async def run(self) -> None:
        self._changed = asyncio.Event()
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(AT_LEAST, self.look())):
                    await self._changed.wait()
            self._changed.clear()

    def look(self) -> float:
        """Seconds until the next look."""
        wait = AT_MOST
        for pbx in self._watched:
            try:
                now = self._look_at(pbx)
                self._failing.ended(pbx)
            except (ValueError, LookupError, OSError, OverflowError) as error:
                self._failing.happened(pbx, pbx=pbx, cause=repr(error))
                continue
            if now is not None and now.true_until is not None:
                wait = min(wait, now.true_until - self._clock())
        return wait

    def _look_at(self, pbx: str) -> hours.Hours | None:
        first = next(iter(phonebook.of(pbx).companies), None)
        now = hours.at(first, self._clock()) if first else None
        if hours.put(pbx, now):
            picture_of(pbx).notice(Touched(hours=True))
        return now


turning = Turning()
