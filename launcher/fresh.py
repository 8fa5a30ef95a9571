"""All tables at once on an empty database, as the migrations would leave them.

One migration after the other, Django draws up hundreds of versions of every model in between: ten
seconds of processor for tables that hold nothing. Here the tables are made from the last version,
and of the migrations only that is done which is more than tables: triggers and locks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

Node = tuple[str, str]


def make_tables(connection: BaseDatabaseWrapper, targets: Sequence[Node] | None = None) -> bool:
    """Make the tables of a version in a database that has none, and note its migrations.

    Args:
        connection: of the database.
        targets: last migrations of the version, (app, name) each; those of this one unless told.

    Returns:
        Whether anything was done; False where there are tables already. All or nothing is done.
    """
    if connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    nodes = list(targets or executor.loader.graph.leaf_nodes())
    plan = executor.migration_plan(nodes, clean_start=True)
    state = executor.loader.project_state(nodes)
    recorder = MigrationRecorder(connection)
    with connection.schema_editor(atomic=True) as editor:
        editor.create_model(recorder.Migration)
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):  # noqa: SLF001 -- Django's public meta API
                editor.create_model(model)
        for migration, _ in plan:
            for operation in _beyond_tables(migration.operations):
                operation.database_forwards(migration.app_label, editor, state, state)
            recorder.record_applied(migration.app_label, migration.name)
    return True


def _beyond_tables(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _beyond_tables(operation.database_operations)
        elif isinstance(operation, RunPython | RunSQL):
            yield operation
