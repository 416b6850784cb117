"""What the desk shows of its conferences, from boards that facts have made."""

from typing import Any

import pytest

from console.board.facts import (
    CallConverted,
    CommandSent,
    CommandSettled,
    ParticipantInvited,
)
from console.board.state import Touched
from console.desk import present, present_conference, regions
from console.portasip.messages import (
    Conference,
    ConferenceChanged,
    ParticipantChanged,
    Party,
)
from tests.board.office import Office, leg
from tests.desk.presented import CALLER, COLLEAGUE, DESK, a_desk

THIRD = "123013"
NAME = "Conference 7-1"


@pytest.fixture
def office() -> Office:
    """Ruth made a conference of Helen's call, and Anna has joined."""
    office = a_desk()
    office.inbound("c1 t", DESK, "tr1", CALLER)
    office.leg("c1 t", "connected", kind="incoming", tracking="tr1")
    office.fold(ConferenceChanged(NAME, DESK, "started", office.tick(), "c1"))
    takes_part(office, 1, "c1", moderator=False)
    takes_part(office, 2, "c1", moderator=True)
    office.fold(CallConverted(DESK, NAME, DESK, "c1", "442079460812", office.tick(), "Helen Marsh"))
    office.fold(ParticipantInvited(DESK, NAME, DESK, COLLEAGUE, "c2", office.tick()))
    office.leg("c2 t", "connected", caller=DESK, callee=COLLEAGUE, kind="incoming")
    takes_part(office, 3, "c2")
    return office


def takes_part(office: Office, who: int, call_id: str = "", **more: Any) -> Touched:
    return office.fold(ParticipantChanged(NAME, DESK, who, office.tick(), call_id, **more))


def shown(office: Office, desk: str = DESK) -> list[dict[str, Any]]:
    rooms: list[dict[str, Any]] = present_conference.conference(office.board, "main", desk)["rooms"]
    return rooms


def rows(office: Office, desk: str = DESK) -> list[tuple[str, str]]:
    return [(row["title"], str(row["word"])) for row in shown(office, desk)[0]["rows"]]


def keys(office: Office, place: int) -> dict[str, str]:
    """Verb of each key of a row that is on."""
    made = shown(office)[0]["rows"][place]["keys"] or {}
    return {name: key["verb"] for name, key in made.items() if not key["off"]}


def test_everybody_is_named_and_the_desk_is_you(office: Office) -> None:
    assert rows(office) == [
        ("Helen Marsh", "Talking"), ("Ruth Adeyemi", "Talking"), ("Anna Keller", "Talking"),
    ]  # fmt: skip
    assert [row["is_self"] for row in shown(office)[0]["rows"]] == [False, True, False]
    assert [row["digits"] for row in shown(office)[0]["rows"]] == ["442079460812", DESK, COLLEAGUE]


def test_the_card_is_called_after_the_conference(office: Office) -> None:
    card = present.active(office.board, "main", DESK)["card"]
    assert (card["title"], card["number"]) == ("Conference, 3 people", "Helen Marsh, Anna Keller")
    assert card["digits"] == "442079460812"
    assert card["reason"] == "End leaves. The conference goes on without you."
    on = [key["verb"] for key in card["keys"] if not key["off"]]
    assert on == ["hold", "consult", "conference", "end"]


def test_with_one_other_nobody_promises_that_it_goes_on(office: Office) -> None:
    takes_part(office, 3, "c2", left=True)
    card = present.active(office.board, "main", DESK)["card"]
    assert card["reason"] == "End leaves the conference."


@pytest.mark.parametrize(
    ("mute", "hold", "word", "offered"),
    [
        (True, False, "Muted", {"mute": "unmute", "hold": "set-aside"}),
        (False, True, "On hold, heard", {"mute": "mute", "hold": "bring-back"}),
        (True, True, "On hold, private", {"hold": "bring-back"}),
        (False, False, "Talking", {"mute": "mute", "hold": "set-aside"}),
    ],
)
def test_each_state_has_a_word_and_its_keys(
    office: Office, mute: bool, hold: bool, word: str, offered: dict[str, str]
) -> None:
    takes_part(office, 1, mute=mute, hold=hold)
    assert rows(office)[0] == ("Helen Marsh", word)
    assert keys(office, 0) == offered | {"remove": "remove", "quietly": "remove-quietly"}


def test_no_two_states_look_alike() -> None:
    icons = [icon for _, icon, _ in present_conference.STATES.values()]
    assert len(icons) == len(set(icons))


def test_she_mutes_herself_and_never_removes_herself(office: Office) -> None:
    assert keys(office, 1) == {"mute": "mute"}


def test_an_invitation_is_joining_and_then_says_what_became_of_it(office: Office) -> None:
    office.fold(ParticipantInvited(DESK, NAME, DESK, THIRD, "c3", office.tick()))
    assert rows(office)[3] == (THIRD, "Joining")
    office.leg("c3 t", "ringing", caller=DESK, callee=THIRD, kind="incoming")
    office.leg("c3 t", "terminated")
    assert rows(office)[3] == (THIRD, "Did not join")
    assert shown(office)[0]["rows"][3]["keys"] is None


