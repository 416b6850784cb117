"""Switches for what can go wrong, by the names tests and the control port use."""

from random import Random

from .errors import AUTH_FAILED
from .faults import Faults


class Trouble:
    """Mixed into the simulator. Methods of the API are named without service: `hold_call`."""

    def __init__(self) -> None:
        self.faults = Faults()

    def refuse_logins(self, code: str = AUTH_FAILED) -> None:
        """Answer every login with this code; "" accepts them again."""
        self.faults.login_error = code

    def fail_next(self, method: str, code: str, times: int = 1) -> None:
        """Refuse the next requests of a method with a code."""
        self.faults.errors[method].extend([code] * times)

    def leave_unanswered(self, method: str, times: int = 1) -> None:
        """Carry out the next requests of a method without a word."""
        self.faults.unanswered[method] += times

    def ignore_next(self, method: str, times: int = 1) -> None:
        """Answer the next requests of a method with success and do nothing."""
        self.faults.ignored[method] += times

    def delay_replies(self, seconds: float, method: str = "") -> None:
        """Reply late, to one method or to all; the deed itself is not delayed."""
        if method:
            self.faults.reply_delays[method] = seconds
        else:
            self.faults.reply_delay = seconds

    def disturb_notifications(
        self, drop: float = 0.0, duplicate: float = 0.0, reorder: float = 0.0, seed: int = 0
    ) -> None:
        """Drop, double and swap notifications: shares of 1, drawn from a seed. All 0 ends it."""
        self.faults.drop_rate, self.faults.duplicate_rate = drop, duplicate
        self.faults.reorder_rate, self.faults.random = reorder, Random(seed)

    def unsupport(self, method: str) -> None:
        """Know nothing of a method from now on, named `Session.ping`."""
        self.faults.unsupported.add(method)
