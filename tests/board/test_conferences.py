"""On-the-spot conferences, their participants, and the calls in them."""

from console.board.queries import desk_cards
from console.board.state import Touched
from console.portasip.messages import Conference, ConferenceChanged, ParticipantChanged
from tests.board.office import Office

ROOM = "cSsJ!DNMIEZfxJrZlKJja12vKcb4@192.168.233.134"
OWNER, NAME = "12065550021", "test's conference"
ID = f"{OWNER}/{NAME}"


def change(office: Office, status: str = "started", call_id: str = ROOM) -> Touched:
    return office.fold(ConferenceChanged(NAME, OWNER, status, office.tick(), call_id))


def take_part(office: Office, who: int, **more: object) -> Touched:
    known = {"call_id": ROOM, "mute": True, "hold": False, "moderator": True} | more
    fact = ParticipantChanged(NAME, OWNER, who, office.tick(), **known)  # type: ignore[arg-type]
    return office.fold(fact)


def test_the_documents_conference_and_its_moderator(office: Office) -> None:
    change(office)
    assert take_part(office, 1).conferences == {ID}
    moderator = office.board.conferences[ID].participants[1]
    assert (moderator.mute, moderator.hold, moderator.moderator) == (True, False, True)


def test_what_an_update_leaves_out_stays(office: Office) -> None:
    change(office)
    take_part(office, 1)
    take_part(office, 1, mute=False, hold=None, moderator=None)
    moderator = office.board.conferences[ID].participants[1]
    assert (moderator.mute, moderator.moderator) == (False, True)


def test_repeated_facts_touch_nothing(office: Office) -> None:
    change(office)
    take_part(office, 1)
    assert not change(office)
    assert not take_part(office, 1)
    assert not take_part(office, 2, left=True)
    change(office, "terminated")
    assert not change(office, "terminated")
    assert office.board.counters == {"duplicate": 4}


def test_a_participant_of_an_unknown_conference_makes_it_known(office: Office) -> None:
    take_part(office, 1)
    assert list(office.board.conferences) == [ID]


def test_who_left_takes_part_no_more(office: Office) -> None:
    take_part(office, 1)
    take_part(office, 1, left=True)
    assert office.board.conferences[ID].participants == {}


def test_a_terminated_conference_is_not_opened_again_by_a_late_fact(office: Office) -> None:
    change(office)
    change(office, "terminated")
    assert not take_part(office, 1)
    assert not change(office)
    assert not office.board.conferences
    assert office.board.counters == {"late": 2}


def test_its_name_may_come_back_with_another_call(office: Office) -> None:
    change(office)
    change(office, "terminated")
    change(office, call_id="another@h")
    assert list(office.board.conferences) == [ID]


def test_a_conference_is_found_by_its_call_whatever_it_is_called(office: Office) -> None:
    change(office)
    fact = ParticipantChanged(" test ", f"{OWNER} ", 2, office.tick(), ROOM)
    assert office.fold(fact).conferences == {ID}


def test_a_converted_call_shows_its_conference(office: Office) -> None:
    office.answered("f424a21d-908b49c2@h fd15be61f2813a4eo2", "123007")
    touched = change(office, call_id="f424a21d-908b49c2@h")
    assert touched.calls == {"1"}
    assert "123007" in touched.extensions
    card = desk_cards(office.board, "123007").active
    assert card is not None
    assert card.conference == ID
    assert change(office, "terminated").calls == {"1"}
    card = desk_cards(office.board, "123007").active
    assert card is not None
    assert card.conference == ""


def test_a_list_of_conferences_decides_which_live(office: Office) -> None:
    change(office)
    listed = Conference("board", "123002", (ParticipantChanged("board", "123002", 7, 0.0),))
    touched = office.snapshot(rooms=(listed,))
    assert touched.conferences == {ID, "123002/board"}
    assert {one.id: list(one.participants) for one in office.board.conferences.values()} == {
        "123002/board": [7]
    }
    assert not office.board.index.conferences
    assert office.snapshot(rooms=(listed,)).conferences == set()


def test_a_list_without_conferences_keeps_those_known(office: Office) -> None:
    change(office)
    office.snapshot(rooms=None)
    assert list(office.board.conferences) == [ID]


def test_a_conference_changed_since_the_list_was_asked_for_wins(office: Office) -> None:
    asked = office.board.facts
    change(office)
    office.snapshot(since=asked, rooms=())
    assert list(office.board.conferences) == [ID]
    asked = office.board.facts
    change(office, "terminated")
    office.snapshot(since=asked, rooms=(Conference(NAME, OWNER),))
    assert not office.board.conferences


def test_the_name_in_the_list_replaces_the_one_in_the_notification(office: Office) -> None:
    """The PBX notifies the caller's name of the room, and lists its own name."""
    change(office)
    take_part(office, 1, number="123002")
    office.snapshot(
        rooms=(Conference("test", OWNER, (ParticipantChanged("test", OWNER, 1, 0.0),)),)
    )
    (room,) = office.board.conferences.values()
    assert (room.id, room.call_id, room.participants[1].number) == (f"{OWNER}/test", ROOM, "123002")
    assert take_part(office, 1, mute=False).conferences == {f"{OWNER}/test"}
