"""A desk on a link: presses buttons and reads what became of it."""

import time
from typing import Any

from console.board.facts import CommandSettled
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

    async def try_press(self, verb: str, **values: Any) -> None:
        """Press as soon as the board shows what the verb needs; the network may prevent it."""
        board = self.office.picture.board
        legs = [leg for leg in board.legs.values() if leg.extension == DESK]
        if verb == "take":
            legs = [board.legs[leg] for queue in board.queues.values() for leg in queue.waiting]
        call = legs[0].call if legs else ""
        if self.office.link.control is not None:
            await self.press(verb, call=call, **values)
