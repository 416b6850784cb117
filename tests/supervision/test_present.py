"""What regions show of a board: known figures, lower bounds, and question marks."""

from typing import Any

import pytest

from console.board.facts import CommandSent
from console.board.state import Board
from console.live.regions import all_regions
from console.portasip.messages import Extension, ExtensionsListed, QueueListed, QueuesListed
from console.supervision import present, present_wall
from console.supervision.figures import worst_first
from tests.supervision.conftest import NINE, PRIYA, RUTH, Office


def queue(office: Office, id: str = "25") -> dict[str, Any]:
    return present.waiting(office.board, "office", id)


def tiles(office: Office) -> dict[str, Any]:
    return present.tiles(office.board, "office", "")


class TestCounts:
    def test_a_queue_is_counted_once_the_pbx_has_proved_it(self, office: Office) -> None:
        assert queue(office)["count"] == "?"
        office.waits("a", "441184960233", position=4)
        assert queue(office)["count"] == "1+"
        assert queue(office)["atleast"]
        office.waits("a", "441184960233", position=0)
        assert queue(office)["count"] == "1"
        assert not queue(office)["atleast"]
        office.leaves("a")
        assert (queue(office)["count"], queue(office)["state"]) == ("0", "idle")

    def test_the_sum_is_a_lower_bound_while_one_queue_has_no_count(self, office: Office) -> None:
        assert tiles(office)["waiting"] == "?"
        office.waits("a", "441184960233", position=0)
        assert (tiles(office)["waiting"], tiles(office)["uncounted"]) == ("1+", 1)
        office.waits("b", "441184960234", queue="26", position=0)
        assert (tiles(office)["waiting"], tiles(office)["uncounted"]) == ("2", 0)

    def test_nobody_waits_only_when_that_is_known(self, office: Office) -> None:
        assert not tiles(office)["nobody"]
        for id in ("25", "26"):
            office.waits(id, "441184960233", queue=id, position=0)
            office.leaves(id)
        assert tiles(office)["nobody"]
        assert tiles(office)["waiting"] == "0"

    def test_a_lost_link_makes_every_count_a_lower_bound(self, office: Office) -> None:
        office.waits("a", "441184960233", position=0)
        office.loses_its_link()
        assert queue(office)["count"] == "1+"

    def test_an_empty_board_claims_nothing(self) -> None:
        shown = present.tiles(Board(), "office", "")
        assert (shown["waiting"], shown["calls"], shown["at_work"]) == ("?", "?", "?")
        assert (shown["longest"], shown["nobody"]) == ("", False)


class TestLongestWait:
    def test_it_began_with_the_first_who_waits(self, office: Office) -> None:
        office.waits("b", "441184960234", queue="26", at=NINE + 9, position=0)
        office.waits("a", "441184960233", at=NINE + 5, position=0)
        assert tiles(office)["longest"] == "2025-11-24T16:00:05Z"
        assert tiles(office)["longest_in"] == "Sales"

    def test_worst_first_then_without_count_then_clear(self, office: Office) -> None:
        queues = tuple(QueueListed(str(id), name) for id, name in enumerate(("Z", "Y", "X", "W")))
        office.apply(QueuesListed(queues, at=NINE))
        office.waits("z", "1", queue="0", at=NINE + 9, position=0)
        office.waits("y", "2", queue="1", at=NINE + 5, position=0)
        office.waits("x", "3", queue="2", at=NINE + 1, position=0)
        office.leaves("x")
        assert [one.name for one in worst_first(office.board)] == ["Y", "Z", "W", "X"]

    def test_operators_of_a_queue_are_those_the_pbx_counts(self, office: Office) -> None:
        assert queue(office)["operators"] == ""
        office.waits("a", "441184960233", operators=2)
        assert queue(office)["operators"] == "2 operators"


class TestTake:
    def test_its_key_is_that_of_the_desk(self, office: Office) -> None:
        call = office.waits("a", "441184960233")
        (row,) = queue(office)["callers"]
        assert (row["token"], row["sent"]) == (f"3.{call}.0.take", False)

    def test_it_shows_sent_while_somebody_takes(self, office: Office) -> None:
        call = office.waits("a", "441184960233")
        office.apply(CommandSent(RUTH, f"3.{call}.0.take", "take", NINE + 1, call))
        assert queue(office)["callers"][0]["sent"]


class TestPeople:
    def test_state_and_with_whom(self, office: Office) -> None:
        office.rings("a", "441184960233", PRIYA, "connected")
        row = present.operator(office.board, "office", PRIYA)
        assert (row["short"], row["name"], row["word"]) == ("112", "Priya Raman", "Talking")
        assert row["with"]["digits"] == "441184960233"
        assert row["since"]

    @pytest.mark.parametrize("state", ["ringing", "holding", "held"])
    def test_ringing_and_holding_name_the_caller_too(self, office: Office, state: str) -> None:
        office.rings("a", "441184960233", PRIYA, state)
        row = present.operator(office.board, "office", PRIYA)
        assert (row["state"], row["with"]["digits"]) == (state, "441184960233")

    def test_a_free_phone_is_with_nobody(self, office: Office) -> None:
        row = present.operator(office.board, "office", RUTH)
        assert (row["word"], row["with"], row["since"]) == ("Free", None, "")

    def test_at_work_counts_those_on_the_phone(self, office: Office) -> None:
        office.rings("a", "441184960233", PRIYA)
        assert (tiles(office)["at_work"], tiles(office)["people"]) == ("1", 2)

    def test_the_wall_counts_people_by_state(self, office: Office) -> None:
        office.rings("a", "441184960233", PRIYA)
        rows = present_wall.wallpeople(office.board, "office", "")["rows"]
        assert [(row["word"], row["count"]) for row in rows] == [("free", 1), ("ringing", 1)]


def live(office: Office) -> dict[str, Any]:
    (call,) = office.board.calls
    return dict(present.livecall(office.board, "office", call)["one"])


class TestLiveCalls:
    def test_the_party_outside_stands_first(self, office: Office) -> None:
        office.rings("a", "441184960233", PRIYA, "connected")
        row = live(office)
        assert (row["digits"], row["word"]) == ("441184960233", "Talking")
        assert [other["number"] for other in row["others"]] == ["112"]

    def test_a_caller_without_a_number_is_withheld(self, office: Office) -> None:
        office.rings("a", "anonymous", PRIYA)
        row = live(office)
        assert (row["title"], row["digits"]) == ("Withheld", "")

    def test_a_waiting_caller_is_a_call_in_progress(self, office: Office) -> None:
        office.waits("a", "441184960233")
        row = live(office)
        assert (row["word"], row["queue"]) == ("Waiting", "Sales")


def test_no_value_of_the_wall_holds_a_whole_number(office: Office) -> None:
    office.waits("a", "441184960233", name="441184960233", position=0)
    board = office.board
    values = [
        present_wall.walltile(board, "office", "25"),
        present_wall.wallpeople(board, "office", ""),
        present.totals(board, "office", ""),
    ]
    assert "0233" not in str(values)
    assert "•" in str(values)


def test_a_queue_without_a_name_has_one(office: Office) -> None:
    office.waits("a", "441184960233", queue="31")
    assert queue(office, "31")["name"] == "Queue 31"


def test_a_new_name_of_a_person_shows(office: Office) -> None:
    office.apply(ExtensionsListed((Extension(PRIYA, "112", "Priya Rao"),), at=NINE))
    assert present.operator(office.board, "office", PRIYA)["name"] == "Priya Rao"


def test_every_region_has_a_name_of_its_own() -> None:
    assert len({region.name for region in all_regions()}) == len(list(all_regions()))
