"""A new database for each office of the tests, copied from one that `migrate` made."""

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def migrated(database: Path) -> None:
    """Let the SQLite file stand there as after `migrate`, which for itself takes two seconds."""
    database.write_bytes(_template())


@cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "template.sqlite3")
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=REPOSITORY,
            env={"DATABASE_URL": f"sqlite:///{database}"},
            check=True,
        )
        with closing(sqlite3.connect(database)) as connection:
            return connection.serialize()
