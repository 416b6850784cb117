"""Past calls as PortaBilling charges them: one xDR for each account that took part in a call."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from .legs import Leg

KEPT = 5_000  # a demo that runs for days must not fill memory
OUTGOING, INCOMING, FORWARDED = 4, 8, 12  # bit_flags
CLEARED, BUSY, NO_ANSWER, REJECTED, UNKNOWN_NUMBER = 16, 17, 19, 21, 1  # disconnect_cause
CAUSES = {486: BUSY, 480: NO_ANSWER, 603: REJECTED, 404: UNKNOWN_NUMBER}


@dataclass(frozen=True)
class Xdr:
    """One record; times are seconds since the epoch on the world's clock."""

    id: int
    account: str
    leg: Leg
    ended_at: float

    @property
    def was_answered(self) -> bool:
        return self.leg.answered_at is not None

    def row(self, clock_offset: float) -> dict[str, Any]:
        """XDRInfo structure, as far as it is known."""
        leg = self.leg
        began = leg.answered_at or leg.started_at
        flags = FORWARDED if leg.callee.forwarders else _direction(leg)
        return {
            "i_xdr": self.id,
            "account_id": self.account,
            "call_id": leg.id,
            "CLI": leg.caller.number,
            "CLD": leg.callee.number,
            "unix_connect_time": int(began + clock_offset),
            "unix_disconnect_time": int(self.ended_at + clock_offset),
            "charged_quantity": int(self.ended_at - began) if self.was_answered else 0,
            "disconnect_cause": str(self._cause()),
            "disconnect_reason": leg.reason,
            "failed": "N" if self.was_answered else "Y",
            "bit_flags": flags,
        }

    def _cause(self) -> int:
        if self.was_answered:
            return CLEARED
        return CAUSES.get(self.leg.reason_code or 0, CLEARED)


class PastCalls:
    """Listens to a world and keeps the records of its last calls, the oldest first."""

    def __init__(self) -> None:
        self.xdrs: deque[Xdr] = deque(maxlen=KEPT)
        self._last = 0

    def notice(self, subject: object) -> None:
        if not isinstance(subject, Leg) or subject.is_alive or not subject.account:
            return
        self._last += 1
        self.xdrs.append(Xdr(self._last, subject.account, subject, subject.ended_at or 0.0))

    def clear(self) -> None:
        self.xdrs.clear()


def _direction(leg: Leg) -> int:
    return OUTGOING if leg.type == "outgoing" else INCOMING
