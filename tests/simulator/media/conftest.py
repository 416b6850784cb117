"""A client of the media server that has logged in, once over REST and once over SOAP."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from console.simulator import Simulator

from .client import RestClient, SoapClient


@pytest_asyncio.fixture(params=[RestClient, SoapClient], ids=lambda each: each.transport)
async def media(pbx: Simulator, request: pytest.FixtureRequest) -> AsyncIterator[RestClient]:
    client = request.param(pbx)
    await client.log_in()
    yield client
    await client.close()
