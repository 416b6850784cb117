"""Triggers by which the database itself refuses to change or delete what the audit holds.

The owner of the tables can drop them, as `pruneaudit` does; nobody changes a row by mistake, by
another program's SQL, or through a fault of ours.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# Each table with what tells its rows apart, whatever their number.
TABLES = {
    "audit_press": ("identity",),
    "audit_settlement": ("press_id", "settled_at"),
}
REFUSAL = "The audit is append-only: manage.py pruneaudit removes what is old."

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def protect(connection: BaseDatabaseWrapper) -> None:
    """Refuse UPDATE and DELETE from now on, and what comes to the same."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
        for table in TABLES:
            for statement in _triggers(connection, table):
                cursor.execute(statement)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    """Until `protect`; in the same transaction, or others may change rows meanwhile."""
    on = " ON {0}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in TABLES:
            for kind in ("update", "delete", "replace"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{kind}{on.format(table)}")


def _triggers(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f"CREATE TRIGGER {table}_no_{kind} BEFORE {events} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
            for kind, events in (("update", "UPDATE"), ("delete", "DELETE OR TRUNCATE"))
        ]
    same = " AND ".join(f"{column} = NEW.{column}" for column in TABLES[table])
    return [
        *(
            f"CREATE TRIGGER {table}_no_{kind} BEFORE {kind} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for kind in ("update", "delete")
        ),
        # INSERT OR REPLACE deletes without asking the trigger above; here it leaves the old row.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({same}))"
        " BEGIN SELECT RAISE(IGNORE); END",
    ]
