"""What a desk shows of calls that left it: transferred, parked, or for nobody."""

from typing import Any

from console.board.facts import (
    CallParked,
    CallReturned,
    CallTransferred,
    CommandSent,
    ServicesConfigured,
    TransferLapsed,
)
from console.board.services import Services
from console.desk import present
from console.desk.regions import of_parked
from console.portasip.messages import Party
from tests.board.office import Office, leg
from tests.desk.presented import (
    CALLER,
    COLLEAGUE,
    DESK,
    SERVICES,
    consulting,
    talking,
    verbs,
)


class TestTransferring:
    def sent(self, office: Office, state: str, **more: Any) -> str:
        call = talking(office)
        arrival = office.board.next_arrival
        until = office.at + 20
        told = {"until": until, "number": "442079460812", "name": "Helen Marsh"} | more
        office.fold(CallTransferred(DESK, call, COLLEAGUE, office.tick(), arrival=arrival, **told))
        office.leg("c1 t", "terminated", reason="blind transfer", tracking="tr1")
        office.leg(
            "c1 x", "ringing", caller=CALLER, callee=COLLEAGUE, kind="incoming", tracking="tr1"
        )
        if state != "ringing":
            office.fold(
                leg(
                    "c1 x",
                    state,
                    office.tick(),
                    tracking="tr1",
                    reason="Busy Here",
                    kind="incoming",
                )
            )
        return call

    def move(self, office: Office) -> dict[str, Any]:
        move: dict[str, Any] = present.transferring(office.board, "main", DESK)["move"]
        return move

    def test_while_it_rings_it_says_whose_caller_and_until_when(self, office: Office) -> None:
        self.sent(office, "ringing")
        move = self.move(office)
        assert (move["target"], move["who"], move["kind"]) == (
            "Anna Keller",
            "Helen Marsh",
            "blind",
        )
        assert (move["outcome"], bool(move["until"])) == ("ringing", True)

    def test_afterwards_it_says_answered(self, office: Office) -> None:
        self.sent(office, "connected", safe=True)
        move = self.move(office)
        assert (move["outcome"], move["kind"], move["until"]) == ("answered", "safe", "")

    def test_a_busy_phone_is_told_with_what_became_of_the_caller(self, office: Office) -> None:
        self.sent(office, "terminated")
        assert (self.move(office)["outcome"], self.move(office)["why"]) == ("failed", "busy")

    def test_it_is_gone_when_its_time_is_over(self, office: Office) -> None:
        call = self.sent(office, "connected")
        assert office.fold(TransferLapsed(DESK, call, office.tick())).desks == {DESK}
        assert present.transferring(office.board, "main", DESK) == {"move": None}

    def test_the_callers_slot_stays_kept(self, office: Office) -> None:
        call = self.sent(office, "ringing", slot=5)
        slots = present.held(office.board, "main", DESK)["slots"]
        assert [bool(slot["kept"]) for slot in slots] == [False, True, False]
        assert slots[1]["kept"]["who"] == "Helen Marsh"
        office.fold(TransferLapsed(DESK, call, office.tick()))
        assert not any(slot["kept"] for slot in present.held(office.board, "main", DESK)["slots"])

    def test_it_is_kept_even_if_she_still_stands_in_it_when_the_answer_comes(
        self, office: Office
    ) -> None:
        call = talking(office)
        office.leg("c1 t", "holding", kind="incoming", tracking="tr1")
        [slot] = office.board.desks[DESK].slots.values()
        office.fold(CallTransferred(DESK, call, COLLEAGUE, office.tick(), slot=slot))
        assert not office.board.desks[DESK].kept
        office.leg("c1 t", "terminated", reason="blind transfer", tracking="tr1")
        assert office.board.desks[DESK].kept.keys() == {slot}

    def test_a_call_that_came_back_says_from_whom(self, office: Office) -> None:
        call = self.sent(office, "ringing", safe=True)
        office.fold(CallReturned(DESK, call, COLLEAGUE, office.tick()))
        office.leg(
            "c1 home", "ringing", caller=CALLER, callee=DESK, kind="incoming", tracking="tr1"
        )
        row = present.ringing(office.board, "main", DESK)["slots"][0]["row"]
        assert row["back"] == "Anna Keller"


