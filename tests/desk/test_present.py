"""What the desk's regions show, from boards that facts have made."""

from typing import Any

import pytest

from console.board.facts import (
    CallParked,
    CallReturned,
    CallTransferred,
    CommandSent,
    CommandSettled,
    ConsultStarted,
    LinkChanged,
    ServicesConfigured,
    TransferLapsed,
)
from console.board.services import Services
from console.desk import present
from console.desk.regions import of_parked
from console.live.regions import Variant
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    Party,
    QueueListed,
    QueuesListed,
)
from tests.board.office import Office, leg

DESK = "123007"
COLLEAGUE = "123012"
SLOTS = tuple(str(slot) for slot in range(701, 710))
SERVICES = Services(voicemail="*86{extension}", slots=SLOTS, park="*68{slot}", pickup="*69{slot}")
CALLER = Party(number="442079460812", display_name="Helen Marsh")


@pytest.fixture
def office() -> Office:
    office = Office()
    office.board.epoch = 7
    office.fold(LinkChanged("live", at=office.tick()))
    people = (Extension(DESK, "107", "Ruth Adeyemi"), Extension(COLLEAGUE, "112", "Anna Keller"))
    office.fold(ExtensionsListed(people, office.tick()))
    office.fold(QueuesListed((QueueListed("25", "Reception"),), office.tick()))
    office.snapshot()
    return office


def talking(office: Office) -> str:
    office.inbound("c1 t", DESK, "tr1", CALLER)
    office.leg("c1 t", "connected", kind="incoming", tracking="tr1")
    return office.call_of("c1 t")


def consulting(office: Office, answered: bool) -> None:
    caller = talking(office)
    office.leg("c1 t", "holding", kind="incoming", tracking="tr1")
    office.fold(ConsultStarted(DESK, "k", caller, "tr2", COLLEAGUE, office.tick()))
    state = "connected" if answered else "ringing"
    office.leg("c2 a", "connected", caller=DESK, callee=COLLEAGUE, kind="outgoing", tracking="tr2")
    office.leg("c2~1o b", state, caller=DESK, callee=COLLEAGUE, kind="incoming", tracking="tr2")


def verbs(office: Office) -> dict[str, bool]:
    """Each key of the active card, and whether it is on."""
    card = present.active(office.board, "main", DESK)["card"]
    return {key["verb"]: not key["off"] for key in card["keys"]}


class TestRinging:
    def test_it_names_the_caller_and_groups_the_number(self, office: Office) -> None:
        office.inbound("c1 t", DESK, "tr1", CALLER)
        row = present.ringing(office.board, "main", DESK)["slots"][0]["row"]
        assert (row["title"], row["number"]) == ("Helen Marsh", "+44 20 7946 0812")
        assert row["digits"] == "442079460812"

    def test_the_longest_wait_is_next_and_its_key_alone_is_filled(self, office: Office) -> None:
        office.inbound("c1 t", DESK, "tr1", CALLER)
        office.inbound("c2 t", DESK, "tr2", Party(number="447700900341"))
        rows = [slot["row"] for slot in present.ringing(office.board, "main", DESK)["slots"][:2]]
        assert [row["next"] for row in rows] == [True, False]
        assert [row["key"]["filled"] for row in rows] == [True, False]

    def test_a_fourth_call_is_listed_below_without_a_number(self, office: Office) -> None:
        for each in range(4):
            office.inbound(f"c{each} t", DESK, f"tr{each}", Party(number=f"44770090034{each}"))
        shown = present.ringing(office.board, "main", DESK)
        assert [slot["row"] is not None for slot in shown["slots"]] == [True] * 3
        assert [row["key"]["hint"] for row in shown["extra"]] == [""]

    def test_free_slots_stay_in_place(self, office: Office) -> None:
        shown = present.ringing(office.board, "main", DESK)
        assert [(slot["number"], slot["row"]) for slot in shown["slots"]] == [
            (1, None),
            (2, None),
            (3, None),
        ]

    def test_a_withheld_number_says_so(self, office: Office) -> None:
        office.inbound("c1 t", DESK, "tr1", Party(number="anonymous"))
        row = present.ringing(office.board, "main", DESK)["slots"][0]["row"]
        assert (row["title"], row["digits"]) == ("Withheld", "")

    def test_what_was_called_is_said_unless_it_is_this_desk(self, office: Office) -> None:
        office.inbound("c1 t", DESK, "tr1", CALLER)
        assert present.ringing(office.board, "main", DESK)["slots"][0]["row"]["called"] == ""