def test_an_invitation_whose_phone_was_never_seen_ends_with_a_list(office: Office) -> None:
    office.fold(ParticipantInvited(DESK, NAME, DESK, THIRD, "c3", office.tick()))
    people = tuple(ParticipantChanged(NAME, DESK, who, office.at) for who in (1, 2, 3))
    legs = [leg_of(office, "c1 t"), leg_of(office, "c2 t")]
    office.snapshot(*legs, rooms=(Conference(NAME, DESK, people),))
    assert rows(office)[3] == (THIRD, "Did not join")


def leg_of(office: Office, name: str) -> Any:
    return leg(name, office.state(name))


def test_who_left_keeps_the_row_and_comes_back_to_it(office: Office) -> None:
    takes_part(office, 1, "c1", left=True)
    assert rows(office)[0] == ("Helen Marsh", "Left")
    office.fold(ParticipantInvited(DESK, NAME, DESK, "442079460812", "c9", office.tick()))
    assert rows(office)[0][1] == "Joining"
    takes_part(office, 4, "c9")
    assert [word for _, word in rows(office)] == ["Talking"] * 3


def test_a_conference_that_she_left_stays_with_return(office: Office) -> None:
    office.leg("c1 t", "terminated")
    takes_part(office, 2, "c1", left=True)
    (room,) = shown(office)
    assert (room["is_in"], room["title"]) == (False, "Conference, 2 people")
    assert room["note"] == "goes on without you"
    assert (room["rejoin"]["verb"], room["end"]["verb"]) == ("rejoin", "end-for-all")
    office.fold(ParticipantInvited(DESK, NAME, DESK, DESK, "c5", office.tick()))
    (room,) = shown(office)
    assert room["note"] == "Pick up your phone to return"
    assert room["rejoin"]["off"]


def test_the_call_that_brings_her_back_says_so(office: Office) -> None:
    office.leg("c1 t", "terminated")
    takes_part(office, 2, "c1", left=True)
    office.fold(ParticipantInvited(DESK, NAME, DESK, DESK, "c5", office.tick()))
    office.inbound("c5 t", DESK, caller=Party(number=NAME))
    row = present.ringing(office.board, "main", DESK)["slots"][0]["row"]
    assert (row["title"], row["number"], row["digits"]) == ("Your conference", "", "")


def test_when_everybody_has_left_nothing_stays(office: Office) -> None:
    office.leg("c1 t", "terminated")
    for who in (1, 2, 3):
        takes_part(office, who, left=True)
    assert shown(office) == []


def test_a_colleague_sees_who_is_in_it_and_commands_nobody(office: Office) -> None:
    assert rows(office, COLLEAGUE) == rows(office)
    (room,) = shown(office, COLLEAGUE)
    assert not any(row["keys"] for row in room["rows"])
    assert (room["end"], room["rejoin"]) == (None, None)
    assert not present_conference.conference(office.board, "main", COLLEAGUE)["is_in"]
    card = present.active(office.board, "main", COLLEAGUE)["card"]
    assert card["reason"] == "Only Ruth Adeyemi can add, mute or remove people."
    off = {key["verb"] for key in card["keys"] if key["off"]}
    assert off == {"transfer", "conference", "park", "voicemail"}


def test_others_see_nothing_of_it(office: Office) -> None:
    assert shown(office, "123020") == []


def test_who_is_not_known_is_a_number_in_the_list(office: Office) -> None:
    takes_part(office, 7, "c7")
    assert rows(office)[3] == ("Participant 7", "Talking")


def test_nobody_is_named_by_a_guess() -> None:
    """A PBX that leaves the moderator's flag out does not say which side the desk is."""
    office = Office()
    office.inbound("c1 t", DESK, "tr1", CALLER)
    office.leg("c1 t", "connected", kind="incoming", tracking="tr1")
    office.fold(CallConverted(DESK, NAME, DESK, "c1", "442079460812", office.tick(), "Helen"))
    takes_part(office, 1, "c1")
    takes_part(office, 2, "c1")
    assert [name for name, _ in rows(office)] == ["Participant 1", "Participant 2"]
    takes_part(office, 2, "c1", number=DESK)
    takes_part(office, 1, "c1", mute=True)
    assert [name for name, _ in rows(office)] == ["Helen", DESK]


def test_a_sent_key_is_off_and_a_settled_one_is_fresh(office: Office) -> None:
    token = shown(office)[0]["rows"][0]["keys"]["mute"]["token"]
    office.fold(CommandSent(DESK, token, "mute", office.tick()))
    pressed = shown(office)[0]["rows"]
    assert (pressed[0]["keys"]["mute"]["sent"], pressed[0]["keys"]["mute"]["token"]) == (
        True,
        token,
    )
    assert not pressed[2]["keys"]["mute"]["sent"]
    office.fold(CommandSettled(DESK, token, "accepted", office.tick()))
    fresh = shown(office)[0]["rows"][0]["keys"]["mute"]
    assert (fresh["sent"], fresh["token"] == token) == (False, False)


def test_a_change_redraws_the_region_of_its_own_desk_even_if_it_left(office: Office) -> None:
    office.leg("c1 t", "terminated")
    takes_part(office, 2, "c1", left=True)
    touched = takes_part(office, 3, mute=True)
    assert DESK in regions.of_conference(office.board, touched)


def test_a_board_without_conferences_redraws_none() -> None:
    office = Office()
    touched = office.leg("c1 t", "ringing", callee=DESK, kind="incoming")
    assert regions.of_conference(office.board, touched) == ()
