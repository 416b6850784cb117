"""SIGTERM: not ready, every screen told to come back, logged out, and ended in time."""

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

SCREENS = 50
SERVICE_RESTART = 1012


def test_a_stopped_console_is_not_ready_sends_fifty_screens_away_and_ends_in_time(
    ready: dict[str, str], pbx: Pbx, tmp_path: Path
) -> None:
    with serving(ready, tmp_path) as console, deaf(console, signed_in(console)):
        client = signed_in(console)
        screens = [Watcher(console, client) for _ in range(SCREENS)]
        eventually(lambda: all(screen.is_live() for screen in screens))
        assert client.get("/readyz").status_code == 200
        pbx.do("delay_replies", STOPS_WITHIN, "logout")  # it waits, which leaves time to be asked
        told = time.monotonic()
        console.signal(signal.SIGTERM)
        # A balancer asks over the connection that it keeps; nobody gets a new one.
        eventually(lambda: client.get("/readyz").status_code == 503)
        assert client.get("/readyz").json()["ending"] is True
        console.signal(signal.SIGTERM)
        eventually(lambda: all(screen.code == SERVICE_RESTART for screen in screens))
        assert console.process.wait(STOPS_WITHIN) == 0
        assert time.monotonic() - told < STOPS_WITHIN
        assert pbx.heard("logout") == pbx.heard("login") == 1
        assert "Traceback" not in console.log.read_text()
        for screen in screens:
            screen.close()
