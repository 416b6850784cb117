"""What goes wrong again and again: told once, not with every try."""

import logging
import time
from typing import Any

import structlog

log = structlog.get_logger()
NEWS_AFTER = 300.0  # seconds; no two tries of anything lie as far apart


class FirstOfAKind(logging.Filter):
    """For libraries that write the same line with every try: repeats are dropped."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}  # by line, without its values

    def filter(self, record: logging.LogRecord) -> bool:
        now, last = time.monotonic(), self._last.get(record.msg)
        self._last[record.msg] = now
        return last is None or now > last + NEWS_AFTER


class Trouble:
    """The first failure warns, repeats are for those who look closer, the end is told once.

    A failure after NEWS_AFTER without any is a first one again, so that what has no end of its
    own need not call `ended`. `about` tells apart what may fail each for itself, such as the PBXs
    that one task looks after. Safe in several threads: at worst a line is written twice.
    """

    def __init__(self, failing: str, over: str = "") -> None:
        self.failing = failing
        self.over = over
        self._known: dict[tuple[str, bool], _Failures] = {}

    def __bool__(self) -> bool:
        return bool(self._known)

    def happened(self, about: str = "", /, **values: Any) -> None:
        """It failed (again). With `exc_info`, for a fault of ours, the first is an error."""
        is_fault, now = bool(values.get("exc_info")), time.monotonic()
        failures = self._known.get((about, is_fault))
        if failures is None or now > failures.last + NEWS_AFTER:
            failures = self._known[about, is_fault] = _Failures(now)
            tell = log.error if is_fault else log.warning
        else:
            tell = log.debug
        failures.count += 1
        failures.last = now
        tell(self.failing, **values)

    def ended(self, about: str = "", /, **values: Any) -> None:
        """It works; says so if it did not before."""
        if not self._known:
            return  # on the live path, nearly always
        known = [self._known.pop((about, is_fault), None) for is_fault in (False, True)]
        ended = [failures for failures in known if failures]
        if ended and self.over:
            count = sum(failures.count for failures in ended)
            seconds = round(time.monotonic() - min(failures.first for failures in ended), 1)
            log.info(self.over, failures=count, seconds=seconds, **values)


class _Failures:
    def __init__(self, first: float) -> None:
        self.first = self.last = first
        self.count = 0