class TestActive:
    def test_without_a_call_there_is_no_card(self, office: Office) -> None:
        assert present.active(office.board, "main", DESK)["card"] is None

    def test_talking_offers_every_key_that_the_pbx_has_codes_for(self, office: Office) -> None:
        talking(office)
        office.fold(ServicesConfigured(SERVICES, office.tick()))
        on = {"hold", "transfer", "consult", "conference", "park", "voicemail", "end"}
        assert {verb for verb, is_on in verbs(office).items() if is_on} == on

    def test_a_key_without_its_code_is_off_and_says_why(self, office: Office) -> None:
        talking(office)
        card = present.active(office.board, "main", DESK)["card"]
        off = {key["verb"]: str(key["off"]) for key in card["keys"] if key["off"]}
        assert off == {
            "park": "Parking is not set up on this PBX.",
            "voicemail": "Voicemail is not set up on this PBX.",
        }
        assert card["reason"] == "Park and Voicemail are not set up on this PBX."

    def test_keys_that_need_somebody_say_so(self, office: Office) -> None:
        talking(office)
        keys = present.active(office.board, "main", DESK)["card"]["keys"]
        needy = {key["verb"] for key in keys if key["needs_target"]}
        assert needy == {"transfer", "consult", "conference", "voicemail"}

    def test_held_by_them_offers_neither_hold_nor_resume(self, office: Office) -> None:
        talking(office)
        office.leg("c1 x", "connected", caller=CALLER, callee=DESK, kind="outgoing", tracking="tr1")
        office.leg("c1 x", "holding", caller=CALLER, callee=DESK, kind="outgoing", tracking="tr1")
        office.leg("c1 t", "held", kind="incoming", tracking="tr1")
        card = present.active(office.board, "main", DESK)["card"]
        assert card["word"] == "On hold by them"
        assert not verbs(office)["hold"]

    def test_complete_waits_until_the_colleague_answers(self, office: Office) -> None:
        consulting(office, answered=False)
        assert verbs(office) == {
            "swap": False,
            "complete": False,
            "back": True,
            "conference": False,
            "park": False,
            "voicemail": False,
            "end": True,
        }

    def test_complete_is_the_filled_key_once_both_are_connected(self, office: Office) -> None:
        consulting(office, answered=True)
        card = present.active(office.board, "main", DESK)["card"]
        assert [key["verb"] for key in card["keys"] if key["filled"]] == ["complete"]
        assert card["word"] == "Consulting"

    def test_the_caller_stands_in_held_and_as_a_strip(self, office: Office) -> None:
        consulting(office, answered=True)
        strip = present.active(office.board, "main", DESK)["card"]["consult"]
        held = present.held(office.board, "main", DESK)["slots"][0]["row"]
        assert strip["title"] == held["title"] == "Helen Marsh"
        assert held["consulting"]

    def test_keys_keep_their_places_in_every_state(self, office: Office) -> None:
        talking(office)
        before = present.active(office.board, "main", DESK)["card"]["keys"]
        other = Office()
        other.board.epoch = 7
        consulting(other, answered=True)
        after = present.active(other.board, "main", DESK)["card"]["keys"]
        assert [key["place"] for key in before] == [key["place"] for key in after]


class TestKeys:
    def test_the_same_state_makes_the_same_key(self, office: Office) -> None:
        talking(office)
        shown = present.active(office.board, "main", DESK)
        assert shown == present.active(office.board, "main", DESK)

    def test_a_key_begins_with_the_epoch(self, office: Office) -> None:
        call = talking(office)
        first = present.active(office.board, "main", DESK)["card"]["keys"][0]
        assert first["token"] == f"7.{call}.0.hold"

    def test_a_sent_command_shows_until_it_is_settled_and_then_has_a_fresh_key(
        self, office: Office
    ) -> None:
        call = talking(office)
        token = f"7.{call}.0.hold"
        office.fold(CommandSent(DESK, token, "hold", office.tick(), call))
        assert present.active(office.board, "main", DESK)["card"]["keys"][0]["sent"]
        office.fold(CommandSettled(DESK, token, "refused", office.tick(), "No."))
        key = present.active(office.board, "main", DESK)["card"]["keys"][0]
        assert (key["sent"], key["token"]) == (False, f"7.{call}.1.hold")

    def test_dial_shows_as_sent_and_is_fresh_after_it(self, office: Office) -> None:
        token = present.dial(office.board, "main", DESK)["dial"]["token"]
        office.fold(CommandSent(DESK, token, "dial", office.tick()))
        assert present.dial(office.board, "main", DESK)["dial"]["sent"]
        office.fold(CommandSettled(DESK, token, "accepted", office.tick()))
        dial = present.dial(office.board, "main", DESK)["dial"]
        assert not dial["sent"]
        assert dial["token"] != token


