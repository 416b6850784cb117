"""Commands of a conference: what they send, and what stops them."""

import time
from collections.abc import AsyncIterator

import pytest

from console.links import conferring, sentences
from console.simulator import Simulator, conferencing
from tests.links.conftest import Office
from tests.links.desk import CALLER, DESK, Desk

COLLEAGUE, THIRD = "123012", "123014"
VERBS = tuple(conferring.VERBS)


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    seat = Desk(office)
    yield seat
    await seat.carrier.stop()


@pytest.fixture
async def room(desk: Desk) -> Desk:
    """Helen, Ruth's desk and a colleague talk; what was sent for it is forgotten."""
    await desk.conferring()
    await shows(desk, {CALLER: "talking", DESK: "talking", COLLEAGUE: "talking"})
    desk.pbx.received.clear()
    return desk


async def shows(desk: Desk, attendees: dict[str, str]) -> None:
    await desk.office.until(lambda: desk.attendees() == attendees)


async def test_the_desk_is_the_moderator_of_the_call_it_converts(desk: Desk) -> None:
    await desk.conferring()
    convert, join = desk.sent()
    assert convert["params"]["callee"] == {"moderator": "Y"}
    assert convert["params"]["caller"] == {}
    assert join["params"]["conference_info"]["owner_id"] == DESK


async def test_everybody_is_known_without_a_list(desk: Desk) -> None:
    """The document's notifications carry no number: our own requests tell who is who."""
    await desk.conferring()
    await shows(desk, {CALLER: "talking", DESK: "talking", COLLEAGUE: "talking"})
    rows = {who.number: who for who in desk.room().participants.values()}
    assert [who.moderator for who in rows.values()] == [False, True, False]


async def test_a_second_person_is_invited_into_the_same_conference(room: Desk) -> None:
    (call,) = room.own_legs()
    outcome = await room.press("conference", call=call, target=THIRD)
    assert outcome.outcome == "accepted"
    assert [each["method"] for each in room.sent()] == ["join_on_spot_conference"]
    await room.office.until(lambda: room.attendees().get(THIRD) == "joining")
    room.pbx.answer(THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "talking")
    assert len(room.pbx.truth()["conferences"]) == 1


async def test_who_declines_is_shown_as_absent(room: Desk) -> None:
    (call,) = room.own_legs()
    await room.press("conference", call=call, target=THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "joining")
    room.pbx.refuse(THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "absent")
    assert [one.outcome for one in room.room().invited] == ["603"]


async def test_who_declines_before_the_pbx_has_answered_us_is_absent_too(room: Desk) -> None:
    room.pbx.phone(THIRD, refuses=True)
    room.pbx.delay_replies(0.3, "join_on_spot_conference")
    (call,) = room.own_legs()
    await room.press("conference", call=call, target=THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "absent")


async def test_who_is_invited_again_keeps_one_row(room: Desk) -> None:
    (call,) = room.own_legs()
    room.pbx.phone(THIRD, refuses=True)
    await room.press("conference", call=call, target=THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "absent")
    place = room.room().invited[0].place
    room.pbx.phone(THIRD, refuses=False, answers=True)
    await room.press("conference", call=call, target=THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "talking")
    assert room.room().invited == []
    (third,) = [who for who in room.room().participants.values() if who.number == THIRD]
    assert third.place == place


@pytest.mark.parametrize(
    ("verb", "flags", "state"),
    [
        ("mute", {"mute": "Y"}, "muted"),
        ("set-aside", {"mute": "Y", "hold": "Y"}, "private"),
        ("bring-back", {"mute": "N", "hold": "N"}, "talking"),
        ("unmute", {"mute": "N"}, "talking"),
    ],
)
async def test_flags_of_a_participant(
    room: Desk, verb: str, flags: dict[str, str], state: str
) -> None:
    if state == "talking":
        await room.confer("set-aside" if verb == "bring-back" else "mute", CALLER)
        await room.office.until(lambda: room.attendees()[CALLER] != "talking")
        room.pbx.received.clear()
    assert (await room.confer(verb, CALLER)).outcome == "accepted"
    (sent,) = room.sent()
    assert sent["method"] == "update_on_spot_conference_participant"
    assert sent["params"]["participant_info"] == {"participant_id": 1} | flags
    await room.office.until(lambda: room.attendees()[CALLER] == state)


async def test_a_hold_from_elsewhere_without_mute_is_not_called_private(room: Desk) -> None:
    (first, *_) = room.pbx.world.rooms[0].present
    conferencing.update(room.pbx.world, first, mute=None, hold=True)
    await room.office.until(lambda: room.attendees()[CALLER] == "heard")


@pytest.mark.parametrize(("verb", "announced"), [("remove", "Y"), ("remove-quietly", "N")])
async def test_a_participant_is_removed_with_or_without_announcement(
    room: Desk, verb: str, announced: str
) -> None:
    assert (await room.confer(verb, COLLEAGUE)).outcome == "accepted"
    (sent,) = room.sent()
    assert sent["method"] == "delete_on_spot_conference_participant"
    assert sent["params"]["participant_info"] == {
        "participant_id": 3, "play_announce": announced,
    }  # fmt: skip
    await shows(room, {CALLER: "talking", DESK: "talking", COLLEAGUE: "left"})


