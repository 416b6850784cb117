"""Typed calls of the Voice API: the list, dialling, and what is done with one leg."""

from typing import NamedTuple

from .asking import Asked, Asking, flag_param, identifier
from .messages import CallsListed, LegId
from .releases import MR96, Release
from .requests import (
    AnswerCall,
    JoinCalls,
    OriginateAdvancedCall,
    Scope,
    SipHeaderInfo,
    TransferCall,
)
from .responses import text_of
from .stamps import corrected
from .wire import calls_of


class Originated(NamedTuple):
    """The reply to an originate. Only `tracking_id` finds the call in what follows: the
    notifications carry another `call.id` (row 26)."""

    tracking_id: str
    call_id: str


class Calls(Asking):
    """Voice API. Every method raises Refused, Unanswered, LinkLost or InvalidParameter."""

    def __init__(
        self,
        connection: Asked,
        *,
        scope: tuple[str, int | str],
        answer_mode: str = "notify",
        release: Release = MR96,
    ) -> None:
        super().__init__(connection, scope)
        self.answer_mode = answer_mode
        self.transfer_key = release.transfer_key

    async def calls_list(self, since: int, clock_offset: float | None) -> CallsListed:
        """get_sip_calls_list: the calls in progress; needs a subscription first.

        `since` is the board's counter of facts now. `clock_offset` is the PBX's clock minus
        ours in seconds (`stamps.ClockOffset`); with None the stamps are taken as they are. No
        stamp of the answer lies in the future. `at` is when the answer came.
        """
        answer = await self.ask("get_sip_calls_list", Scope(**self.scope))
        return corrected(calls_of(answer, self.connection.clock(), since), clock_offset)

    async def originate(
        self,
        bill_id: str,
        caller_id: str,
        callee_id: str,
        *,
        auto_pickup: bool = False,
        state_callback: str = "",
        state_callback_events: tuple[str, ...] = (),
    ) -> Originated:
        """originate_advanced_call: ring `caller_id`, then call `callee_id`, charge `bill_id`.

        `auto_pickup` asks the *caller's* phone to answer by itself (row 27).
        """
        request = OriginateAdvancedCall(
            bill_id=bill_id.strip(),
            caller_id=caller_id.strip(),
            callee_id=callee_id.strip(),
            callee_auto_pickup=flag_param(auto_pickup or None),
            state_callback=state_callback or None,
            state_callback_events=tuple(state_callback_events) or None,
        )
        answer = await self.ask("originate_advanced_call", request)
        return Originated(text_of(answer, "tracking_id"), text_of(answer, "call", "id"))

    async def answer(self, leg: LegId) -> None:
        """answer_call: answer the incoming `leg` on its phone."""
        call, mode = identifier(leg), self.answer_mode
        await self.ask("answer_call", AnswerCall(call=call, callee_answer_mode=mode))

    async def terminate(self, leg: LegId) -> None:
        """terminate_call: end or reject the call of `leg`."""
        await self.ask_about("terminate_call", leg)

    async def hold(self, leg: LegId) -> None:
        """hold_call: `leg` is that of the party who puts the other on hold."""
        await self.ask_about("hold_call", leg)

    async def unhold(self, leg: LegId) -> None:
        """unhold_call: `leg` is that of the party who holds."""
        await self.ask_about("unhold_call", leg)

    async def transfer(
        self, leg: LegId, target: str, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """transfer_call: send the peer of `leg` to `target`; `leg` is the transferor's."""
        request = TransferCall(
            call=identifier(leg),
            sip_headers=tuple(SipHeaderInfo(name=n, value=v) for n, v in headers) or None,
            **{self.transfer_key: target.strip()},
        )
        await self.ask("transfer_call", request)

    async def join(self, leg: LegId, to_leg: LegId) -> None:
        """join_calls: join the calls of two legs; which legs is the caller's choice (row 28)."""
        request = JoinCalls(call=identifier(leg), to_call=identifier(to_leg))
        await self.ask("join_calls", request)
