"""SIGTERM: not ready, every screen told to come back, logged out, and ended in time."""

import signal
import socket
import time
from pathlib import Path

import httpx2

from tests.consoles import (
    STOPS_WITHIN,
    Console,
    Pbx,
    Watcher,
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


def deaf(console: Console, client: httpx2.Client) -> socket.socket:
    """A screen that asks for its socket and never reads a byte of what comes after."""
    line = socket.create_connection(("127.0.0.1", console.port))
    line.sendall(
        (
            "GET /live/desk/office/ HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{console.port}\r\nOrigin: {console.url}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"Cookie: sessionid={client.cookies['sessionid']}\r\n\r\n"
        ).encode()
    )
    eventually(lambda: b"101 Switching" in line.recv(4096, socket.MSG_PEEK))
    return line
