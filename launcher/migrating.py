"""Migrations that a kill leaves done and noted, or not done.

Django notes a migration after its transaction where indexes or keys were put off to the end of it. A
start that is killed in between finds the tables there and the migration not noted, and refuses for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.commands import migrate as command
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Does what was put off before the end, so that Django notes the migration in its transaction."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, *options: Any, **named: Any
    ) -> ProjectState:
        """Apply a migration and note it in one."""
        real = migration.apply

        def apply(
            before: ProjectState, editor: BaseDatabaseSchemaEditor, *more: Any, **other: Any
        ) -> ProjectState:
            after = real(before, editor, *more, **other)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            return after

        migration.apply = apply  # type: ignore[method-assign, assignment]
        try:
            return super().apply_migration(state, migration, *options, **named)
        finally:
            migration.apply = real  # type: ignore[method-assign]


@contextmanager
def _whole() -> Iterator[None]:
    """Let Django's command use our executor: it takes none as an option."""
    usual = command.MigrationExecutor  # type: ignore[attr-defined]
    command.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]
    try:
        yield
    finally:
        command.MigrationExecutor = usual  # type: ignore[attr-defined]


def are_waiting() -> bool:
    """Tell whether a file of a migration is not noted as done; by their names, none is loaded."""
    done = MigrationRecorder(connection).applied_migrations().keys()
    return any(
        (config.label, file.stem) not in done
        for config in apps.get_app_configs()
        for file in Path(config.path, "migrations").glob("[!_]*.py")
    )


def migrate(verbosity: int, stdout: Any) -> None:
    """Bring all tables up to date; each migration wholly or not at all."""
    if not are_waiting():
        return
    with _whole():
        call_command("migrate", interactive=False, verbosity=verbosity, stdout=stdout)
