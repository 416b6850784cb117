"""Web servers that are no door to call control."""

import time

import pytest

from console.simulator import Simulator
from tests.links.doctor.conftest import SHORT, examined
from tests.links.doctor.odd_servers import Connected, gossip, hang_up, listening, mute, saying


async def refused_by(server: Connected) -> tuple[str, str, str]:
    """Cause, sentence and advice of the step."""
    async with listening(server) as port:
        found = await examined(f"ws://127.0.0.1:{port}/wrong", bounds=SHORT)
    assert found.steps[-1] == "websocket"
    assert found["websocket"].state == "failed"
    finding = found["websocket"]
    return finding.details["cause"], finding.what, finding.advice


@pytest.mark.parametrize(
    ("status", "cause", "advice"),
    [
        ("404 Not Found", "not-found", "The path should be /ws.\nRun: .venv/bin/python manage.py"),
        ("401 Unauthorized", "forbidden", "allow its address"),
        ("403 Forbidden", "forbidden", "allow its address"),
        ("502 Bad Gateway", "unavailable", "call control behind it does not"),
        ("503 Service Unavailable", "unavailable", "workers"),
        ("200 OK", "no-websocket", "pass WebSockets on"),
        ("426 Upgrade Required", "no-websocket", "pass WebSockets on"),
        ("500 Internal Server Error", "status", "web server"),
    ],
)
async def test_a_status_is_told_with_what_it_means(status: str, cause: str, advice: str) -> None:
    found = await refused_by(saying(status))
    assert found[0] == cause
    assert f"HTTP {status[:3]}" in found[1]
    assert advice in found[2]


async def test_a_right_path_that_is_not_found_points_at_the_port() -> None:
    async with listening(saying("404 Not Found")) as port:
        found = await examined(f"ws://127.0.0.1:{port}/ws")
    assert "8444 for customers" in found["websocket"].advice


async def test_a_redirect_says_where_to_and_is_not_followed() -> None:
    place = "wss://other.example.com/ws"
    cause, sentence, advice = await refused_by(saying("302 Found", Location=place))
    assert cause == "redirected"
    assert sentence.endswith(f"HTTP 302, to {place}.")
    assert "addpbx office --url URL" in advice


@pytest.mark.parametrize(
    ("server", "cause"),
    [
        (mute, "silent"),
        (hang_up, "no-http"),
        (gossip, "no-http"),
        (saying("101 Switching Protocols"), "no-websocket"),
    ],
)
async def test_a_server_of_another_kind_is_named(server: Connected, cause: str) -> None:
    began = time.monotonic()
    assert (await refused_by(server))[0] == cause
    assert time.monotonic() - began < 5


async def test_a_pbx_that_went_silent_is_told_from_a_closed_port(pbx: Simulator) -> None:
    pbx.silence()
    found = await examined(pbx.url, bounds=SHORT)
    pbx.silence(False)
    assert found.troubles == {"websocket": ("failed", "silent")}
