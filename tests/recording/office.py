"""An office that does a bit of everything, recorded, with what was really said beside it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from console.board.facts import LinkChanged
from console.board.fold import fold
from console.board.state import Board
from console.links.link import LinkConfig
from console.links.recording.check import Folding
from console.links.recording.recorder import Recorder, header
from console.links.recording.tape import Recording, Tape
from console.links.waits import Waits
from console.portasip.anonymous import Anonymous, Frame
from console.portasip.client import CallControl
from console.portasip.connection import Connection
from console.portasip.disguise import Disguise
from console.portasip.messages import LegId
from console.portasip.responses import Response
from console.portasip.wire import decode
from console.simulator import Simulator
from tests.links.conftest import SHORT

DESK, COLLEAGUE = "123007", "123012"
CALLERS = ("441184960201", "441184960202", "441184960203")
SECRET = b"the same replacements in every run"
SOON = 5.0
SELDOM = replace(SHORT, list_every=60, ping_every=5, pong_within=5)


def config_of(pbx: Simulator, **values: Any) -> LinkConfig:
    fitting = {
        "pbx": "office",
        "url": pbx.url,
        "login": pbx.login,
        "password": pbx.password,
        "scope": ("i_customer", 30),
    }
    return LinkConfig(**(fitting | values))


class Overheard(Anonymous):
    """Keeps the frames as they were, too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(disguise=Disguise(SECRET), **options)
        self.raw: list[bytes] = []

    def frame(self, frame: str | bytes) -> Frame:
        self.raw.append(frame.encode() if isinstance(frame, str) else frame)
        return super().frame(frame)


class Taping:
    """A recording under way."""

    def __init__(self, pbx: Simulator, path: Path, waits: Waits) -> None:
        self.pbx = pbx
        self.path = path
        config = config_of(pbx)
        self.tape = Tape(path, header(config))
        self.heard = Overheard()
        self.recorder = Recorder(config, self.tape, waits, self.heard)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not condition():  # noqa: ASYNC110 - the simulator raises no event for this
                await asyncio.sleep(0.005)

    def lists(self) -> int:
        """Answered lists so far, the conferences' included."""
        return sum(b"_list" in frame and b'"result"' in frame for frame in self.heard.raw)


@asynccontextmanager
async def taping(
    pbx: Simulator, path: Path, waits: Waits = SELDOM, ends: str = ""
) -> AsyncIterator[Taping]:
    """Records during the block and is stopped behind it; or it `ends` by itself, as it says."""
    taping = Taping(pbx, path, waits)
    running = asyncio.create_task(taping.recorder.run())
    with taping.tape:
        try:
            await taping.until(lambda: taping.lists() >= 2)
            yield taping
            if not ends:
                taping.recorder.stop.set()
            assert (await running).startswith(ends or "stopped")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def second_console(pbx: Simulator) -> AsyncIterator[CallControl]:
    connection = await Connection.open(pbx.url)
    control = CallControl(connection, scope=("i_customer", 30))
    try:
        await control.login(pbx.login, pbx.password)
        await control.enable_notifications()
        yield control
    finally:
        connection.abort()


def leg_at(pbx: Simulator, device: str, state: str) -> LegId:
    legs = pbx.truth()["legs"]
    found = next(leg for leg in legs if (leg["device"], leg["state"]) == (device, state))
    return LegId(found["id"], str(found["tag"]))


async def a_busy_quarter_of_an_hour(pbx: Simulator) -> None:
    """Hold, blind and attended transfer, a queue, a conference; some of it still goes on."""
    pbx.incoming_call(DESK, number="442079460111", name="Greta Swann")
    pbx.answer(DESK)
    pbx.hold(DESK)
    pbx.unhold(DESK)
    pbx.transfer(DESK, COLLEAGUE)
    pbx.answer(COLLEAGUE)
    for number in CALLERS:
        pbx.queue_call(25, number=number)
    pbx.hang_up(CALLERS[1])
    pbx.offer(25, "123019")
    async with second_console(pbx) as control:
        await hand_over(pbx, control)
        pbx.dial("123021", "123022")
        pbx.answer("123022")
        pbx.phone("123030", answers=True)
        await control.convert_to_conference(leg_at(pbx, "123021", "connected"), "Anna's room")
        await control.join_conference("Anna's room", "123021", callee="123030")
    pbx.dial("123003", "+34 912 345 678")
    pbx.dial("123004", "123005")


async def hand_over(pbx: Simulator, control: CallControl) -> None:
    """A consultation that ends in an attended transfer."""
    pbx.phone(DESK, picks_up=True)
    pbx.phone("123013", answers=True)
    pbx.dial("123020", DESK)
    pbx.answer(DESK)
    first = leg_at(pbx, DESK, "connected")
    await control.hold(first)
    await control.originate(DESK, DESK, "123013")
    await control.join(first, leg_at(pbx, DESK, "connected"))


def folded(path: Path) -> Folding:
    recording = Recording(path)
    folding = Folding(recording.began)
    folding.run(recording)
    return folding


def folded_raw(frames: list[bytes]) -> Board:
    """The board of the notifications alone, as they really came."""
    board = Board()
    fold(board, LinkChanged(state="live", at=0.0))
    for frame in frames:
        said = decode(frame, 0.0)
        if not isinstance(said, Response):
            fold(board, said)
    return board


def pattern(board: Board) -> dict[str, Any]:
    """A board without its ids and numbers: equal for boards that differ in those alone."""
    numbers: dict[str, int] = {"": 0}

    def numbered(name: str) -> int:
        return numbers.setdefault(name, len(numbers))

    legs = sorted(board.legs.values(), key=lambda leg: leg.arrival)
    place = {leg.id: index for index, leg in enumerate(legs)}
    return {
        "legs": [
            (
                leg.state, leg.direction, leg.call, leg.queue, leg.position, leg.reason,
                *map(numbered, (leg.extension, leg.caller.number, leg.callee.number)),
                *map(numbered, (leg.caller.display_name, leg.callee.huntgroup_id)),
                len(leg.caller.forwarders),
            )
            for leg in legs
        ],
        "calls": {call.id: (len(call.legs), call.aliases, len(call.call_ids), call.answered)
                  for call in board.calls.values()},
        "ended": sorted(board.ended),
        "queues": {queue.id: [place[leg] for leg in queue.waiting]
                   for queue in board.queues.values()},
        "conferences": sorted(sorted(room.participants) for room in board.conferences.values()),
        "counters": board.counters,
    }  # fmt: skip
