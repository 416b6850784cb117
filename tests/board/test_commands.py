"""The last command of a desk and the keys of its buttons; the link; people."""

from console.board.facts import CommandSent, CommandSettled, LinkChanged
from console.board.queries import desk_cards, lamp
from console.portasip.messages import (
    Extension,
    ExtensionsListed,
    FrameNotUnderstood,
    HuntGroup,
    HuntGroupsListed,
    PromptReported,
)
from tests.board.office import Office, leg_id

DESK = "123007"


def send(office: Office, key: str, call: str = "1") -> bool:
    return bool(office.fold(CommandSent(DESK, key, "hold", office.tick(), call)))


def settle(office: Office, key: str, outcome: str = "accepted") -> bool:
    return bool(office.fold(CommandSettled(DESK, key, outcome, office.tick(), "Sentence.")))


def test_a_command_is_sent_and_then_settled(office: Office) -> None:
    office.answered("x 1", DESK)
    send(office, "k")
    command = office.board.desks[DESK].command
    assert command is not None
    assert (command.outcome, command.settled_at) == ("sent", None)
    settle(office, "k", "refused")
    assert (command.outcome, command.sentence) == ("refused", "Sentence.")
    assert command.settled_at == office.at


def test_a_settled_command_gives_its_call_fresh_keys(office: Office) -> None:
    office.answered("x 1", DESK)
    before = desk_cards(office.board, DESK).active
    send(office, "k")
    settle(office, "k")
    after = desk_cards(office.board, DESK).active
    assert before is not None
    assert after is not None
    assert after.attempts == before.attempts + 1
    assert after.key_part != before.key_part


def test_so_does_one_that_settles_after_the_next_was_sent(office: Office) -> None:
    office.answered("x 1", DESK)
    send(office, "first")
    send(office, "second", call="")
    settle(office, "first")
    command = office.board.desks[DESK].command
    assert command is not None
    assert (command.key, command.outcome) == ("second", "sent")
    assert office.board.calls["1"].attempts == 1


def test_repeats_and_strangers_touch_nothing(office: Office) -> None:
    assert not settle(office, "never sent")
    assert send(office, "k")
    assert not send(office, "k")
    assert settle(office, "k")
    assert not settle(office, "k")
    assert office.board.counters == {"late": 2, "duplicate": 1}


def test_commands_that_never_settle_are_bounded(office: Office) -> None:
    for number in range(100):
        send(office, f"k{number}")
    assert len(office.board.desks[DESK].unsettled) == 8


def test_the_link_is_lost_since_its_first_loss(office: Office) -> None:
    office.fold(LinkChanged("live", office.tick()))
    office.fold(LinkChanged("lost", office.tick(), reason="reset"))
    lost = office.at
    office.fold(LinkChanged("connecting", office.tick(), attempt=1))
    office.fold(LinkChanged("lost", office.tick(), attempt=1, next_try=office.at + 4))
    assert office.board.link.lost_since == lost
    assert office.fold(LinkChanged("live", office.tick())).link
    assert office.board.link.lost_since is None
    assert not office.fold(LinkChanged("live", office.tick()))


def test_a_lost_link_ages_the_picture_from_its_last_proof(office: Office) -> None:
    office.fold(LinkChanged("live", office.tick()))
    proved = office.at
    office.fold(LinkChanged("lost", office.tick(), proved_at=proved))
    assert office.board.link.lost_since == proved


def test_new_names_may_show_anywhere_and_registration_in_one_lamp(office: Office) -> None:
    people = (Extension("123007", "107", "Ann"), Extension("123002", "102", "Bob"))
    touched = office.fold(ExtensionsListed(people, office.tick()))
    assert (touched.people, touched.everything) == (True, True)
    assert touched.extensions == {"123007", "123002"}
    assert not office.fold(ExtensionsListed(people, office.tick()))
    registered = (Extension("123007", "107", "Ann", True), people[1])
    touched = office.fold(ExtensionsListed(registered, office.tick()))
    assert (touched.people, touched.everything) == (True, False)
    assert touched.extensions == {"123007"}
    assert lamp(office.board, "123007").registered


def test_a_phone_that_is_not_registered_is_known_since_the_first_list_that_said_so(
    office: Office,
) -> None:
    def listed(registered: bool | None) -> float:
        people = (Extension("123007", "107", "Ann", registered),)
        office.fold(ExtensionsListed(people, office.tick()))
        return office.at

    listed(True)
    assert office.board.unregistered == {}
    since = listed(False)
    listed(False)
    assert office.board.unregistered == {"123007": since}
    office.fold(ExtensionsListed((), office.tick()))
    assert office.board.unregistered == {}


def test_hunt_groups_come_and_go_with_their_list(office: Office) -> None:
    groups = (HuntGroup("510", "Reception", "25"), HuntGroup("530", "Accounts"))
    assert office.fold(HuntGroupsListed(groups, office.tick())).people
    assert not office.fold(HuntGroupsListed(groups, office.tick()))
    office.fold(HuntGroupsListed(groups[:1], office.tick()))
    assert list(office.board.groups) == ["510"]


def test_what_is_no_fact_is_counted(office: Office) -> None:
    assert not office.fold(FrameNotUnderstood("not JSON", office.tick()))
    assert not office.fold(PromptReported(leg_id("x 1"), "dtmf_digit_detected", office.tick(), "5"))
    assert not office.fold(object())  # type: ignore[arg-type]
    assert office.board.counters == {"not_understood": 1, "prompts": 1, "unknown_fact": 1}
    assert office.board.facts == 3


def test_a_command_of_no_desk_is_counted(office: Office) -> None:
    assert not office.fold(CommandSent("", "k", "hold", office.tick()))
    assert not office.board.desks
    assert office.board.counters == {"without_desk": 1}
