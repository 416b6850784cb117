"""The witness that writes history: synchronous notes on the live path, batches beside it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.db import DataError, Error, IntegrityError, connection

from console.board.facts import BoardFact
from console.board.state import Board, Touched
from console.history.book import Book
from console.history.losses import Losses
from console.history.news import Batch
from console.history.waiting import Counts
from console.history.writing import write
from console.links.commands import Command
from console.links.witnesses import Witness
from console.troubles import Trouble

log = structlog.get_logger()
LAST_WORDS_WITHIN = 1.8  # less than a witness is given when the console ends
SCREENS_FIRST = 0.03  # a thread that writes takes the interpreter from those who send the news
BETWEEN_BATCHES = 0.01  # when much waited, so that others come to write in SQLite, too
NOT_TO_BE_WRITTEN = (DataError, IntegrityError)  # every other error of a database may pass


class Recorder(Witness):
    def __init__(self) -> None:
        self.counts = Counts()
        self.books: dict[str, Book] = {}
        self._news = asyncio.Event()
        # Its own, so that a database that hangs here keeps no lease from being renewed.
        self._thread = ThreadPoolExecutor(1, "history")
        self._writing: asyncio.Future[None] | None = None
        self._failing = Trouble("history cannot be written and waits", "history is written again")
        self._losses = Losses(self.counts)

    @property
    def waits(self) -> int:
        """How many records are not written yet."""
        return sum(book.waiting.size for book in self.books.values())

    def book(self, pbx: str) -> Book:
        if pbx not in self.books:
            self.books[pbx] = Book(self.counts)
        return self.books[pbx]

    def took(self, pbx: str, board: Board) -> None:
        self.book(pbx).hold(board)
        self._losses.look()
        self._news.set()

    def followed(
        self, pbx: str, board: Board, fact: BoardFact | None, touched: Touched | None
    ) -> None:
        self.book(pbx).follow(board, fact, touched)

    def saw(self, pbx: str, board: Board, fact: BoardFact, touched: Touched) -> None:
        book = self.book(pbx)
        book.notice(board, fact, touched)
        self._losses.look()
        if book.waiting:
            self._news.set()

    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        """At the holder; a command that never came to one is the audit's, not a call's."""
        if command.pbx in self.books:
            self.books[command.pbx].settled(command)
            self._news.set()

    async def run(self) -> None:
        self._news = asyncio.Event()  # of this event loop
        self._news.set()
        try:
            while True:
                await self._news.wait()
                await asyncio.sleep(SCREENS_FIRST)
                self._news.clear()
                await self._write_what_waits()
                await asyncio.sleep(settings.WAITS.history_every)
        finally:
            await self._finish()

    async def _write_what_waits(self) -> None:
        """Until nothing waits, or the database takes nothing. It may refuse one PBX alone, whose
        last holder is frozen in the middle of a batch: the others do not wait for it."""
        written = [await self._write_all(pbx, book) for pbx, book in list(self.books.items())]
        if all(written):
            self._losses.over()
        else:
            self._news.set()

    async def _write_all(self, pbx: str, book: Book) -> bool:
        while (batch := book.next()) is not None:
            if not await self._write(pbx, book, batch):
                return False
            await asyncio.sleep(BETWEEN_BATCHES)
        return True

    async def _write(self, pbx: str, book: Book, batch: Batch) -> bool:
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(self._thread, _written, pbx, batch)
        self._writing.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            # Cancelled while the thread writes, whose batch `_finish` then writes again.
            await asyncio.shield(self._writing)
        except NOT_TO_BE_WRITTEN as error:
            self._refused(book, error)
        except Error as error:
            self._failed(pbx, error)
            return False
        except Exception as error:
            self._refused(book, error)
        else:
            book.written()
            self._failing.ended(pbx, pbx=pbx, waiting=self.waits)
        return True

    def _refused(self, book: Book, error: Exception) -> None:
        if book.refused():
            log.error("a record of history cannot be stored", exc_info=error)

    def _failed(self, pbx: str, error: Exception) -> None:
        self.counts.failures += 1
        self._failing.happened(pbx, pbx=pbx, waiting=self.waits, cause=repr(error))

    async def _finish(self) -> None:
        """The last words of the links were said; write them while there is time.

        In a task of its own, since this one is being cancelled already.
        """
        finishing = asyncio.create_task(self._write_the_rest())
        await asyncio.wait({finishing}, timeout=LAST_WORDS_WITHIN)
        finishing.cancel()
        await asyncio.gather(finishing, return_exceptions=True)
        if self.waits:
            log.error("history was left unwritten", waiting=self.waits)
        else:
            self._losses.over()

    async def _write_the_rest(self) -> None:
        if self._writing is not None:
            await asyncio.wait({self._writing})
        while any(book.next() for book in self.books.values()):
            await self._write_what_waits()
            if self._failing:
                await asyncio.sleep(min(settings.WAITS.history_every, LAST_WORDS_WITHIN / 5))


def _written(pbx: str, batch: Batch) -> None:
    """In the thread. Its connection stays, and is replaced after any failure."""
    try:
        write(pbx, batch)
    except BaseException:
        connection.close()
        raise


recorder = Recorder()
