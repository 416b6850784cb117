"""What is written: each press once, what became of it, and what a reader is told."""

from datetime import UTC, datetime

import pytest

from console.audit.entries import Entry, party_of, write
from console.audit.models import Press, Settlement
from console.board.fold import fold
from console.board.state import Board
from console.links import sentences
from console.portasip.messages import ParticipantChanged
from tests.audit.conftest import CALLER, command, pressed, settled

pytestmark = pytest.mark.django_db


def outcomes() -> list[str]:
    return list(Press.objects.with_outcome().order_by("pk").values_list("outcome", flat=True))


def test_a_press_is_recorded_with_all_that_is_known() -> None:
    pressed(verb="transfer", target="123012", asked_at=1_764_000_000.5)
    press = Press.objects.get()
    assert (press.operator, press.desk, press.verb, press.target) == (
        "ruth", "123007", "transfer", "123012",
    )  # fmt: skip
    assert (press.pbx, press.call, press.party, press.key) == ("office", "1", CALLER, "7.1.0.hold")
    assert (press.address, press.asked_at) == (
        "192.0.2.7", datetime.fromtimestamp(1_764_000_000.5, UTC),
    )  # fmt: skip


def test_a_command_about_a_participant_names_them_of_the_own_conference_alone() -> None:
    board = Board()
    fact = ParticipantChanged("room", "123007", 3, 1.0, number=CALLER)
    fold(board, fact)
    for desk, party in (("123007", CALLER), ("123012", "")):
        made = command(verb="mute", call="", desk=desk, conference="1", participant=3)
        assert party_of(board, made) == party


def test_what_is_written_again_stands_once() -> None:
    entries = [Entry(command(), CALLER), Entry(command("7.2"), CALLER, "accepted")]
    write(entries)
    write(entries)
    assert (Press.objects.count(), Settlement.objects.count()) == (2, 1)


def test_a_settlement_brings_the_press_that_was_lost_with_its_process() -> None:
    settled(command(), "accepted")
    assert Press.objects.get().operator == "ruth"
    assert outcomes() == ["accepted"]


def test_a_command_that_nobody_settled_reads_unknown() -> None:
    pressed()
    assert outcomes() == ["unknown"]


def test_whoever_knows_counts_more_than_whoever_heard_nothing() -> None:
    press = pressed()
    settled(press, "unknown", sentences.NO_ANSWER)
    settled(press, "accepted")
    row = Press.objects.with_outcome().get()
    assert (row.outcome, row.sentence, row.seconds) == ("accepted", "", 0.125)


def test_a_second_press_of_a_key_reads_repeated_whoever_made_it() -> None:
    settled(pressed(), "accepted")
    pressed(operator="omar", desk="123012")
    assert outcomes() == ["accepted", "repeated"]


def test_a_press_after_one_without_a_link_is_a_command_of_its_own() -> None:
    settled(pressed(), "refused", sentences.NO_LINK)
    second = pressed()
    assert outcomes() == ["refused", "unknown"]
    settled(second, "accepted")
    assert outcomes() == ["refused", "accepted"]


def test_the_same_key_on_another_pbx_is_another_command() -> None:
    settled(pressed(), "accepted")
    pressed(pbx="branch")
    assert outcomes() == ["accepted", "unknown"]


def test_what_a_browser_makes_up_is_cut_to_its_columns() -> None:
    made = pressed(call="x" * 5000, target="a\x00b")
    settled(made, "refused", "s" * 5000)
    press = Press.objects.get()
    assert (press.call, press.target) == ("x" * 40, "ab")
    assert Settlement.objects.get().press == press
