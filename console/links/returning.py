"""The holder's clock for blind transfers: safe ones come back, others lose what was kept for them.

What is due stands on the board and travels with it, so a holder that takes over goes on where the
last one was. A board that began empty, after the only process was killed, knows of no transfer.
"""

import asyncio
import contextlib
from collections.abc import Callable

from console.board import queries
from console.board.facts import BoardFact, TransferLapsed
from console.board.state import Board, Touched, Transfer
from console.links.carrying import Carrier
from console.links.commands import Command
from console.links.picture import Picture
from console.troubles import Trouble

SHOWN = 6.0  # seconds for which a desk is told what became of a transfer
EXPIRES = 10.0
LONGEST_WAIT = 60.0
AGAIN_AFTER = 1.0


class Returner:
    """`run` until cancelled."""

    def __init__(
        self,
        picture: Picture,
        carrier: Carrier,
        publish: Callable[[BoardFact], object],
        clock: Callable[[], float],
    ) -> None:
        self.picture = picture
        self.carrier = carrier
        self.publish = publish
        self.clock = clock
        self._changed = asyncio.Event()
        self._told_since: dict[tuple[str, str, float], float] = {}

    async def run(self) -> None:
        """A fault of ours costs transfers their time, never the link."""
        failing = Trouble("the time of transfers is not kept")
        unlisten = self.picture.listen(self._hear)
        try:
            while True:
                self._changed.clear()
                try:
                    wait = self._look()
                except Exception as error:
                    failing.happened(pbx=self.picture.pbx, exc_info=error)
                    wait = AGAIN_AFTER
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._changed.wait()
        finally:
            unlisten()

    def _hear(self, board: Board, touched: Touched) -> None:
        if touched.desks or touched.link or touched.everything:
            self._changed.set()

    def _look(self) -> float:
        """Do what is due; seconds until the next is."""
        now = self.clock()
        moments = [now + LONGEST_WAIT]
        for desk, one in queries.returning(self.picture.board):
            if one.until is not None and one.until > now:
                moments.append(one.until)
            elif not one.safe or self._send_for(desk, one, now):
                self.publish(TransferLapsed(desk, one.call, now))
        moments += self._forget_told(now)
        return max(0.0, min(moments) - now)

    def _send_for(self, desk: str, one: Transfer, now: float) -> bool:
        """Bring the caller back, once; False while there is no link to do it with."""
        board = self.picture.board
        if board.link.state != "live":
            return False
        if one.outcome == "back":
            return True
        key = f"{board.epoch}.{one.call}.{one.arrival}.{one.at:.3f}.return"
        self.carrier.take(
            Command(
                pbx=self.picture.pbx,
                desk=desk,
                verb="return",
                key=key,
                expires=now + EXPIRES,
                call=one.call,
                target=one.person or one.target,
                asked_at=now,
            )
        )
        return True

    def _forget_told(self, now: float) -> list[float]:
        """Of transfers that are over; the moments at which the others have been told enough."""
        told = {
            (seat.extension, seat.transferred.call, seat.transferred.at)
            for seat in self.picture.board.desks.values()
            if seat.transferred is not None
        }
        self._told_since = {one: self._told_since.get(one, now) for one in told}
        for (desk, call, _), since in self._told_since.items():
            if now >= since + SHOWN:
                self.publish(TransferLapsed(desk, call, now))
        return [since + SHOWN for since in self._told_since.values() if since + SHOWN > now]
