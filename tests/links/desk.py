"""A desk on a link: presses buttons and reads what became of it."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

from console.board import queries
from console.board.facts import CommandSettled
from console.board.state import BoardConference
from console.links.carrying import Carrier
from console.links.commands import Command
from tests.links.conftest import Office

DESK = "123007"
CALLER = "441184960233"


class Desk:
    """The desk of 123007: presses buttons and reads what became of it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.pbx = office.pbx
        self.keys = 0
        self.carrier = Carrier(
            office.picture,
            lambda: office.link.control,
            office.publish,
            time.time,
            office.link.doubt,
            step_within=1.0,
        )

    def command(self, verb: str, **values: Any) -> Command:
        self.keys += 1
        board = self.office.picture.board
        fitting = {
            "pbx": "main",
            "desk": DESK,
            "verb": verb,
            "key": f"{board.epoch}.{self.keys}",
            "expires": time.time() + 10,
        }
        return Command(**(fitting | values))

    async def press(self, verb: str, **values: Any) -> CommandSettled:
        command = self.command(verb, **values)
        assert self.carrier.take(command)
        return await self.settled(command.key)

    async def settled(self, key: str) -> CommandSettled:
        await self.office.until(lambda: any(fact.key == key for fact in self.outcomes()))
        return next(fact for fact in self.outcomes() if fact.key == key)

    def outcomes(self) -> list[CommandSettled]:
        return [fact for fact in self.office.facts if isinstance(fact, CommandSettled)]

    def own_legs(self) -> dict[str, str]:
        """State by short id of the calls that have a leg on this desk's phone."""
        legs = self.office.picture.board.legs.values()
        return {leg.call: leg.state for leg in legs if leg.extension == DESK}

    async def has(self, *states: str) -> list[str]:
        """Wait until the desk's own legs are in `states`; returns their calls in that order."""
        await self.office.until(lambda: sorted(self.own_legs().values()) == sorted(states))
        legs = self.own_legs()
        return [call for state in states for call, found in legs.items() if found == state]

    def sent(self) -> list[dict[str, Any]]:
        """What reached the PBX since the link was live, without lists and look-ups."""
        quiet = ("get_", "login", "enable_", "logout")
        return [each for each in self.pbx.received if not each["method"].startswith(quiet)]

    async def talking(self, number: str = CALLER) -> str:
        """An outside caller whom the desk has answered; returns the short id."""
        self.pbx.incoming_call(DESK, number=number)
        await self.office.until(lambda: "ringing" in self.own_legs().values())
        self.pbx.answer(DESK)
        await self.office.until(lambda: "connected" in self.own_legs().values())
        return next(call for call, state in self.own_legs().items() if state == "connected")

    async def consulting(self) -> tuple[str, str]:
        """The caller held and a colleague on the line; returns both calls."""
        call = await self.talking()
        self.pbx.phone(DESK, picks_up=True)
        self.pbx.phone("123012", answers=True)
        assert (await self.press("consult", call=call, target="123012")).outcome == "accepted"
        held, colleague = await self.has("holding", "connected")
        board = self.office.picture.board
        await self.office.until(
            lambda: any(
                leg.extension == "123012" and leg.state == "connected"
                for leg in board.legs.values()
            )
        )
        return held, colleague

    def room(self) -> BoardConference:
        """The conference that this desk opened."""
        rooms = self.office.picture.board.conferences.values()
        return next(one for one in rooms if one.owner == DESK)

    def attendees(self) -> dict[str, str]:
        """State by number of everybody in a row of this desk's conference."""
        rooms = queries.rooms_of(self.office.picture.board, DESK)
        return {who.number: who.state for room in rooms[:1] for who in room.attendees}

    async def conferring(self) -> str:
        """A caller, this desk and a colleague in a conference, as far as the network allows."""
        self.pbx.incoming_call(DESK, number=CALLER)
        self.pbx.answer(DESK)
        self.pbx.phone("123012", answers=True)
        await board_shows(self.office, lambda: "connected" in self.own_legs().values())
        await self.try_press("conference", target="123012")
        return next(iter(self.own_legs()), "")

    async def try_confer(self, verb: str, number: str = "") -> None:
        """Press a key of the conference once the board shows whom it is about, if it ever does."""
        board = self.office.picture.board
        await board_shows(self.office, lambda: number in (*self.attendees(), ""))
        rooms = [one for one in board.conferences.values() if one.owner == DESK]
        people = rooms[0].participants.values() if rooms else ()
        who = next((one.id for one in people if one.number == number), None)
        if rooms and self.office.link.control is not None:
            await self.press(verb, conference=rooms[0].short, participant=who)

    async def confer(self, verb: str, number: str = "", **values: Any) -> CommandSettled:
        """Press a key of this desk's conference, about the participant with that number."""
        people = self.room().participants.values()
        who = next((one.id for one in people if one.number == number), None)
        fitting = {"conference": self.room().short, "participant": who}
        return await self.press(verb, **(fitting | values))

    async def try_press(self, verb: str, **values: Any) -> None:
        """Press as soon as the board shows what the verb needs; the network may prevent it."""
        board = self.office.picture.board
        legs = [leg for leg in board.legs.values() if leg.extension == DESK]
        if verb == "take":
            legs = [board.legs[leg] for queue in board.queues.values() for leg in queue.waiting]
        call = legs[0].call if legs else ""
        if self.office.link.control is not None:
            await self.press(verb, call=call, **values)


async def board_shows(office: Office, condition: Callable[[], bool]) -> None:
    """Give the board a moment to show something that a spoiled line may have lost."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await office.picture.until(lambda _: condition(), 0.5)
