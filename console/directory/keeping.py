"""Keeps the books of this process as the database has them, beside the live path."""

import asyncio
import contextlib
from collections.abc import Callable, Set

from console.board.state import Board, Leg, Touched
from console.directory import phonebook, storing
from console.directory.person import normal
from console.directory.phonebook import Change
from console.directory.turning import turning
from console.links.database import DATABASE_AWAY, ask
from console.links.pictures import picture_of
from console.links.witnesses import Witness
from console.troubles import Trouble

LOOK_EVERY = 2.0  # seconds until another process shows what was changed in this one

_wake: Callable[[], object] | None = None  # while somebody keeps the books


def look_again() -> None:
    """Something changed; look at once. Safe to call from any thread of this process."""
    if _wake is not None:
        _wake()


class Keeper(Witness):
    """The owner of the task that reads. What was shown from the book before is told anew."""

    def __init__(self) -> None:
        self._shown: dict[str, phonebook.Phonebook] = {}
        self._in_use: Set[str] = frozenset()
        self._failing = Trouble("the phonebook cannot be read", "the phonebook is read again")

    async def run(self) -> None:
        global _wake
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        _wake = lambda: loop.call_soon_threadsafe(changed.set)  # noqa: E731
        try:
            while True:
                await self.look()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await changed.wait()
                changed.clear()
        finally:
            _wake = None

    async def look(self) -> None:
        try:
            now = await ask(storing.revisions)
            stale = {pbx: one for pbx, one in now.items() if phonebook.of(pbx).revision != one}
            for pbx, book in (await ask(storing.read_all, stale) if stale else {}).items():
                phonebook.put(pbx, book)
            self._failing.ended()
        except DATABASE_AWAY as error:
            self._failing.happened(cause=repr(error))
            return
        except Exception as error:  # a row that cannot be read must not end the console
            self._failing.happened(exc_info=error)
            return
        if stale or self._in_use != now.keys():
            self._in_use = now.keys()
            turning.watch(now)
        for pbx in now:
            await self._show(pbx)

    async def _show(self, pbx: str) -> None:
        book = phonebook.of(pbx)
        old = self._shown.get(pbx, phonebook.Phonebook())
        if book is old:
            return
        self._shown[pbx] = book
        differs = await asyncio.to_thread(phonebook.change, old, book)
        picture = picture_of(pbx)
        touched = touched_by(picture.board, differs)
        if touched:
            picture.notice(touched)


def touched_by(board: Board, change: Change) -> Touched:
    """The calls of those who are named otherwise now, and the extensions of which more is known."""
    touched = Touched(extensions=set(change.extensions), people=bool(change.extensions))
    if not change.numbers:
        return touched
    # Transfers, consultations and dialled calls name their targets, too; desks are few.
    touched.desks.update(board.desks)
    for leg in board.legs.values():
        if _numbers(leg) & change.numbers:
            call = board.calls[leg.call]
            touched.calls.add(call.id)
            touched.extensions.update(call.extensions)
            touched.queues |= {leg.queue} if leg.queue else set()
    return touched


def _numbers(leg: Leg) -> set[str]:
    parties = (leg.caller, leg.callee)
    through = {normal(one.number) for party in parties for one in party.forwarders}
    return through | {
        normal(number)
        for party in parties
        for number in (party.number, party.account_id, party.display_id)
        if number
    }


keeper = Keeper()
