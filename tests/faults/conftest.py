"""A link that reaches its PBX through a proxy that can spoil everything."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
import structlog

from console.simulator import Simulator
from tests.faults.proxy import Proxy
from tests.links.conftest import SHORT, Office, pbx
from tests.links.desk import Desk

__all__ = ["pbx"]

WAITS = replace(SHORT, request_deadline=0.4)


def through(proxy: Proxy, pbx: Simulator) -> Office:
    """An office whose link goes through the proxy."""
    url = pbx.url.replace(f":{pbx.port}/", f":{proxy.port}/")
    return Office(pbx, WAITS, url=url, insecure=url.startswith("wss:"))


@pytest.fixture
async def proxy(pbx: Simulator) -> AsyncIterator[Proxy]:
    async with Proxy(pbx.port, splits=True) as proxy:
        yield proxy


@pytest.fixture
async def office(proxy: Proxy, pbx: Simulator) -> Office:
    """Not linked yet: a test says when."""
    return through(proxy, pbx)


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    seat = Desk(office)
    yield seat
    await seat.carrier.stop()


@pytest.fixture(autouse=True)
def nothing_fails_inside(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the network does is never a fault of ours: nothing is logged as an error."""
    with structlog.testing.capture_logs() as logs:
        yield
    assert not [entry for entry in logs if entry["log_level"] in ("error", "critical")]
    told = [*caplog.get_records("setup"), *caplog.get_records("call")]
    assert not [each.getMessage() for each in told if each.levelno >= logging.ERROR]


@pytest.fixture(autouse=True)
async def nothing_runs_on() -> AsyncIterator[None]:
    """Every task of the console has ended with its owner."""
    yield
    await asyncio.sleep(0)  # what was cancelled ends in the next round of the loop
    running = [repr(task) for task in asyncio.all_tasks()]
    assert not [task for task in running if "console/links" in task or "console/portasip" in task]
