"""What the desk's regions show, from boards that facts have made."""

from console.board.facts import (
    CallTransferred,
    CommandSent,
    CommandSettled,
    LinkChanged,
    ServicesConfigured,
)
from console.desk import present
from console.live.regions import Variant
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    Party,
    QueueListed,
    QueuesListed,
)
from tests.board.office import Office
from tests.desk.presented import (
    CALLER,
    COLLEAGUE,
    DESK,
    SERVICES,
    consulting,
    talking,
    verbs,
)


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
