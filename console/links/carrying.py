"""Carrying out commands where the link is: once per key, in time, one task each."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from structlog.contextvars import bind_contextvars

from console.board.facts import BoardFact, CommandSent, CommandSettled
from console.links import sentences, witnesses
from console.links.chains import Hand
from console.links.commands import Command, NotPossible, named
from console.links.holding import HoldLost
from console.links.picture import Picture
from console.links.verbs import VERBS
from console.portasip.client import CallControl
from console.portasip.errors import PortaError, Refused, Unanswered

log = structlog.get_logger()
KEYS_REMEMBERED = 10_000  # a key expires after seconds; this many are pressed in an hour at most
UNDER_WAY_AT_MOST = 200  # commands waiting for the PBX at once; more means it is not answering


@dataclass
class Carrier:
    """The holder's hand: takes commands, answers with facts.

    `control` gives the client of the live link, or None while there is none. Every fact goes
    out through `publish`, so that all processes show the same outcome.
    """

    picture: Picture
    control: Callable[[], CallControl | None]
    publish: Callable[[BoardFact], object]
    clock: Callable[[], float]
    doubt: Callable[[], None]
    join_legs: str = ""
    step_within: float = 10.0

    def __post_init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self.parking: set[str] = set()
        """Slots that the PBX is being asked for."""
        self._is_stopping = False

    def take(self, command: Command) -> bool:
        """Start carrying `command` out; False when its key was seen before (a second press)."""
        if command.key in self._seen:
            return False
        self._seen[command.key] = None
        if len(self._seen) > KEYS_REMEMBERED:
            self._seen.popitem(last=False)
        self.publish(
            CommandSent(
                desk=command.desk,
                key=command.key,
                verb=command.verb,
                call=command.call,
                text=command.text,
                at=self.clock(),
                target=command.target,
            )
        )
        task = asyncio.create_task(self._carry(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def stop(self) -> None:
        """Cancel what is under way and wait for it; each says *unknown* before it goes. What
        comes later is refused."""
        self._is_stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, command: Command) -> None:
        bind_contextvars(**named(command))  # in every line that this task's requests cause
        try:
            await self._checked(command)
        except (PortaError, NotPossible, HoldLost) as error:
            if _is_doubtful(error):
                self.doubt()
            self._settle(command, *sentences.outcome_of(error))
        except asyncio.CancelledError:
            self._settle(command, "unknown", sentences.NO_ANSWER)
            raise
        except Exception:
            log.exception("a command failed inside", **named(command))
            self._settle(command, "unknown", sentences.NO_ANSWER)
        else:
            self._settle(command, "accepted", "")

    async def _checked(self, command: Command) -> None:
        control = self.control()
        if control is None or self._is_stopping:
            raise NotPossible(sentences.NO_LINK)
        if command.epoch != str(self.picture.board.epoch):
            raise NotPossible(sentences.OUT_OF_DATE)
        if self.clock() > command.expires:
            raise NotPossible(sentences.TOO_LATE)
        if len(self._tasks) > UNDER_WAY_AT_MOST:
            raise NotPossible(sentences.NO_ANSWER)
        verb = VERBS.get(command.verb)
        if verb is None:
            raise NotPossible("There is no such command.")
        await verb(Hand(command, self.picture, control, self))

    def _settle(self, command: Command, outcome: str, sentence: str) -> None:
        now = self.clock()
        log.info("command settled", **named(command), outcome=outcome)
        self.publish(
            CommandSettled(
                desk=command.desk,
                key=command.key,
                outcome=outcome,
                sentence=sentence,
                at=now,
            )
        )
        witnesses.settled(command, outcome, sentence, max(0.0, now - command.asked_at))


def _is_doubtful(error: Exception) -> bool:
    """Whether the board may be wrong: the PBX does not know the call, or says nothing."""
    if isinstance(error, Refused):
        return error.is_session or error.suffix == "call_not_found"
    return isinstance(error, Unanswered)
