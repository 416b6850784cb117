"""Who else learns what the holder of a link sees and what operators ask: history, audit, figures.

`links` knows none of them: they register in `AppConfig.ready()`. What one of them raises when it
is told something is logged and costs neither the link nor a command nor the others; one whose own
task fails ends the console, which a supervisor starts again: nothing must go on unrecorded.
"""

import asyncio
from collections.abc import Callable

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from console.links.commands import Command
from console.troubles import Trouble


class Witness:
    """Whatever it does not override, it does not care for. All calls but `run` and `asked` are
    synchronous, come in the event loop on the live path, and must not block."""

    def took(self, pbx: str, board: Board) -> None:
        """This process now holds the link of `pbx`: `board` is what it knew as a mirror, or empty,
        already under the new epoch. Only a list makes it true."""

    def saw(self, pbx: str, board: Board, fact: BoardFact, touched: Touched) -> None:
        """The holder alone: `fact` was folded into `board` and touched that."""

    def followed(
        self, pbx: str, board: Board, fact: BoardFact | None, touched: Touched | None
    ) -> None:
        """A mirror alone: the same as the holder saw, under the holder's epoch. Without a fact:
        the board was replaced whole, and whatever led to it is unknown."""

    async def asked(self, command: Command) -> None:
        """Before a command is handed over, in the process where it was pressed. It waits for this:
        whoever records here gives up waiting after 250 ms (law 11), by itself."""

    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        """accepted, refused or unknown, `seconds` after it was taken: at the holder, or where it
        was pressed if it never got that far."""

    async def run(self) -> None:
        """What it does beside, from before the links begin until after the last of them has
        ended; then it is cancelled and has WITNESSES_END_WITHIN to finish."""


_witnesses: list[Witness] = []
_failing = Trouble("a witness failed")


def register(witness: Witness) -> None:
    _witnesses.append(witness)


def took(pbx: str, board: Board) -> None:
    _each(lambda witness: witness.took(pbx, board))


def saw(pbx: str, board: Board, fact: BoardFact, touched: Touched) -> None:
    _each(lambda witness: witness.saw(pbx, board, fact, touched))


def followed(pbx: str, board: Board, fact: BoardFact | None, touched: Touched | None) -> None:
    _each(lambda witness: witness.followed(pbx, board, fact, touched))


def settled(command: Command, outcome: str, sentence: str, seconds: float) -> None:
    _each(lambda witness: witness.settled(command, outcome, sentence, seconds))


async def asked(command: Command) -> None:
    for failure in await asyncio.gather(
        *(witness.asked(command) for witness in _witnesses), return_exceptions=True
    ):
        if isinstance(failure, Exception):
            _failing.happened("asked", exc_info=failure)


async def run() -> None:
    """Until cancelled; the first witness whose own task fails ends all."""
    async with asyncio.TaskGroup() as group:
        for witness in _witnesses:
            group.create_task(witness.run())
        await asyncio.get_running_loop().create_future()


def _each(tell: Callable[[Witness], None]) -> None:
    for witness in _witnesses:
        try:
            tell(witness)
        except Exception as error:
            name = type(witness).__name__
            _failing.happened(name, witness=name, exc_info=error)
