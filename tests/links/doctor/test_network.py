"""Name and port, with the machine's real network where it can be had."""

import socket
import threading
import time
from typing import Any

import pytest

from console.simulator import Simulator
from tests.links.doctor.conftest import SHORT, examined
from tests.servers import free_port


def resolving(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """Let the DNS answer this: addresses, an error, or an event before which it says nothing."""

    def getaddrinfo(host: str, port: int, *args: Any, **options: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, threading.Event):
            answer.wait(10)
            raise socket.gaierror(socket.EAI_AGAIN, "too late")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answer]

    monkeypatch.setattr("console.links.doctor.network.socket.getaddrinfo", getaddrinfo)


async def test_a_name_is_resolved(pbx: Simulator) -> None:
    found = await examined(f"ws://localhost:{pbx.port}/ws")
    assert "127.0.0.1" in found["name"].details["addresses"]


async def test_an_address_needs_no_resolving(pbx: Simulator) -> None:
    assert (await examined(pbx.url))["name"].state == "skipped"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (socket.gaierror(socket.EAI_NONAME, "not known"), "unknown-name"),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "no-dns"),
        (UnicodeError("label too long"), "unknown-name"),
    ],
)
async def test_a_name_that_is_not_found_is_said(
    error: Exception, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, error)
    found = await examined("wss://pbx.example.com:8444/ws")
    assert found.troubles == {"name": ("failed", cause)}
    assert "pbx.example.com" in found["name"].what


async def test_a_dns_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, over := threading.Event())
    began = time.monotonic()
    found = await examined("wss://pbx.example.com:8444/ws", bounds=SHORT)
    over.set()
    assert found.troubles == {"name": ("failed", "no-dns")}
    assert time.monotonic() - began < 5


async def test_a_closed_port_is_named_with_the_ports_of_the_realms() -> None:
    port = free_port()
    found = await examined(f"ws://127.0.0.1:{port}/ws")
    assert found.troubles == {"connect": ("failed", "refused")}
    assert str(port) in found["connect"].what
    for realm in ("8444 for customers", "8445 for accounts", "8442 for resellers"):
        assert realm in found["connect"].advice
    assert "--url wss://127.0.0.1:PORT/ws" in found["connect"].advice


async def test_a_port_that_drops_packets_is_told_from_a_closed_one() -> None:
    """A listener whose queue is full answers no more: Linux drops the handshake."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(("127.0.0.1", port))
            found = await examined(f"ws://127.0.0.1:{port}/ws", bounds=SHORT)
        finally:
            for each in waiting:
                each.close()
    assert found.troubles == {"connect": ("failed", "time-out")}
    assert "firewall" in found["connect"].advice


async def test_an_address_without_a_way_is_unreachable() -> None:
    found = await examined("wss://[ff02::1:2:3]:8444/ws")  # multicast: no TCP ever
    assert found.troubles == {"connect": ("failed", "unreachable")}


async def test_one_bad_address_of_several_is_a_warning(
    pbx: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1", "127.0.0.2"])  # nothing listens on the second
    found = await examined(f"ws://localhost:{pbx.port}/ws")
    assert found.troubles == {"connect": ("warning", "partly")}
    assert "127.0.0.2 (refused)" in found["connect"].what
