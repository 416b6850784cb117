"""SIGTERM: every screen told to come back, logged out, and ended in time.

That it is not ready meanwhile is asked in `test_metrics.py`.
"""

import signal
import time
from pathlib import Path

from tests.consoles import (
    STOPS_WITHIN,
    Pbx,
    Watcher,
    deaf,
    eventually,
    serving,
    signed_in,
)
from tests.servers import listens

SCREENS = 50
SERVICE_RESTART = 1012


def test_a_stopped_console_sends_fifty_screens_away_and_ends_in_time(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, deaf(console, signed_in(console)):
        client = signed_in(console)
        screens = [Watcher(console, client) for _ in range(SCREENS)]
        eventually(lambda: all(screen.is_live() for screen in screens))
        told = time.monotonic()
        console.signal(signal.SIGTERM)
        eventually(lambda: not listens(console.port))
        if console.process.poll() is None:
            console.signal(signal.SIGTERM)  # a second one changes nothing
        eventually(lambda: all(screen.code == SERVICE_RESTART for screen in screens))
        assert console.process.wait(STOPS_WITHIN) == 0
        assert time.monotonic() - told < STOPS_WITHIN
        assert pbx.heard("logout") == pbx.heard("login") == 1
        assert "Traceback" not in console.log.read_text()
        for screen in screens:
            screen.close()
