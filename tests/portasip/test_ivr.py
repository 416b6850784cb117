"""Calls to an access number: what the application asks for, and what it is told."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.errors import Refused
from console.portasip.ivr import FOR_EVER
from console.portasip.messages import Fact, LegChanged, LegId, PromptReported
from console.simulator import Simulator

NUMBER, I_IVR_AN = "4567890", 701
OTHER_NUMBER = "*51"


class Application:
    """An application subscribed to its access number alone, and what it heard."""

    def __init__(self, pbx: Simulator, connection: Connection) -> None:
        self.pbx = pbx
        self.control = CallControl(connection, scope=("i_ivr_an", I_IVR_AN))
        self.facts: list[Fact] = []
        connection.on_fact = self.facts.append

    def leg(self, number: str = NUMBER) -> LegId:
        (leg,) = (leg for leg in self.pbx.truth()["legs"] if leg["device"] == number)
        return LegId(leg["id"], leg["tag"])

    async def heard(self) -> list[Fact]:
        """Everything so far: notifications come before the reply to a later request."""
        await self.control.calls_list(0, None)
        return self.facts

    async def reports(self) -> list[PromptReported]:
        return [fact for fact in await self.heard() if isinstance(fact, PromptReported)]

    async def states(self) -> list[str]:
        return [fact.state for fact in await self.heard() if isinstance(fact, LegChanged)]


@pytest_asyncio.fixture
async def app() -> AsyncIterator[Application]:
    async with Simulator() as pbx:
        connection = await Connection.open(pbx.url)
        app = Application(pbx, connection)
        await app.control.login(pbx.login, pbx.password)
        await app.control.enable_notifications()
        yield app
        assert pbx.violations == []
        await connection.close()


async def test_a_caller_of_the_access_number_hears_what_the_application_says(
    app: Application,
) -> None:
    app.pbx.dial("123002", NUMBER)
    leg = app.leg()
    await app.control.ring(leg)
    await app.control.progress(leg)
    await app.control.answer(leg)
    assert await app.states() == ["trying", "ringing", "early", "connected"]
    callees = {fact.callee for fact in app.facts if isinstance(fact, LegChanged)}
    assert {callee.access_number for callee in callees if callee} == {NUMBER}


async def test_of_other_access_numbers_and_of_the_office_it_hears_nothing(
    app: Application,
) -> None:
    app.pbx.dial("123002", OTHER_NUMBER)
    app.pbx.dial("123003", "123007")
    assert await app.heard() == []


async def test_digits_are_told_from_start_to_stop(app: Application) -> None:
    app.pbx.incoming_call(NUMBER, number="442079460123")
    leg = app.leg()
    await app.control.answer(leg)
    app.pbx.press("442079460123", "1")
    await app.control.start_digits(leg)
    app.pbx.press("442079460123", "2#", duration=220)
    await app.control.stop_digits(leg)
    app.pbx.press("442079460123", "3")
    told = [(each.event, each.digit, each.dtmf_duration) for each in await app.reports()]
    assert told == [("dtmf_digit_detected", "2", 220), ("dtmf_digit_detected", "#", 220)]


async def test_a_prompt_that_has_ended_is_told_with_its_place(app: Application) -> None:
    app.pbx.incoming_call(NUMBER)
    leg = app.leg()
    await app.control.answer(leg)
    await app.control.play_prompt(leg, "https://console.example.com/prompts/x", order=3)
    app.pbx.settle()
    assert [(each.event, each.order) for each in await app.reports()] == [
        ("play_prompt_completed", 3)
    ]


async def test_a_prompt_without_end_plays_until_it_is_stopped(app: Application) -> None:
    app.pbx.incoming_call(NUMBER)
    leg = app.leg()
    await app.control.play_prompt(leg, "http://console.example.com/music", repeat=FOR_EVER)
    app.pbx.settle()
    assert await app.reports() == []
    await app.control.stop_prompt(leg)
    assert [each.order for each in await app.reports()] == [2]
    await app.control.stop_prompt(leg)
    assert len(await app.reports()) == 1


async def test_a_call_between_people_takes_no_prompts(app: Application) -> None:
    app.pbx.dial("123002", "123007")
    with pytest.raises(Refused) as caught:
        await app.control.play_prompt(app.leg("123007"), "https://console.example.com/x")
    assert caught.value.suffix == "internal_server_error"


async def test_what_rings_no_more_cannot_ring_again(app: Application) -> None:
    app.pbx.incoming_call(NUMBER)
    await app.control.answer(app.leg())
    with pytest.raises(Refused):
        await app.control.ring(app.leg())


async def test_an_access_number_of_nobody_cannot_be_subscribed_to(app: Application) -> None:
    stranger = CallControl(app.control.connection, scope=("i_ivr_an", 999))
    with pytest.raises(Refused) as caught:
        await stranger.enable_notifications()
    assert caught.value.suffix == "wrong_parameters"
