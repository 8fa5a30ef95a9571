"""Migration operations by which the database itself refuses to change finished rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def lock_rows(table: str, *events: str) -> migrations.RunPython:
    """Return an operation after which UPDATE or DELETE of a row of the table is an error.

    Args:
        table: name of the table.
        events: "UPDATE", "DELETE" or both.
    """
    return migrations.RunPython(_lock(table, events), _unlock(table, events))


def unlock_rows(table: str, *events: str) -> migrations.RunPython:
    """Return the operation that takes the lock away, before a migration alters the table.

    SQLite rebuilds a table to alter it and drops its triggers without a word; so a migration that
    alters a locked table begins with this and ends with `lock_rows`, on every database.
    """
    return migrations.RunPython(_unlock(table, events), _lock(table, events))


Step = Callable[[StateApps, BaseDatabaseSchemaEditor], None]


def _lock(table: str, events: tuple[str, ...]) -> Step:
    def lock(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
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

    return lock


def _unlock(table: str, events: tuple[str, ...]) -> Step:
    def unlock(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor == "sqlite":
            for event in events:
                editor.execute(f"DROP TRIGGER {table}_no_{event.lower()}")
            return
        editor.execute(f"DROP TRIGGER {table}_locked ON {table}")
        editor.execute(f"DROP FUNCTION {table}_locked()")

    return unlock
