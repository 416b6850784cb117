"""Calls the console dials: the desk's phone rings first, the other party after its answer."""

from console.board.facts import CallDialled
from console.board.queries import desk_cards, lamp, live_call, progress
from console.portasip.messages import Party
from tests.board.office import Office, leg_id

A = "BBfc!rA3EV9JNsDxdhRoPvXGW4xR@192.168.243.133 tz+d-zju2fxikkor.o"
B = "BBfc!rA3EV9JNsDxdhRoPvXGW4xR@192.168.243.133~1o tz+d-zju2fw2o4ws.o"
TRACKING = "975afd9d-3ysh-66rr-ab33-d16524a974a5"
DESK, TARGET = "123007", "123003"
NO_ACCOUNT = Party(number=TARGET, display_id=TARGET)


def dial(office: Office) -> None:
    office.fold(CallDialled(DESK, "key", TARGET, TRACKING, office.tick()))


def ring_first(office: Office, state: str) -> None:
    office.leg(A, state, caller=DESK, callee=NO_ACCOUNT, kind="outgoing", tracking=TRACKING)


def ring_second(office: Office, state: str) -> None:
    office.leg(B, state, caller=DESK, callee=TARGET, kind="incoming", tracking=TRACKING)


def stage(office: Office) -> str:
    found = progress(office.board, DESK, "key")
    return found.stage if found else ""


def test_the_documents_sequence_step_by_step(office: Office) -> None:
    dial(office)
    stages = [stage(office)]
    ring_first(office, "trying")
    stages.append(stage(office))
    ring_first(office, "connected")
    stages.append(stage(office))
    ring_second(office, "trying")
    stages.append(stage(office))
    ring_second(office, "connected")
    stages.append(stage(office))
    office.leg(A, "terminated")
    office.leg(B, "terminated")
    stages.append(stage(office))
    assert stages == ["sent", "pickup", "dialling", "dialling", "talking", "ended"]
    assert len(office.board.ended) == 1


def test_while_the_desks_phone_rings_the_card_says_pick_up(office: Office) -> None:
    dial(office)
    ring_first(office, "trying")
    card = desk_cards(office.board, DESK).active
    assert card is not None
    assert (card.own, card.pickup, card.dialling, card.number) == (leg_id(A), True, False, TARGET)
    assert lamp(office.board, DESK).state == "ringing"


def test_the_first_answer_is_dialling_and_the_second_is_talking(office: Office) -> None:
    dial(office)
    ring_first(office, "connected")
    ring_second(office, "trying")
    card = desk_cards(office.board, DESK).active
    assert card is not None
    assert (card.pickup, card.dialling, card.talking_since) == (False, True, None)
    ring_second(office, "connected")
    card = desk_cards(office.board, DESK).active
    assert card is not None
    assert (card.dialling, card.talking_since) == (False, office.at)
    assert card.peers == (leg_id(B),)


def test_the_reply_may_come_after_the_first_leg(office: Office) -> None:
    ring_first(office, "connected")
    dial(office)
    assert stage(office) == "dialling"
    assert office.board.calls["1"].talking_since is None


def test_a_call_dialled_elsewhere_is_known_by_its_second_leg(office: Office) -> None:
    ring_first(office, "connected")
    ring_second(office, "trying")
    made = live_call(office.board, "1")
    assert made is not None
    assert made.state == "dialling"


def test_a_call_from_the_telephone_itself_talks_with_its_first_answer(office: Office) -> None:
    office.leg("x 1", "ringing", caller=DESK, callee=TARGET, kind="outgoing")
    card = desk_cards(office.board, DESK).active
    assert card is not None
    assert (card.dialling, card.pickup) == (True, False)
    assert lamp(office.board, DESK).state == "talking"
    office.leg("x 1", "connected")
    card = desk_cards(office.board, DESK).active
    assert card is not None
    assert (card.dialling, card.talking_since) == (False, office.at)


def test_pressing_twice_dials_one_entry_and_the_entries_are_bounded(office: Office) -> None:
    dial(office)
    dial(office)
    assert len(office.board.desks[DESK].dialled) == 1
    for number in range(20):
        office.fold(CallDialled(DESK, f"k{number}", TARGET, f"T{number}", office.tick()))
    assert len(office.board.desks[DESK].dialled) == 8
    assert len(office.board.index.awaited) == 8
    assert progress(office.board, DESK, "key") is None
