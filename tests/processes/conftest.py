"""One console on a file SQLite, as a stranger sets it up."""

import shutil
import sqlite3
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


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of the README have made a database and its secrets: once, for all."""
    folder = tmp_path_factory.mktemp("set-up")
    with simulated() as pbx:
        prepared(environment(DATABASE_URL=f"sqlite:///{folder / 'console.sqlite3'}"), pbx)
    return folder


@pytest.fixture
def ready(variables: dict[str, str], set_up: Path, tmp_path: Path, pbx: Pbx) -> dict[str, str]:
    """The environment of a console that has been migrated and knows a PBX and an operator."""
    for file in set_up.iterdir():
        shutil.copy(file, tmp_path)
    with sqlite3.connect(tmp_path / "console.sqlite3") as database:
        database.execute("UPDATE links_pbx SET url = ?", [pbx.simulator.url])
    database.close()
    return variables
