"""Migration operations by which the database itself refuses to change finished rows."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def lock_rows(table: str, *events: str) -> migrations.RunPython:
    """Return an operation after which UPDATE or DELETE of a row of the table is an error.

    Args:
        table: name of the table.
        events: "UPDATE", "DELETE" or both.
    """

    def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor == "sqlite":
            for event in events:
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            return
        editor.execute(
            f"CREATE FUNCTION {table}_locked() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_locked BEFORE {' OR '.join(events)} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_locked()"
        )

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor == "sqlite":
            for event in events:
                editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}")
            return
        editor.execute(f"DROP TRIGGER {table}_locked ON {table}")
        editor.execute(f"DROP FUNCTION {table}_locked()")

    return migrations.RunPython(add, remove)
