"""Databases as `serve` has them, in this process: a file of SQLite, a server of PostgreSQL.

pytest-django's own is in memory, where nobody can lock another out and no disk is full.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from typing import Any

import environ
from django.core.management import call_command
from django.db import connections

from console.links.models import PBX
from tests.memberships import pbx as pbx_row


def sqlite_at(path: Path, *pragmas: str, timeout: float = 0.1) -> dict[str, Any]:
    """As in the settings, but whoever waits for a lock gives up sooner."""
    commands = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", *pragmas)
    options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": options | {"init_command": "; ".join(commands)},
    }


def postgresql_at(url: str) -> dict[str, Any]:
    return {**environ.Env.db_url_config(url), "CONN_HEALTH_CHECKS": True}


@contextmanager
def for_new_connections(database: dict[str, Any]) -> Iterator[None]:
    """A thread that has one keeps it."""
    before = connections.settings["default"]
    configured = connections.configure_settings({"default": dict(database)})
    connections.settings["default"] = configured["default"]
    try:
        yield
    finally:
        connections.settings["default"] = before


@contextmanager
def on(database: dict[str, Any]) -> Iterator[None]:
    """This thread's connection, and every one that is opened inside, goes to this database."""
    mine = connections["default"]
    with for_new_connections(database):
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = mine


def migrated(database: dict[str, Any]) -> None:
    with on(database):
        call_command("migrate", verbosity=0)


class SQLite:
    """A file with one PBX; `fresh` makes the copy that a test may spoil."""

    def __init__(self, folder: Path) -> None:
        self.model = folder / "model.sqlite3"
        database = sqlite_at(self.model)
        migrated(database)
        with on(database):
            pbx_row("main")

    def fresh(self, path: Path) -> dict[str, Any]:
        copyfile(self.model, path)
        return sqlite_at(path)


class PostgreSQL:
    def __init__(self, url: str) -> None:
        self.url = url
        migrated(postgresql_at(url))

    def fresh(self) -> dict[str, Any]:
        with on(postgresql_at(self.url)):
            PBX.objects.all().delete()
            pbx_row("main")
        return postgresql_at(self.url)
