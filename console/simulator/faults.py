"""What can go wrong between the PBX and its clients, to be switched on by tests."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from random import Random


@dataclass
class Faults:
    """Methods are named `hold_call`. Times are seconds, rates are shares of 1.

    `silent`: connections are accepted, but nothing is read or said, not even a pong.
    `errors`: codes with which the next requests of a method are refused.
    `unanswered`: how many requests of a method are carried out without a reply.
    `ignored`: how many are answered with success, but not carried out.
    """

    silent: bool = False
    login_error: str = ""
    reply_delay: float = 0.0
    reply_delays: dict[str, float] = field(default_factory=dict)
    errors: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    unanswered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ignored: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unsupported: set[str] = field(default_factory=set)
    drop_rate: float = 0.0
    duplicate_rate: float = 0.0
    reorder_rate: float = 0.0
    random: Random = field(default_factory=lambda: Random(0))
    notifications_first: bool = False
    _kept_back: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        vars(self).update(vars(Faults()))

    def take_error(self, method: str) -> str:
        """Return the code that awaits this method's next request, "" if none does."""
        waiting = self.errors[method]
        return waiting.popleft() if waiting else ""

    def takes(self, counts: dict[str, int], method: str) -> bool:
        """Whether this request is one of those counted in `unanswered` or `ignored`."""
        if counts[method] <= 0:
            return False
        counts[method] -= 1
        return True

    def delay(self, method: str) -> float:
        return self.reply_delays.get(method, self.reply_delay)

    def passed_on(self, frame: str) -> list[str]:
        """Return the notifications to send now that `frame` is due.

        A reordered one is kept back and follows the next; `kept_back` hands out what is left.
        """
        rates = self.drop_rate, self.duplicate_rate, self.reorder_rate
        if not any(rates):
            return [*self.kept_back(), frame]
        chance = self.random.random()
        if chance < rates[0]:
            return []
        if chance < rates[0] + rates[1]:
            return [frame, frame, *self.kept_back()]
        if chance < sum(rates) and not self._kept_back:
            self._kept_back.append(frame)
            return []
        return [frame, *self.kept_back()]

    @property
    def has_kept_back(self) -> bool:
        return bool(self._kept_back)

    def kept_back(self) -> list[str]:
        frames, self._kept_back = self._kept_back, []
        return frames