class TestCommand:
    def test_nothing_was_sent_yet(self, office: Office) -> None:
        assert present.command(office.board, "main", DESK) == {"last": None}

    def test_a_refusal_carries_its_sentence_and_whose_call_it_was(self, office: Office) -> None:
        call = talking(office)
        office.fold(CommandSent(DESK, "7.k", "conference", office.tick(), call))
        office.fold(CommandSettled(DESK, "7.k", "refused", office.tick(), "Not enabled."))
        last = present.command(office.board, "main", DESK)["last"]
        assert (last["word"], last["who"]) == ("Conference", "Helen Marsh")
        assert (last["outcome"], last["sentence"]) == ("refused", "Not enabled.")

    def test_a_blind_transfer_that_rings_can_be_pulled_back(self, office: Office) -> None:
        call = talking(office)
        office.fold(CallTransferred(DESK, call, COLLEAGUE, office.tick()))
        office.leg(
            "c3 t", "ringing", caller=CALLER, callee=COLLEAGUE, kind="incoming", tracking="tr1"
        )
        move = present.transferring(office.board, "main", DESK)["move"]
        assert (move["target"], move["key"]["verb"]) == ("Anna Keller", "pullback")

    def test_a_confirmation_keeps_the_name_when_the_call_is_gone(self, office: Office) -> None:
        call = talking(office)
        office.fold(CommandSent(DESK, "7.k", "end", office.tick(), call))
        office.leg("c1 t", "terminated", kind="incoming", tracking="tr1")
        office.fold(CommandSettled(DESK, "7.k", "accepted", office.tick()))
        assert present.command(office.board, "main", DESK)["last"]["who"] == "Helen Marsh"

    def test_a_phone_that_is_not_registered_is_named(self, office: Office) -> None:
        people = (Extension(DESK, "107"), Extension(COLLEAGUE, "112", "Anna Keller", False))
        office.fold(ExtensionsListed(people, office.tick()))
        call = talking(office)
        office.fold(CommandSent(DESK, "7.k", "transfer", office.tick(), call, target=COLLEAGUE))
        office.fold(CommandSettled(DESK, "7.k", "accepted", office.tick()))
        last = present.command(office.board, "main", DESK)["last"]
        assert (last["who"], last["unregistered"]) == ("Helen Marsh", "Anna Keller")


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


class TestQueue:
    def wait(self, office: Office, name: str, position: int, number: str) -> None:
        office.leg(
            name, "queued", caller=Party(number=number), kind="outgoing", queue="25",
            position=position, operators=2, tracking=name,
        )  # fmt: skip

    def test_callers_stand_in_order_with_a_take_key_each(self, office: Office) -> None:
        self.wait(office, "q1 t", 0, "447700900118")
        self.wait(office, "q2 t", 1, "442079460970")
        callers = present.queue(office.board, "main", "25")["callers"]
        assert [(one["position"], one["digits"]) for one in callers] == [
            (1, "447700900118"),
            (2, "442079460970"),
        ]
        assert {one["key"]["verb"] for one in callers} == {"take"}

    def test_an_unknown_count_is_a_question_mark_never_0(self) -> None:
        office = Office()
        office.fold(QueuesListed((QueueListed("25", "Reception"),), office.tick()))
        shown = present.queue(office.board, "main", "25")
        assert (shown["count"], shown["state"]) == ("?", "unknown")


class TestLink:
    def test_a_lost_link_says_since_when_and_no_lamp_is_known(self, office: Office) -> None:
        office.fold(LinkChanged("lost", office.tick(), "The PBX does not answer.", attempt=2))
        shown = present.link(office.board, "main", "")
        assert (shown["state"], bool(shown["lost_since"])) == ("lost", True)
        assert present.lamp(office.board, "main", DESK)["word"] == "No data"

    def test_connecting_again_is_still_lost(self, office: Office) -> None:
        office.fold(LinkChanged("lost", office.tick()))
        office.fold(LinkChanged("connecting", office.tick(), attempt=3))
        assert present.link(office.board, "main", "")["state"] == "lost"

    def test_the_first_connection_is_not_a_loss(self) -> None:
        assert present.link(Office().board, "main", "")["state"] == "connecting"


class TestRendering:
    def regions(self, office: Office) -> dict[str, str]:
        from console.desk.regions import REGIONS

        keys = {"lamp": COLLEAGUE, "state": COLLEAGUE, "queue": "25"}
        once = {"link", "lamps", "queues", "parked"}
        return {
            region.name: region.render(
                office.board,
                "main",
                "" if region.name in once else keys.get(region.name, DESK),
                Variant("en"),
            ).html
            for region in REGIONS
            if region.template
        }

    def test_every_region_is_one_root_with_its_id(self, office: Office) -> None:
        consulting(office, answered=True)
        for name, html in self.regions(office).items():
            opening = html.partition(">")[0]
            assert f'id="{name}-main' in opening

    def test_no_region_carries_style_or_script(self, office: Office) -> None:
        consulting(office, answered=True)
        for html in self.regions(office).values():
            assert "style=" not in html
            assert "<script" not in html

    def test_a_name_from_outside_cannot_become_markup(self, office: Office) -> None:
        office.inbound("c1 t", DESK, "tr1", Party(number="1", display_name="<b>'\"onload=x"))
        assert "<b>'" not in self.regions(office)["ringing"]

    def test_the_caller_carries_the_digits_of_the_pbx(self, office: Office) -> None:
        talking(office)
        assert 'data-number="442079460812"' in self.regions(office)["active"]
