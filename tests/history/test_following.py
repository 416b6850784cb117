"""A mirror notes what the holder sees, so that it can write what the holder no longer could."""

from typing import Any

import pytest

from console.board.facts import BoardFact, CommandSent, CommandSettled
from console.board.fold import fold
from console.board.state import Board, Touched, decode, encode
from console.history.models import Call, Deed, Moment
from console.history.present import waits_of
from console.history.recorder import Recorder
from console.links.commands import Command
from tests.board.office import leg
from tests.history.agreement import Historian
from tests.history.office import PBX, Office, calls, everything, leg_of, only, seconds, states

pytestmark = pytest.mark.usefixtures("database")


class Follower:
    """Another process: it hears of every fact that the holder publishes."""

    def __init__(self, office: Office) -> None:
        self.historian = Historian(PBX)
        self.replace(office.board)

    @property
    def recorder(self) -> Recorder:
        return self.historian.recorder

    def replace(self, board: Board) -> None:
        """After a gap."""
        self.board = decode(encode(board))
        self.recorder.followed(PBX, self.board, None, None)

    def hear(self, fact: BoardFact) -> None:
        _, touched = fold(self.board, fact)
        self.recorder.followed(PBX, self.board, fact, touched)

    def take_over(self) -> None:
        self.board.epoch += 1
        self.recorder.took(PBX, self.board)


class Followed(Office):
    def __init__(self) -> None:
        self.follower: Any = None
        super().__init__()
        self.follower = Follower(self)

    def fold(self, fact: BoardFact) -> Touched:
        touched = super().fold(fact)
        self.follower.hear(fact)
        return touched


def morning(office: Office) -> None:
    """A call that came and went, one that goes on, and a list."""
    office.leg("c1 a", "queued", callee="200", queue="25", position=1, tracking="t1")
    office.leg("c1 a", "dequeued", tracking="t1")
    office.answered("c1 b", "107", tracking="t1")
    office.leg("c1 b", "terminated", tracking="t1", reason="normal clearing")
    office.leg("c1 a", "terminated", tracking="t1")
    office.inbound("c2 a", "112", tracking="t2")
    office.snapshot(leg("c2 a", "ringing"))


def without_epochs() -> Any:
    """What a reader finds, whoever wrote it."""
    told = everything()
    del told["Watch"]
    hidden = {"id", "leg_id", "call_id", "epoch", "number", "seen_at"}
    return {
        table: [{name: row[name] for name in row.keys() - hidden} for row in rows]
        for table, rows in told.items()
    }


def test_what_the_holder_never_wrote_is_written_as_it_would_have_been() -> None:
    office = Followed()
    morning(office)
    office.follower.take_over()
    office.follower.historian.write()
    by_the_successor = without_epochs()
    assert [seconds(call.ended_at) for call in calls()] == [1006, None]
    assert states("c1 b") == ["ringing", "connected", "terminated"]
    Call.objects.all().delete()
    office.write()
    assert without_epochs() == by_the_successor


def test_what_the_holder_had_written_already_stands_once() -> None:
    office = Followed()
    morning(office)
    office.write()
    written = without_epochs()
    office.follower.take_over()
    office.follower.historian.write()
    assert without_epochs() == written


def test_what_a_mirror_found_when_it_began_is_no_second_moment() -> None:
    office = Followed()
    heard, office.follower = office.follower, Deaf()
    office.leg("c1 a", "queued", callee="200", queue="25", position=1, tracking="t1")
    office.inbound("c2 a", "107")
    heard.replace(office.board)
    office.follower = heard
    office.leg("c1 a", "dequeued", tracking="t1")
    office.leg("c1 a", "connected", tracking="t1")
    office.write()
    heard.take_over()
    heard.historian.write()
    assert states("c1 a") == ["queued", "dequeued", "connected"]
    assert [wait.queue for wait in waits_of(leg_of("c1 a"))] == ["25"]


def test_a_mirror_writes_nothing() -> None:
    office = Followed()
    morning(office)
    office.follower.historian.write()
    assert (calls(), office.follower.recorder.waits) == ([], 0)


def test_a_mirror_forgets_what_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Followed()
    monkeypatch.setattr("console.history.book.LEASES", -1)
    morning(office)
    office.write()
    written = Moment.objects.count()
    monkeypatch.undo()
    office.leg("c2 a", "connected", kind="incoming", tracking="t2")
    office.follower.take_over()
    waits = office.follower.recorder.waits
    office.follower.historian.write()
    assert waits < 10
    assert Moment.objects.count() == written + 1
    assert states("c2 a") == ["ringing", "connected"]


def test_after_a_gap_the_board_tells_what_it_can() -> None:
    office = Followed()
    heard, office.follower = office.follower, Deaf()
    morning(office)
    heard.replace(office.board)
    heard.take_over()
    heard.historian.write()
    assert [call.is_live for call in calls()] == [False, True]
    assert (states("c1 b"), states("c2 a")) == ([], ["ringing"])
    assert leg_of("c1 b").state == "terminated"


class Deaf:
    def hear(self, fact: BoardFact) -> None:
        """Nothing of it."""


def test_a_holder_that_becomes_a_mirror_still_writes_what_it_saw_itself() -> None:
    office = Office()
    office.answered("c1 a", "107", tracking="t1")
    successor = office.mirrored(epoch=2)
    office.historian.recorder.followed(PBX, successor.board, None, None)
    assert office.historian.recorder.waits > 0
    office.write()
    assert states("c1 a") == ["ringing", "connected"]


def test_the_last_words_of_a_mirror_do_not_stop_a_holder() -> None:
    office = Followed()
    follower = office.follower
    follower.take_over()
    fact = leg("c1 a", "ringing", office.tick(), callee="107", kind="incoming")
    _, touched = fold(follower.board, fact)
    follower.recorder.followed(PBX, follower.board, fact, touched)
    follower.recorder.saw(PBX, follower.board, fact, touched)
    follower.historian.write()
    assert only().is_live


def test_a_mirror_does_not_make_a_command_less_known() -> None:
    office = Followed()
    command = Command(PBX, "107", "dial", "1.a", 2000, operator="ruth", target="112")
    office.fold(CommandSent("107", "1.a", "dial", office.tick()))
    office.fold(CommandSettled("107", "1.a", "accepted", office.tick()))
    office.historian.recorder.settled(command, "accepted", "", 0.1)
    office.write()
    office.follower.take_over()
    office.follower.historian.write()
    deed = Deed.objects.get()
    assert (deed.operator, deed.target, deed.outcome) == ("ruth", "112", "accepted")
