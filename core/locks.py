"""Migration operations by which the database itself refuses to change finished rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps


def lock_rows(table: str, *events: str) -> migrations.RunPython:
    """Return an operation after which UPDATE or DELETE of a row of the table is an error.

    Args:
        table: name of the table.
        events: "UPDATE", "DELETE" or both.
    """
    return migrations.RunPython(_lock(table, events), _unlock(table, events))


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


def keep_triggers(table: str, operations: Sequence[Operation]) -> list[Operation]:
    """Return operations on a guarded table, between which its triggers are put aside.

    SQLite changes a column by building the table anew; the triggers of the old one would go with
    it and nobody would notice. Here they come back as they were. PostgreSQL keeps them anyway.

    Args:
        table: name of the table.
        operations: what is done to it.
    """
    kept: list[str] = []

    def put_aside(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
            triggers = cursor.fetchall()
        kept[:] = [sql for _name, sql in triggers]
        for name, _sql in triggers:
            editor.execute(f"DROP TRIGGER {name}")

    def bring_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
        for statement in kept:
            editor.execute(statement)

    return [
        migrations.RunPython(put_aside, bring_back),
        *operations,
        migrations.RunPython(bring_back, put_aside),
    ]
