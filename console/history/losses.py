"""Says when history has no room left for what waits, and once it has, how much is missing."""

from console.history.waiting import Counts
from console.troubles import Trouble


class Losses:
    """Of one process. `look` costs nothing while nothing is lost: it is called on the live path."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self._said = 0
        self._before = (0, 0)
        self._losing = Trouble(
            "history has no room for what waits, and the oldest is left out",
            "history has room again, and lacks what was left out",
        )

    def look(self) -> None:
        dropped, lost = self.counts.dropped, self.counts.lost
        if dropped + lost != self._said:
            self._said = dropped + lost
            self._losing.happened(**self._missing())

    def over(self) -> None:
        """Nothing waits any more."""
        self._losing.ended(**self._missing())
        self._before = (self.counts.dropped, self.counts.lost)

    def _missing(self) -> dict[str, int]:
        dropped, lost = self._before
        return {"dropped": self.counts.dropped - dropped, "lost": self.counts.lost - lost}