class TestParked:
    def parked(self, office: Office, slot: str = "702") -> str:
        office.fold(ServicesConfigured(SERVICES, office.tick()))
        call = talking(office)
        arrival = office.board.next_arrival
        office.leg("c1 t", "terminated", reason="blind transfer", tracking="tr1")
        office.leg("c1 p", "connected", caller=CALLER, callee=Party(number=f"*68{slot}"),
                   kind="incoming", tracking="tr1")  # fmt: skip
        office.fold(CallParked(
            DESK, call, slot, office.tick(), arrival, "ruth", "442079460812", "Helen Marsh"
        ))  # fmt: skip
        return call

    def rows(self, office: Office) -> dict[str, str]:
        slots = present.parked(office.board, "main", "")["slots"]
        return {one["slot"]: one["row"]["title"] if one["row"] else "" for one in slots}

    def test_a_slot_names_the_caller_who_parked_her_and_the_limit(self, office: Office) -> None:
        self.parked(office)
        assert self.rows(office) == {"701": "", "702": "Helen Marsh", "703": ""}
        row = present.parked(office.board, "main", "")["slots"][1]["row"]
        assert (row["by"], row["limit"], row["key"]["park"]) == ("Ruth Adeyemi", 180, 2)

    def test_higher_slots_are_drawn_when_somebody_stands_there(self, office: Office) -> None:
        self.parked(office, "704")
        assert list(self.rows(office)) == ["701", "702", "703", "704"]

    def test_without_slots_it_says_that_parking_is_not_set_up(self, office: Office) -> None:
        assert present.parked(office.board, "main", "") == {
            "count": 0, "is_set_up": False, "slots": []
        }  # fmt: skip

    def test_what_changes_a_slot_touches_the_region(self, office: Office) -> None:
        call = self.parked(office)
        touched = office.fold(
            CommandSent(DESK, f"7.{call}.0.unpark", "unpark", office.tick(), call)
        )
        assert list(of_parked(office.board, touched)) == [""]
        touched = office.leg("c1 p", "terminated", kind="incoming", tracking="tr1")
        assert list(of_parked(office.board, touched)) == [""]
        assert "Helen Marsh" not in self.rows(office).values()


class TestChoice:
    def test_nobody_answered_says_who_and_why_and_what_can_be_done(self, office: Office) -> None:
        office.fold(ServicesConfigured(SERVICES, office.tick()))
        consulting(office, answered=False)
        office.leg("c2~1o b", "terminated", reason="Busy Here", kind="incoming", tracking="tr2")
        office.leg("c2 a", "terminated", reason="Busy Here", kind="outgoing", tracking="tr2")
        choice = present.active(office.board, "main", DESK)["choice"]
        assert (choice["who"], choice["why"]) == ("Anna Keller", "busy")
        assert choice["caller"]["title"] == "Helen Marsh"
        assert [key["place"] for key in choice["keys"]] == [2, 3, 6]
        assert [(key["verb"], key["fixed"], bool(key["off"])) for key in choice["keys"]] == [
            ("consult", COLLEAGUE, False), ("back", "", False), ("voicemail", COLLEAGUE, False)
        ]  # fmt: skip

    def test_it_is_over_when_she_takes_the_caller_back(self, office: Office) -> None:
        consulting(office, answered=False)
        office.leg("c2~1o b", "terminated", reason="Decline", kind="incoming", tracking="tr2")
        office.leg("c2 a", "terminated", kind="outgoing", tracking="tr2")
        assert present.active(office.board, "main", DESK)["choice"]["why"] == "declined"
        office.leg("c1 t", "connected", kind="incoming", tracking="tr1")
        shown = present.active(office.board, "main", DESK)
        assert (shown["choice"], shown["card"]["title"]) == (None, "Helen Marsh")

    def test_swapped_the_colleague_waits_in_the_strip(self, office: Office) -> None:
        consulting(office, answered=True)
        office.leg("c2 a", "holding", kind="outgoing", tracking="tr2")
        office.leg("c1 t", "connected", kind="incoming", tracking="tr1")
        card = present.active(office.board, "main", DESK)["card"]
        assert (card["title"], card["consult"]["title"]) == ("Helen Marsh", "Anna Keller")
        assert {verb for verb, is_on in verbs(office).items() if is_on} == {
            "swap", "complete", "back", "conference", "end"
        }  # fmt: skip

    def test_early_completion_is_offered_when_the_pbx_allows_it(self, office: Office) -> None:
        office.fold(ServicesConfigured(Services(early=True), office.tick()))
        consulting(office, answered=False)
        assert verbs(office)["complete"]
        assert not verbs(office)["conference"]
