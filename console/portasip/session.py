"""One API session over one socket, without the socket: text in, text out.

Numbers the requests, adds `auth_info`, matches responses to requests by `cseq` and knows which
are overdue. Time comes from the caller; nothing here waits.
"""

from typing import Any, NamedTuple

from .messages import Fact
from .responses import Response
from .wire import decode, encode


class Answered(NamedTuple):
    """The response to the request `cseq`."""

    cseq: int
    response: Response


class Stray(NamedTuple):
    """A response to nobody: its request was never sent, is answered, or is past its deadline."""

    response: Response


Event = Answered | Stray | Fact


class Session:
    """What one socket has asked and not yet been told.

    `session_id` goes into the `auth_info` of every request but a login ("Sending a JSON-RPC
    request"). `strays` counts responses to nobody.
    """

    def __init__(self) -> None:
        self.session_id = ""
        self.strays = 0
        self._last = 0
        self._deadlines: dict[int, float] = {}

    def __repr__(self) -> str:
        signed_in = bool(self.session_id)
        return f"<Session signed_in={signed_in} waiting={len(self._deadlines)}>"

    def request(
        self, service: str, method: str, params: dict[str, Any], deadline_at: float
    ) -> tuple[int, str]:
        """Return the `cseq` and the frame of a new request.

        `deadline_at` is on the clock that `expired` is asked with. Raises InvalidParameter,
        and then waits for nothing, when `params` cannot be written as JSON.
        """
        cseq = self._last + 1
        frame: dict[str, Any] = {"cseq": cseq}
        if self.session_id and (service, method) != ("Session", "login"):
            frame["auth_info"] = {"session_id": self.session_id}
        frame |= {"service": service, "method": method, "params": params}
        written = encode(frame)
        self._last = cseq
        self._deadlines[cseq] = deadline_at
        return cseq, written

    def receive(self, frame: str | bytes, at: float) -> Event:
        """Return what arrived: the answer to a request, a stray, or a fact."""
        said = decode(frame, at)
        if not isinstance(said, Response):
            return said
        cseq = self._awaited(said.cseq)
        if cseq is None:
            self.strays += 1
            return Stray(said)
        del self._deadlines[cseq]
        return Answered(cseq, said)

    def _awaited(self, cseq: str) -> int | None:
        # Compared as text (row 6): a PBX may answer 7 with "7".
        digits = cseq.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
            return None
        number = int(digits)
        return number if number in self._deadlines else None

    def next_deadline(self) -> float | None:
        """Return the earliest deadline among the requests that wait."""
        return min(self._deadlines.values(), default=None)

    def expired(self, now: float) -> list[int]:
        """Return the overdue requests and forget them: an answer from now on is a stray."""
        overdue = [cseq for cseq, deadline in self._deadlines.items() if deadline <= now]
        for cseq in overdue:
            del self._deadlines[cseq]
        return overdue

    def forget(self, cseq: int) -> None:
        """Stop waiting for an answer; does nothing for one that is not awaited."""
        self._deadlines.pop(cseq, None)
