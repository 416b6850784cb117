"""Hears of every command and has it recorded: before it is sent, where the database answers."""

import asyncio
import contextlib

import structlog

from console.audit.entries import Entry, party_of, write
from console.audit.ledger import RECORD_WITHIN, Ledger
from console.links.commands import Command
from console.links.pictures import picture_of
from console.links.witnesses import Witness

log = structlog.get_logger()
LOOK_EVERY = 1.0  # seconds; what waits for a database that hangs stands in the log soon after
END_WITHIN = 1.5  # of the two seconds that witnesses have in the end


class Audit(Witness):
    """A press that its view refuses (not signed in, not allowed, no key, no number) is no command
    and is not recorded: it could reach no PBX, and anybody could fill the audit with such."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    async def asked(self, command: Command) -> None:
        loop, tried = asyncio.get_running_loop(), asyncio.Event()
        party = party_of(picture_of(command.pbx).board, command)
        entry = Entry(command, party, tried=lambda: loop.call_soon_threadsafe(tried.set))
        log.info("command asked", **entry.values())
        self.ledger.put(entry)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(RECORD_WITHIN):
                await tried.wait()
        if not entry.is_written:
            self.ledger.tell(entry)

    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        party = party_of(picture_of(command.pbx).board, command)
        entry = Entry(command, party, outcome, sentence, seconds)
        self.ledger.put(entry)
        if self.ledger.is_away:
            self.ledger.tell(entry)

    async def run(self) -> None:
        try:
            while True:
                await asyncio.sleep(LOOK_EVERY)
                self.ledger.tell_overdue()
        finally:
            if not await asyncio.to_thread(self.ledger.drained, END_WITHIN):
                self.ledger.tell_overdue(0.0)
                log.error(
                    "the audit ends with records in this log alone", count=self.ledger.waiting
                )


audit = Audit(Ledger(write))
