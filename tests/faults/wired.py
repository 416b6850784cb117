"""The same deeds over real sockets: a link, a proxy that spoils its line, and a simulated PBX."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from console.board.facts import BoardFact
from console.board.state import Touched
from console.simulator import Simulator
from console.simulator.errors import Refused
from tests.agreement.pictures import seen, stated
from tests.agreement.test_agreement import resynced
from tests.faults.conftest import through
from tests.faults.deeds import Deeds, eager
from tests.faults.frames import Piece
from tests.faults.ledger import Told
from tests.faults.proxy import DOWN, Proxy
from tests.faults.spoiling import FAULTS
from tests.links.conftest import linked

ROUNDS = 30  # of the event loop: enough for a frame to pass, if nothing keeps it

TROUBLE: dict[str, Callable[[Simulator], object]] = {
    "session expired": lambda pbx: pbx.expire_sessions(),
    "list refused": lambda pbx: pbx.fail_next("get_sip_calls_list", "internal_error"),
    "list unanswered": lambda pbx: pbx.leave_unanswered("get_sip_calls_list"),
    "silent": lambda pbx: pbx.silence(),
    "loud": lambda pbx: pbx.silence(False),
}


class Spoiler:
    """What becomes of every other notification."""

    def __init__(self, how: str) -> None:
        self.how = how
        self._kept: list[Piece] = []

    def __call__(self, piece: Piece) -> list[Piece]:
        if b"_info" not in piece.content or b"cseq" in piece.content:
            return [piece]
        if not self._kept:
            self._kept.append(piece)
            return [piece, piece] if self.how == "doubled" else []
        first = self._kept.pop()
        return [piece, first] if self.how == "in another order" else [piece]


class Wired(Deeds):
    pbx: Simulator

    @initialize(eager=eager)
    def begin(self, eager: set[str]) -> None:
        self.loop = asyncio.new_event_loop()
        self.running = AsyncExitStack()
        self.told = Told()
        self.begin_with(Simulator("quiet"), eager)
        self.go(self.start())

    async def start(self) -> None:
        await self.running.enter_async_context(self.pbx)
        self.proxy = await self.running.enter_async_context(Proxy(self.pbx.port, splits=True))
        self.office = through(self.proxy, self.pbx)
        publish = self.office.link.publish

        def witnessed(fact: BoardFact) -> Touched:
            touched = publish(fact)
            self.told.saw(self.office.picture.board, fact, touched)
            return touched

        self.office.link.publish = witnessed
        await self.running.enter_async_context(linked(self.office))
        await self.office.live()

    def go(self, work: Coroutine[Any, Any, Any]) -> None:
        self.loop.run_until_complete(work)

    @contextmanager
    def deed(self) -> Iterator[None]:
        with suppress(Refused):
            yield
        self.pbx.settle()
        self.go(self.rounds())

    async def rounds(self) -> None:
        for _ in range(ROUNDS):
            await asyncio.sleep(0)

    @rule(fault=st.sampled_from(FAULTS))
    def spoil_the_line(self, fault: Any) -> None:
        self.proxy.befall(fault)
        self.go(self.rounds())

    @rule(how=st.sampled_from(["lost", "doubled", "in another order", ""]))
    def spoil_notifications(self, how: str) -> None:
        self.proxy.edits = {DOWN: Spoiler(how)} if how else {}

    @rule(trouble=st.sampled_from(list(TROUBLE)))
    def trouble(self, trouble: str) -> None:
        TROUBLE[trouble](self.pbx)

    @rule()
    def restart_pbx(self) -> None:
        async def restarted() -> None:
            await self.pbx.stop()
            await self.pbx.start()

        self.go(restarted())

    @rule()
    def settle(self) -> None:
        self.go(self.settled())

    async def settled(self) -> None:
        self.proxy.edits = {}
        self.pbx.silence(False)
        await resynced(self.office)
        board = self.office.picture.board
        assert seen(board) == stated(self.pbx.truth())
        assert self.told.open == set(board.calls)
        assert self.proxy.most_at_once == 1
        assert not self.pbx.violations

    def teardown(self) -> None:
        if hasattr(self, "running"):
            try:
                self.settle()
            finally:
                self.go(self.running.aclose())
                self.loop.close()
