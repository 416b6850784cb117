from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.links import pictures
from console.links.pictures import picture_of
from console.portasip.messages import Extension, ExtensionsListed, QueueListed, QueuesListed
from tests import servers
from tests.history.databases import PostgreSQL, SQLite, on
from tests.history.office import PBX, Office
from tests.links.conftest import pbx

__all__ = ["pbx"]


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> SQLite:
    with django_db_blocker.unblock():
        return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server(django_db_blocker: Any) -> Iterator[PostgreSQL]:
    with servers.postgresql() as url, django_db_blocker.unblock():
        yield PostgreSQL(url)


@pytest.fixture
def sqlite(sqlite_model: SQLite, tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """The file that this process uses."""
    path = tmp_path / "console.sqlite3"
    with django_db_blocker.unblock(), on(sqlite_model.fresh(path)):
        yield path


@pytest.fixture
def postgresql(postgresql_server: PostgreSQL, django_db_blocker: Any) -> Iterator[str]:
    """The URL of the database that this process uses."""
    with django_db_blocker.unblock(), on(postgresql_server.fresh()):
        yield postgresql_server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Both, one after the other."""
    request.getfixturevalue(request.param)
    return str(request.param)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    """Its board is what this process shows: Ruth at 107, and a queue."""
    monkeypatch.setattr(pictures, "_pictures", {})
    place = Office(at=1_800_000_000.0)
    picture_of(PBX).board = place.board
    people = (Extension("123007", "107", "Ruth Marlow"), Extension("123012", "112", "Anna Keller"))
    place.fold(ExtensionsListed(people, place.at))
    place.fold(QueuesListed((QueueListed("25", "Sales"),), place.at))
    return place
