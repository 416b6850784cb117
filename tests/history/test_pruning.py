"""`prunehistory` removes whole calls that are over and old, and nothing of any other."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from console.board.facts import CallDialled
from console.history import pruning
from console.history.models import Call, Deed, Leg, Moment, Note, Trace, Watch
from console.links.models import PBX
from tests.history.office import Office, calls, states
from tests.history.test_calls import press, settle

pytestmark = pytest.mark.usefixtures("database")
TABLES = (Call, Leg, Moment, Trace, Deed)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "OTHERS_COME", 0)


def days_ago(days: float) -> float:
    return (timezone.now() - timedelta(days=days)).timestamp()


def handled(office: Office, name: str, tracking: str) -> None:
    """A call that was answered, held by ruth and ended."""
    office.answered(name, "107", tracking=tracking)
    settle(office, press(office, "hold", office.call_of(name), key=f"1.{name}"), "accepted")
    office.leg(name, "terminated", kind="incoming", tracking=tracking)


def test_a_call_goes_with_all_that_was_done_and_younger_ones_stay(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    office = Office(at=days_ago(40))
    for number in range(5):
        handled(office, f"old{number} a", f"t{number}")
    office.at = days_ago(20)
    handled(office, "new a", "t9")
    office.write()
    call_command("prunehistory", "--days", "30")
    assert "5 calls" in capsys.readouterr().out
    assert [table.objects.count() for table in TABLES] == [1, 1, 3, 2, 1]
    assert states("new a") == ["ringing", "connected", "terminated"]
    assert Deed.objects.get().key == "1.new a"
    assert Watch.objects.count() == 1
    call_command("prunehistory", "--days", "30")
    assert "0 calls" in capsys.readouterr().out


def test_a_call_that_goes_on_is_kept_however_old_with_its_commands() -> None:
    office = Office(at=days_ago(40))
    office.answered("c1 a", "107", tracking="t1")
    settle(office, press(office, "hold", office.call_of("c1 a"), key="1.a"), "accepted")
    press(office, "dial", key="1.b")
    office.fold(CallDialled("107", "1.b", "112", "t1", office.tick()))
    office.write()
    call_command("prunehistory", "--days", "30")
    assert len(calls()) == 1
    assert states("c1 a") == ["ringing", "connected"]
    assert Deed.objects.count() == 2


def test_old_commands_without_a_call_go_too() -> None:
    office = Office(at=days_ago(40))
    press(office, "dial", key="1.a")
    office.at = days_ago(20)
    press(office, "dial", key="1.b")
    office.write()
    call_command("prunehistory", "--days", "30")
    assert [deed.key for deed in Deed.objects.all()] == ["1.b"]


def test_notes_go_with_their_calls_and_those_that_no_call_has_go_when_they_are_old() -> None:
    office = Office(at=days_ago(40))
    for name in ("c1", "c2"):
        office.inbound(f"{name} a", "123007")
        office.leg(f"{name} a", "terminated")
        office.at = days_ago(20)
    office.write()
    for call, age in (("c:c1", 5), ("c:c2", 50), ("c:lost", 50), ("c:new", 5)):
        at = datetime.fromtimestamp(days_ago(age), UTC)
        Note.objects.create(
            pbx=PBX.objects.get(), key=uuid4(), call_key=call, operator="ruth", text=call,
            first_at=at, at=at,
        )  # fmt: skip
    call_command("prunehistory", "--days", "30")
    assert {note.call_key for note in Note.objects.all()} == {"c:c2", "c:new"}


@pytest.mark.parametrize("days", ["0", "-1", "1000000000", "999999"])
def test_at_least_a_day_is_kept_and_no_more_than_there_are(days: str) -> None:
    with pytest.raises(CommandError, match="--days"):
        call_command("prunehistory", "--days", days)
