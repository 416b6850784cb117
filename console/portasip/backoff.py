"""How long to wait before the next try."""

from collections.abc import Iterator
from random import Random

REFUSED_WAIT = 60.0  # seconds; refused credentials: a faster pace would lock the login
HEALTHY_AFTER = 60.0  # seconds a link must have lived before the pace starts anew


def delays(
    minimum: float = 0.25, maximum: float = 4.0, random: Random | None = None
) -> Iterator[float]:
    """Yield seconds to wait, without end: full jitter below a cap that doubles up to `maximum`.

    Never below `minimum`, so that a server that accepts and closes is not dialled in a loop.
    """
    random = random or Random()
    cap = minimum
    while True:
        cap = min(cap * 2, maximum)
        yield random.uniform(minimum, cap)


class Pace:
    """The waits of one link over its life.

    A link that comes up and falls at once keeps its pace; only one that lived a healthy minute
    starts again from the shortest wait.
    """

    def __init__(
        self,
        minimum: float = 0.25,
        maximum: float = 4.0,
        refused: float = REFUSED_WAIT,
        healthy: float = HEALTHY_AFTER,
        random: Random | None = None,
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        self._refused = refused
        self._healthy = healthy
        self._random = random or Random()
        self._delays = self._fresh()

    def _fresh(self) -> Iterator[float]:
        return delays(self._minimum, self._maximum, self._random)

    def wait(self, retryable: bool, lived: float = 0.0) -> float:
        """Return the seconds to wait after a link that was live for `lived` seconds."""
        if lived >= self._healthy:
            self._delays = self._fresh()
        if not retryable:
            return self._refused
        return next(self._delays)
