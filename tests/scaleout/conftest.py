"""Several consoles on one PostgreSQL and one Redis, in front of one PBX."""

from collections.abc import Iterator

import pytest

from tests import servers
from tests.consoles import SECRETS, environment, prepared, simulated
from tests.figures import TOKEN
from tests.scaleout.fleet import Fleet, Layer

LEASE = {"WAIT_LEASE_TTL": "5", "WAIT_LEASE_RENEW": "1", "WAIT_LEASE_POLL": "0.2"}


@pytest.fixture(scope="session")
def cluster() -> Iterator[servers.Cluster]:
    with servers.cluster() as started:
        yield started


@pytest.fixture(scope="session")
def office(cluster: servers.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Set up once for all modules; each test starts its own processes and ends them."""
    with simulated() as pbx, Layer() as layer:
        variables = environment(
            DATABASE_URL=cluster.url, REDIS_URL=layer.url, METRICS_TOKEN=TOKEN, **SECRETS, **LEASE
        )
        prepared(variables, pbx)
        yield Fleet(variables, pbx, layer, cluster, tmp_path_factory.mktemp("fleet"))


@pytest.fixture
def fleet(office: Fleet) -> Iterator[Fleet]:
    """An office without calls; whatever a test started is ended after it."""
    office.pbx.do("clear")
    yield office
    office.end()
