"""The live picture of one PBX in this process: its board, and who wants to know of changes."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable

from console.board.facts import BoardFact
from console.board.fold import fold
from console.board.state import Board, Touched
from console.figures import Timings
from console.troubles import Trouble

_failing = Trouble("somebody who watches the board failed")
Listener = Callable[[Board, Touched], None]
Condition = Callable[[Board], bool]


class Picture:
    """A board and its listeners; every change of the board passes through here.

    `proved_at` is when the link was last proved (any frame, pong or list), in seconds since the
    epoch; `arrived_at` is when the last fact reached this process, on its own clock: at the holder
    of the link the stamp of its frame. `folds` is how often what kind of fact was folded here, and
    how long that took. Listeners are called synchronously after every fold and must not block; the
    failure of one is logged and costs neither the link nor the others.
    """

    def __init__(self, pbx: str) -> None:
        self.pbx = pbx
        self.board = Board(pbx=pbx)
        self.proved_at = 0.0
        self.arrived_at = 0.0
        self.folds: defaultdict[type[BoardFact], Timings] = defaultdict(lambda: Timings(()))
        self._listeners: list[Listener] = []
        self._waiters: list[tuple[Condition, asyncio.Future[None]]] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; returns the call that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, fact: BoardFact, arrived_at: float | None = None) -> Touched:
        """Fold `fact`, which arrived at the moment it holds for unless another is given."""
        self.arrived_at = fact.at if arrived_at is None else arrived_at
        began = time.perf_counter()
        self.board, touched = fold(self.board, fact)
        self.folds[type(fact)].add(time.perf_counter() - began)
        self._tell(touched)
        return touched

    def begin(self, epoch: int) -> None:
        """A new holder: what was known stays until its first list says otherwise."""
        self.board.epoch = epoch
        self.arrived_at = time.time()
        self._tell(Touched(everything=True))

    def replace(self, board: Board) -> None:
        """Take another process's board as the truth, whole."""
        self.board = board
        board.pbx = self.pbx
        self.arrived_at = time.time()
        self._tell(Touched(everything=True))

    def notice(self, touched: Touched) -> None:
        """Something beside the board changed how these parts of it are shown."""
        self.arrived_at = time.time()
        self._tell(touched)

    async def until(self, condition: Condition, within: float) -> bool:
        """Wait until the board satisfies `condition`; False when `within` seconds have passed."""
        if condition(self.board):
            return True
        waiter = (condition, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(within):
                await waiter[1]
        except TimeoutError:
            return False
        finally:
            self._waiters.remove(waiter)
        return True

    def _tell(self, touched: Touched) -> None:
        for condition, future in self._waiters:
            if not future.done() and self._is_met(condition):
                future.set_result(None)
        for listener in list(self._listeners):
            try:
                listener(self.board, touched)
            except Exception as error:
                _failing.happened("listener", pbx=self.pbx, exc_info=error)

    def _is_met(self, condition: Condition) -> bool:
        try:
            return condition(self.board)
        except Exception as error:
            _failing.happened("condition", pbx=self.pbx, exc_info=error)
            return False
