"""The laws of what is kept: no call is lost, and no command waits for the record of it."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from console.audit.entries import Entry, write
from console.audit.ledger import Ledger
from console.audit.models import Press
from console.audit.pruning import prune
from console.audit.witness import Audit
from console.links import consumer, pictures, switchboard, witnesses
from console.links.commands import Command
from console.simulator import Simulator
from tests.history.agreement import Chronicle, Historian, open_calls, open_on
from tests.history.test_agreement import Recorded
from tests.links.conftest import linked
from tests.links.desk import CALLER, DESK, Desk
from tests.servers import until

pytestmark = pytest.mark.django_db(transaction=True)
UNSEEN = "441184960299"


async def test_law_8_what_was_seen_stands_in_history_once_across_a_restart(pbx: Simulator) -> None:
    """One call goes on meanwhile, one ends while nobody looks, one comes afterwards."""
    chronicle = Chronicle(pbx)
    historian = await asyncio.to_thread(Historian, "main")
    before = Recorded(pbx, historian)
    async with linked(before):
        await before.live()
        desk = Desk(before)
        await desk.talking()
        pbx.incoming_call("123012", number=UNSEEN)
        await before.until(lambda: len(before.picture.board.calls) == 2)
        await desk.carrier.stop()
    await asyncio.to_thread(historian.calls)
    pbx.hang_up(UNSEEN)
    after = await asyncio.to_thread(Historian, "main")
    again = Recorded(pbx, after)
    again.picture.begin(2)
    after.took(again.picture.board)
    async with linked(again):
        await again.live()
        pbx.incoming_call("123013", number="441184960277")
        await again.until(lambda: len(again.picture.board.calls) == 2)
        calls = await asyncio.to_thread(after.calls)
        assert len(calls) == 3
        assert calls == chronicle.calls()
        assert await asyncio.to_thread(open_calls, "main") == open_on(again.picture.board)


class Here:
    """The holder in this process, as the switchboard finds it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def dispatch(self, message: dict[str, Any]) -> None:
        self.desk.carrier.take(msgspec.convert(message["command"], Command))


@pytest.fixture
def pruned() -> Iterator[None]:
    """No record stays: the audit is append-only, for the tests' own cleaning too."""
    yield
    prune(datetime.now(UTC) + timedelta(days=1))


@pytest.mark.usefixtures("pruned")
async def test_law_11_a_command_reaches_the_pbx_while_it_cannot_be_recorded(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()

    def hanging(entries: list[Entry]) -> None:
        answers.wait()
        write(entries)

    audit = Audit(Ledger(hanging))
    monkeypatch.setattr(witnesses, "_witnesses", [audit])
    office = Recorded(pbx, await asyncio.to_thread(Historian, "main"))
    monkeypatch.setattr(pictures, "_pictures", {"main": office.picture})
    async with linked(office):
        await office.live()
        desk = Desk(office)
        monkeypatch.setitem(consumer.here, "main", Here(desk))
        call = await desk.talking(CALLER)
        try:
            await switchboard.send(desk.command("hold", call=call, operator="ruth"))
            await desk.has("holding")
            assert await asyncio.to_thread(Press.objects.count) == 0
            assert audit.ledger.waiting > 0
        finally:
            answers.set()
        assert await asyncio.to_thread(until, lambda: audit.ledger.waiting == 0)
        (press,) = await asyncio.to_thread(lambda: list(Press.objects.with_outcome()))
        assert (press.operator, press.desk, press.verb) == ("ruth", DESK, "hold")
        assert press.outcome == "accepted"
        await desk.carrier.stop()
