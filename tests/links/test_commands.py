"""Each verb: which leg it names, in which order, and what happens when a step fails."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from console.links import sentences
from console.simulator import Simulator
from tests.links.conftest import Office
from tests.links.desk import CALLER, DESK, Desk


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    seat = Desk(office)
    yield seat
    await seat.carrier.stop()


async def ringing(desk: Desk) -> str:
    desk.pbx.incoming_call(DESK, number=CALLER)
    return (await desk.has("ringing"))[0]


async def test_answer_names_the_desks_own_leg(desk: Desk) -> None:
    call = await ringing(desk)
    own = next(leg for leg in desk.office.picture.board.legs.values() if leg.extension == DESK)
    assert (await desk.press("answer", call=call)).outcome == "accepted"
    await desk.has("connected")
    (sent,) = desk.sent()
    assert sent["method"] == "answer_call"
    assert sent["params"] == {
        "call": {"id": own.id.id, "tag": own.id.tag},
        "callee_answer_mode": "notify",
    }


async def test_hold_and_resume(desk: Desk) -> None:
    call = await desk.talking()
    assert (await desk.press("hold", call=call)).outcome == "accepted"
    await desk.has("holding")
    assert (await desk.press("resume", call=call)).outcome == "accepted"
    await desk.has("connected")
    assert [each["method"] for each in desk.sent()] == ["hold_call", "unhold_call"]


async def test_hold_works_on_a_phone_that_refuses_notify(desk: Desk) -> None:
    desk.pbx.phone(DESK, supports_notify=False)
    call = await desk.talking()
    await desk.press("hold", call=call)
    await desk.has("held")
    await desk.press("resume", call=call)
    await desk.has("connected")


async def test_end_ends_the_call(desk: Desk) -> None:
    call = await desk.talking()
    assert (await desk.press("end", call=call)).outcome == "accepted"
    await desk.has()
    assert desk.pbx.truth()["legs"] == []


async def test_a_blind_transfer_leaves_the_desk_and_rings_the_target(desk: Desk) -> None:
    call = await desk.talking()
    assert (await desk.press("transfer", call=call, target="123012")).outcome == "accepted"
    await desk.has()
    targets = [leg for leg in desk.pbx.truth()["legs"] if leg["device"] == "123012"]
    assert [leg["state"] for leg in targets] == ["ringing"]
    assert desk.sent()[0]["params"]["cld"] == "123012"


async def test_pull_back_brings_the_caller_home_by_the_targets_ringing_leg(desk: Desk) -> None:
    call = await desk.talking()
    await desk.press("transfer", call=call, target="123012")
    await desk.has()
    board = desk.office.picture.board
    await desk.office.until(lambda: any(leg.extension == "123012" for leg in board.legs.values()))
    target = next(leg.id for leg in board.legs.values() if leg.extension == "123012")
    assert (await desk.press("pullback", call=call)).outcome == "accepted"
    assert desk.sent()[-1]["params"]["call"] == {"id": target.id, "tag": target.tag}
    await desk.has("ringing")


async def test_pull_back_finds_a_number_that_the_pbx_writes_otherwise(desk: Desk) -> None:
    """Its leg comes before the PBX has answered the transfer."""
    call = await desk.talking()
    desk.pbx.delay_replies(0.1, "transfer_call")
    outcome = await desk.press("transfer", call=call, target="+442079460999")
    assert outcome.outcome == "accepted"
    assert (await desk.press("pullback", call=call)).outcome == "accepted"
    await desk.has("ringing")


async def test_pull_back_comes_too_late_once_they_answered(desk: Desk) -> None:
    desk.pbx.phone("123012", answers=True)
    call = await desk.talking()
    await desk.press("transfer", call=call, target="123012")
    board = desk.office.picture.board
    await desk.office.until(lambda: any(leg.state == "connected" for leg in board.legs.values()))
    await desk.has()
    outcome = await desk.press("pullback", call=call)
    assert (outcome.outcome, outcome.sentence) == ("refused", "They have already answered.")


async def test_take_brings_a_waiting_caller_to_the_desk(desk: Desk) -> None:
    desk.pbx.queue_call(25, number=CALLER)
    board = desk.office.picture.board
    await desk.office.until(lambda: "25" in board.queues and bool(board.queues["25"].waiting))
    call = board.legs[board.queues["25"].waiting[0]].call
    assert (await desk.press("take", call=call)).outcome == "accepted"
    assert await desk.has("ringing") == [call]
    assert board.queues["25"].waiting == []


async def test_take_brings_a_caller_from_another_phone(desk: Desk) -> None:
    desk.pbx.incoming_call("123012", number=CALLER)
    board = desk.office.picture.board
    await desk.office.until(lambda: bool(board.calls))
    assert (await desk.press("take", call=next(iter(board.calls)))).outcome == "accepted"
    await desk.has("ringing")


async def test_dial_rings_the_desks_phone_first(desk: Desk) -> None:
    assert (await desk.press("dial", target="123012")).outcome == "accepted"
    (sent,) = desk.sent()
    assert sent["method"] == "originate_advanced_call"
    assert sent["params"] == {"bill_id": DESK, "caller_id": DESK, "callee_id": "123012"}
    await desk.office.until(lambda: bool(desk.own_legs()))


async def test_consult_holds_the_caller_then_calls_the_colleague(desk: Desk) -> None:
    await desk.consulting()
    assert [each["method"] for each in desk.sent()] == ["hold_call", "originate_advanced_call"]


async def test_complete_joins_the_caller_and_the_colleague(desk: Desk) -> None:
    await desk.consulting()
    assert (await desk.press("complete")).outcome == "accepted"
    await desk.has()
    talking = [leg["device"] for leg in desk.pbx.truth()["legs"] if leg["state"] == "connected"]
    assert "123012" in talking


async def test_complete_waits_until_the_colleague_has_answered(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.phone(DESK, picks_up=True)
    await desk.press("consult", call=call, target="123012")
    outcome = await desk.press("complete")
    assert outcome.sentence == "Your colleague has not answered yet."
    assert "join_calls" not in [each["method"] for each in desk.sent()]


async def test_back_ends_the_consultation_then_resumes_the_caller(desk: Desk) -> None:
    held, _ = await desk.consulting()
    assert (await desk.press("back")).outcome == "accepted"
    assert await desk.has("connected") == [held]
    assert [each["method"] for each in desk.sent()][-2:] == ["terminate_call", "unhold_call"]


async def test_conference_converts_the_call_then_invites(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.phone("123012", answers=True)
    assert (await desk.press("conference", call=call, target="123012")).outcome == "accepted"
    methods = [each["method"] for each in desk.sent()]
    assert methods == ["convert_to_on_spot_conference", "join_on_spot_conference"]
    await desk.office.until(lambda: len(desk.pbx.truth()["conferences"][0]["participants"]) == 3)


async def test_a_refused_hold_stops_a_consultation_and_says_so(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.faults.errors["hold_call"].append("sip.call_control_disabled")
    outcome = await desk.press("consult", call=call, target="123012")
    assert outcome.outcome == "refused"
    assert outcome.sentence == (
        "Hold failed. Call control is disabled for this line. Ask your administrator."
    )
    assert [each["method"] for each in desk.sent()] == ["hold_call"]


async def test_a_refused_call_to_the_colleague_leaves_the_caller_held(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.faults.errors["originate_advanced_call"].append("sip.internal_server_error")
    outcome = await desk.press("consult", call=call, target="123012")
    assert outcome.sentence.startswith("The caller is on hold, but the call to your colleague")
    await desk.has("holding")


async def test_conferencing_that_is_not_enabled_is_said_in_words(desk: Desk) -> None:
    desk.pbx.phone(DESK, has_conferencing=False)
    call = await desk.talking()
    outcome = await desk.press("conference", call=call, target="123012")
    assert "Conferencing is not enabled for this line." in outcome.sentence
    assert outcome.outcome == "refused"


async def test_no_answer_is_unknown_never_refused(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.faults.unanswered["hold_call"] = 1
    outcome = await desk.press("hold", call=call)
    assert (outcome.outcome, outcome.sentence) == ("unknown", sentences.NO_ANSWER)


async def test_a_link_lost_meanwhile_is_unknown(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.faults.reply_delays["hold_call"] = 5.0
    command = desk.command("hold", call=call)
    desk.carrier.take(command)
    await desk.office.until(lambda: bool(desk.sent()))
    await desk.pbx.drop_connections()
    assert (await desk.settled(command.key)).outcome == "unknown"


async def test_a_second_press_of_the_same_button_sends_nothing(desk: Desk) -> None:
    call = await desk.talking()
    command = desk.command("hold", call=call)
    assert desk.carrier.take(command)
    assert not desk.carrier.take(command)
    await desk.settled(command.key)
    assert len(desk.sent()) == 1


@pytest.mark.parametrize("verb", ["answer", "hold", "resume", "end"])
async def test_a_call_that_has_ended_is_refused_in_words(desk: Desk, verb: str) -> None:
    call = await desk.talking()
    desk.pbx.hang_up(CALLER)
    await desk.has()
    outcome = await desk.press(verb, call=call)
    assert (outcome.outcome, outcome.sentence) == ("refused", sentences.CALL_ENDED)
    assert desk.sent() == []


@pytest.mark.parametrize("verb", ["hold", "end", "transfer"])
async def test_other_peoples_legs_are_out_of_reach(desk: Desk, verb: str) -> None:
    desk.pbx.phone("123012", answers=True)
    desk.pbx.incoming_call("123012", number=CALLER)
    board = desk.office.picture.board
    await desk.office.until(lambda: any(leg.state == "connected" for leg in board.legs.values()))
    outcome = await desk.press(verb, call=next(iter(board.calls)), target="123013")
    assert outcome.outcome == "refused"
    assert desk.sent() == []


async def test_a_command_past_its_expiry_sends_nothing(desk: Desk) -> None:
    call = await desk.talking()
    outcome = await desk.press("hold", call=call, expires=time.time() - 1)
    assert (outcome.outcome, outcome.sentence) == ("refused", sentences.TOO_LATE)
    assert desk.sent() == []


async def test_a_button_of_an_earlier_epoch_sends_nothing(desk: Desk) -> None:
    call = await desk.talking()
    desk.office.picture.begin(7)
    outcome = await desk.press("hold", call=call, key="6.old")
    assert (outcome.outcome, outcome.sentence) == ("refused", sentences.OUT_OF_DATE)
    assert desk.sent() == []


async def test_without_a_link_nothing_is_sent_and_it_says_so(desk: Desk, pbx: Simulator) -> None:
    call = await desk.talking()
    await pbx.stop()
    await desk.office.lost()
    outcome = await desk.press("hold", call=call)
    assert (outcome.outcome, outcome.sentence) == ("refused", sentences.NO_LINK)


async def test_stopping_leaves_no_command_without_an_outcome(desk: Desk) -> None:
    call = await desk.talking()
    desk.pbx.faults.unanswered["hold_call"] = 1
    command = desk.command("hold", call=call)
    desk.carrier.take(command)
    await desk.office.until(lambda: bool(desk.sent()))
    await asyncio.wait_for(desk.carrier.stop(), 1)
    assert (await desk.settled(command.key)).outcome == "unknown"