async def test_end_leaves_and_the_conference_goes_on(room: Desk) -> None:
    (call,) = room.own_legs()
    await room.press("end", call=call)
    await shows(room, {CALLER: "talking", DESK: "left", COLLEAGUE: "talking"})
    assert len(room.pbx.truth()["conferences"][0]["participants"]) == 2


async def test_the_desk_returns_by_its_own_phone(room: Desk) -> None:
    (call,) = room.own_legs()
    place = {who.number: who.place for who in room.room().participants.values()}[DESK]
    await room.press("end", call=call)
    await shows(room, {CALLER: "talking", DESK: "left", COLLEAGUE: "talking"})
    assert (await room.confer("rejoin")).outcome == "accepted"
    await room.office.until(lambda: room.attendees()[DESK] == "joining")
    assert (await room.confer("rejoin")).sentence.startswith("Your phone rings already")
    room.pbx.answer(DESK)
    await shows(room, {CALLER: "talking", DESK: "talking", COLLEAGUE: "talking"})
    assert {who.number: who.place for who in room.room().participants.values()}[DESK] == place
    assert (await room.confer("rejoin")).sentence == "You are in this conference already."


async def test_the_conference_is_gone_with_its_last_participant(room: Desk) -> None:
    (call,) = room.own_legs()
    await room.confer("remove-quietly", COLLEAGUE)
    await room.press("end", call=call)
    await room.office.until(lambda: not room.office.picture.board.conferences)


async def test_end_for_all_takes_everybody_out_the_desk_last(room: Desk) -> None:
    (call,) = room.own_legs()
    await room.press("conference", call=call, target=THIRD)
    await room.office.until(lambda: room.attendees().get(THIRD) == "joining")
    ringing = [leg for leg in room.pbx.truth()["legs"] if leg["device"] == THIRD]
    room.pbx.received.clear()
    assert (await room.confer("end-for-all")).outcome == "accepted"
    first, *others = room.sent()
    assert first["params"]["call"] == {name: ringing[0][name] for name in ("id", "tag")}
    ids = [each["params"]["participant_info"]["participant_id"] for each in others]
    assert ids == [1, 3, 2]
    assert room.pbx.truth()["conferences"] == room.pbx.truth()["legs"] == []


async def test_end_for_all_stops_where_the_pbx_refuses(room: Desk) -> None:
    errors = room.pbx.faults.errors["delete_on_spot_conference_participant"]
    errors.append("sip.internal_server_error")
    outcome = await room.confer("end-for-all")
    assert outcome.outcome == "refused"
    assert outcome.sentence.startswith("Not everybody could be removed. ")
    assert len(room.room().participants) == 3


@pytest.mark.parametrize("verb", VERBS)
async def test_another_desks_conference_cannot_be_commanded(room: Desk, verb: str) -> None:
    outcome = await room.confer(verb, COLLEAGUE, desk="123020")
    assert (outcome.outcome, outcome.sentence) == ("refused", conferring.ENDED)
    assert room.sent() == []


async def test_only_its_own_desk_adds_people_to_a_conference(room: Desk) -> None:
    call = next(iter(room.office.picture.board.calls))
    legs = room.office.picture.board.legs.values()
    call = next(leg.call for leg in legs if leg.extension == COLLEAGUE)
    outcome = await room.press("conference", desk=COLLEAGUE, call=call, target=THIRD)
    assert outcome.sentence == conferring.NOT_OURS
    assert room.sent() == []


@pytest.mark.parametrize("verb", VERBS)
async def test_a_conference_that_is_not_is_refused_in_words(room: Desk, verb: str) -> None:
    outcome = await room.press(verb, conference="99", participant=1)
    assert (outcome.outcome, outcome.sentence) == ("refused", conferring.ENDED)
    assert room.sent() == []


@pytest.mark.parametrize("verb", ["mute", "unmute", "set-aside", "bring-back", "remove"])
@pytest.mark.parametrize("participant", [None, 99])
async def test_a_participant_who_left_is_refused_in_words(
    room: Desk, verb: str, participant: int | None
) -> None:
    outcome = await room.confer(verb, participant=participant)
    assert outcome.sentence == "They have already left the conference."
    assert room.sent() == []


async def test_nobody_removes_herself(room: Desk) -> None:
    outcome = await room.confer("remove", DESK)
    assert outcome.sentence == "This is you. End leaves the conference."
    assert room.sent() == []


async def test_a_second_press_of_mute_sends_nothing(room: Desk) -> None:
    command = room.command("mute", conference=room.room().short, participant=1)
    assert room.carrier.take(command)
    assert not room.carrier.take(command)
    await room.settled(command.key)
    assert len(room.sent()) == 1


async def test_a_late_press_changes_nobody(room: Desk) -> None:
    outcome = await room.confer("mute", CALLER, expires=time.time() - 1)
    assert (outcome.outcome, outcome.sentence) == ("refused", sentences.TOO_LATE)
    assert room.sent() == []


async def test_without_a_link_it_says_so(room: Desk, pbx: Simulator) -> None:
    await pbx.stop()
    await room.office.lost()
    outcome = await room.confer("mute", CALLER)
    assert (outcome.outcome, outcome.sentence) == ("refused", sentences.NO_LINK)


async def test_no_answer_to_mute_is_unknown(room: Desk) -> None:
    room.pbx.faults.unanswered["update_on_spot_conference_participant"] = 1
    outcome = await room.confer("mute", CALLER)
    assert (outcome.outcome, outcome.sentence) == ("unknown", sentences.NO_ANSWER)
