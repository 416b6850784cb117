"""A quiet PBX, and a client that has logged in and subscribed to all of it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from console.simulator import Simulator

from .client import PlainClient, connected


@pytest_asyncio.fixture
async def pbx() -> AsyncIterator[Simulator]:
    async with Simulator() as pbx:
        yield pbx


@pytest_asyncio.fixture
async def client(pbx: Simulator) -> AsyncIterator[PlainClient]:
    client = await connected(pbx)
    await client.log_in(pbx)
    await client.subscribe()
    yield client
    await client.close()
