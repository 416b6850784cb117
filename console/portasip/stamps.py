"""Times on the wire: the document's `dateTime` and seconds since the epoch.

PortaBilling writes `YYYY-MM-DD HH:MM:SS`, sometimes with `.mmm`, without a zone, in UTC. Later
releases may add an offset; both are read.
"""

from collections import deque
from datetime import UTC, datetime
from math import isfinite

from msgspec.structs import replace

from .messages import CallsListed, Fact, LegChanged

BEGINNING = datetime(1970, 1, 1)
# The documents' stamps lie far above; a smaller number is a duration or a mistake.
EARLIEST = 315_532_800.0  # 1980-01-01
LATEST = 4_102_444_800.0  # 2100-01-01


def epoch(value: object) -> float | None:
    """Return seconds since the epoch, or None for what is no time."""
    if not value:
        return None
    if not isinstance(value, str):
        return _plausible(value)
    try:
        moment = datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            return (moment - BEGINNING).total_seconds()  # UTC, and twice as fast as by its zone
        return moment.timestamp()
    except (ValueError, OverflowError):
        return None


def _plausible(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not EARLIEST <= value <= LATEST:
        return None
    return float(value)


def written(at: float) -> str:
    """Return `at` as the document writes it: `YYYY-MM-DD HH:MM:SS`, UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def offset_from(fact: Fact) -> float | None:
    """Return the PBX's clock minus ours, in seconds, as one live fact shows it; else None.

    Only a `trying` leg tells: its `start_time` was stamped an instant before it arrived. The
    stamp is cut to the second and the frame takes its way, so the value is up to a second and
    the latency too low, never too high: the largest of several is the best.
    """
    if not isinstance(fact, LegChanged) or fact.state != "trying" or fact.start_time is None:
        return None
    return fact.start_time - fact.at


class ClockOffset:
    """The offset of a PBX's clock, measured over the last `window` new calls.

    `first` is a guess from elsewhere (the Date of the handshake) until a call was seen.
    """

    def __init__(self, first: float | None = None, window: int = 16) -> None:
        self._first = first
        self._seen: deque[float] = deque(maxlen=window)

    def observe(self, fact: Fact) -> None:
        """Take what a live fact shows; facts of a list must not be shown here."""
        offset = offset_from(fact)
        if offset is not None and isfinite(offset):
            self._seen.append(offset)

    @property
    def seconds(self) -> float | None:
        """PBX's clock minus ours, None while nothing was measured."""
        return max(self._seen) if self._seen else self._first


def corrected(listed: CallsListed, offset: float | None) -> CallsListed:
    """Return the list with its stamps moved to our clock; none lies after `listed.at`."""

    def ours(stamp: float | None) -> float | None:
        return None if stamp is None else min(stamp - (offset or 0.0), listed.at)

    calls = tuple(
        replace(
            leg,
            start_time=ours(leg.start_time),
            connect_time=ours(leg.connect_time),
            terminate_time=ours(leg.terminate_time),
        )
        for leg in listed.calls
    )
    return replace(listed, calls=calls)
