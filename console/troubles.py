"""What goes wrong again and again: told once, not with every try."""

import time
from typing import Any

import structlog


class Trouble:
    """The first failure warns, repeats are for those who look closer, the end is told once.

    `about` tells apart what may fail each for itself, such as the PBXs that one task looks after.
    Safe to use from several threads: at worst a line is written twice.
    """

    def __init__(self, failing: str, over: str) -> None:
        self.failing = failing
        self.over = over
        self._since: dict[str, tuple[float, int]] = {}
        self._log = structlog.get_logger()

    def __bool__(self) -> bool:
        return bool(self._since)

    def happened(self, about: str = "", /, **values: Any) -> None:
        """It failed (again). With `exc_info`, for a fault of ours, the first is an error."""
        since, failures = self._since.get(about, (time.monotonic(), 0))
        self._since[about] = since, failures + 1
        tell = self._log.error if values.get("exc_info") else self._log.warning
        if failures:
            tell = self._log.debug
        tell(self.failing, **values)

    def ended(self, about: str = "", /, **values: Any) -> None:
        """It works; says so if it did not before."""
        since, failures = self._since.pop(about, (0.0, 0))
        if failures:
            seconds = round(time.monotonic() - since, 1)
            self._log.info(self.over, failures=failures, seconds=seconds, **values)
