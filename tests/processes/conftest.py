"""One console on a file SQLite, as a stranger sets it up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consoles import Pbx, environment, prepared, simulated


@pytest.fixture
def pbx() -> Iterator[Pbx]:
    with simulated() as pbx:
        yield pbx


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return environment(DATABASE_URL=f"sqlite:///{tmp_path / 'console.sqlite3'}")


@pytest.fixture
def ready(variables: dict[str, str], pbx: Pbx) -> dict[str, str]:
    """The environment of a console that has been migrated and knows a PBX and an operator."""
    prepared(variables, pbx)
    return variables
