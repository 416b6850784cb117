from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

SHOWN = 3  # names; a new database misses dozens


def refuse_unmigrated() -> None:
    """Stops a command whose tables may be missing or old, and names what is unapplied."""
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    except DatabaseError as error:
        raise CommandError(f"The database cannot be reached: {error}") from error
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        raise CommandError(
            f"Unapplied migrations: {', '.join(names[:SHOWN])}{more}. "
            "Run: .venv/bin/python manage.py migrate"
        )
