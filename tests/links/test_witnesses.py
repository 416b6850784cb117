"""Witnesses: the holder's facts and every command reach them; their failures reach nobody."""

import asyncio
import time
from typing import Any

import pytest

from console.board.facts import BoardFact, LinkChanged
from console.board.state import Board, Touched
from console.links import pictures, sentences, switchboard, witnesses
from console.links.commands import Command, NotPossible
from console.links.witnesses import Witness
from console.simulator import Simulator
from tests.links.test_consumer import Holder, holding

COMMAND = Command(pbx="main", desk="123007", verb="dial", key="7.a", expires=time.time() + 10)


class Notes(Witness):
    def __init__(self) -> None:
        self.epochs: list[int] = []
        self.facts: list[BoardFact] = []
        self.commands: list[Command] = []
        self.outcomes: list[tuple[str, str, str]] = []
        self.ran: list[str] = []
        self.began = asyncio.Event()

    def took(self, pbx: str, board: Board) -> None:
        self.epochs.append(board.epoch)

    def saw(self, pbx: str, board: Board, fact: BoardFact, touched: Touched) -> None:
        self.facts.append(fact)

    async def asked(self, command: Command) -> None:
        self.commands.append(command)

    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        assert 0 <= seconds < 60
        self.outcomes.append((command.key, outcome, sentence))

    async def run(self) -> None:
        self.ran.append("began")
        self.began.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ran.append("ended")


class Broken(Witness):
    def took(self, pbx: str, board: Board) -> None:
        raise ValueError("took")

    def saw(self, pbx: str, board: Board, fact: BoardFact, touched: Touched) -> None:
        raise ValueError("saw")

    async def asked(self, command: Command) -> None:
        raise ValueError("asked")

    def settled(self, command: Command, outcome: str, sentence: str, seconds: float) -> None:
        raise ValueError("settled")


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    notes = Notes()
    monkeypatch.setattr(witnesses, "_witnesses", [Broken(), notes])
    monkeypatch.setattr(pictures, "_pictures", {})
    return notes


async def test_they_see_what_the_holder_sees_and_what_became_of_commands(
    pbx: Simulator, notes: Notes
) -> None:
    holder = Holder(pbx)
    async with holding(holder):
        pbx.phone("123007", picks_up=True)
        await holder.hears.put(holder.dial("7.a"))
        await holder.until(lambda: holder.outcome() == "accepted")
    assert notes.epochs == [7]
    assert notes.outcomes == [("7.a", "accepted", "")]
    assert [each.state for each in notes.facts if isinstance(each, LinkChanged)] == [
        "connecting",
        "live",
        "lost",
    ]


async def test_a_press_refused_at_the_door_is_asked_and_settled_too(notes: Notes) -> None:
    before = time.time()
    with pytest.raises(NotPossible):
        await switchboard.send(COMMAND)
    [asked] = notes.commands
    assert asked.key == "7.a"
    assert asked.asked_at >= before
    assert notes.outcomes == [("7.a", "refused", sentences.NO_LINK)]


async def test_their_own_tasks_run_until_they_are_cancelled(notes: Notes) -> None:
    running = asyncio.create_task(witnesses.run())
    await notes.began.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert notes.ran == ["began", "ended"]


async def test_one_whose_task_fails_ends_all(notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(self: Any) -> None:
        raise ValueError("run")

    monkeypatch.setattr(Broken, "run", fails)
    with pytest.raises(ExceptionGroup):
        await witnesses.run()
