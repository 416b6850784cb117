from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor


def require_migrated() -> None:
    """Stops a command whose tables may be missing or old, and names what is unapplied."""
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    except DatabaseError as error:
        raise CommandError(f"The database cannot be reached: {error}") from error
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
        raise CommandError(
            f"The database misses these migrations: {names}. "
            "Run: .venv/bin/python manage.py migrate"
        )
