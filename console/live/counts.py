"""What leaves no state behind is counted here as it happens, since this process began."""

from collections import Counter, defaultdict

from console.figures import Timings

full_sets: Counter[str] = Counter()
"""By PBX: at every opening, after a browser missed something, and when it had fallen behind."""

happened: Counter[str] = Counter(fell_behind=0, missed=0)
"""Browsers that fell behind their bounds, and that noticed a gap in their numbers."""

closed: Counter[tuple[str, str]] = Counter()
"""Sockets that ended, by code and by whom: console or browser."""

rendering: defaultdict[str, Timings] = defaultdict(lambda: Timings(()))
"""By region."""

CODES = frozenset({1000, 1001, 1005, 1006, 1009, 1011, 1012, 1013, 4000, 4403})
ABNORMAL = 1006


def close(ours: int | None, theirs: int) -> None:
    """A socket has ended with the code that we gave it, or with the browser's, whatever it says."""
    code = theirs if ours is None else ours
    closed[str(code) if code in CODES else "other", "browser" if ours is None else "console"] += 1
