"""A database beside the test database: made empty, used by the product, dropped."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps

from core.labels import FORMER_LABELS
from launcher.fresh import make_tables
from tests.plugin import database_address
from tests.upgrade.dumps import load_postgresql, load_sqlite

Row = dict[str, Any]
Node = tuple[str, str]


@contextlib.contextmanager
def scratch(folder: Path) -> Iterator[None]:
    """Let the default connection work on an empty database of its own."""
    kept = connection.settings_dict["NAME"]
    name = f"landfall_scratch_{uuid.uuid4().hex[:8]}"
    is_file = connection.vendor == "sqlite"
    connection.close()
    if is_file:
        connection.settings_dict["NAME"] = str(folder / f"{name}.sqlite3")
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept
        ContentType.objects.clear_cache()
        if not is_file:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def load_release(release: str) -> None:
    """Fill the scratch database with the demo of a release."""
    if connection.vendor == "sqlite":
        load_sqlite(release, Path(connection.settings_dict["NAME"]))
        return
    load_postgresql(release, database_address())


def tables() -> list[str]:
    """Return the tables of the database, without those of the database itself."""
    return sorted(connection.introspection.table_names())


def rows_of(table: str) -> list[Row]:
    """Return every row of a table as it is stored, by its first column."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count_of(table: str) -> int:
    """Return the number of rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        return cursor.fetchone()[0]


def moving() -> set[tuple[str, str]]:
    """Return the migrations by which models change their app."""
    old, now = (
        {label.partition(".")[0] for label in labels}
        for labels in (FORMER_LABELS, FORMER_LABELS.values())
    )
    new = now - old
    graph = MigrationLoader(None).graph
    return {
        node
        for node in graph.nodes
        if node[1].endswith("_moved") or (node[0] in new and node[1] == "0001_initial")
    }


def last_before(these: Collection[Node]) -> list[Node]:
    """Return for each app the last migration that none of these stands before: a whole state."""
    graph = MigrationLoader(None).graph
    left_out = set(these)
    reached: dict[str, tuple[int, Node]] = {}
    for node in graph.nodes:
        plan = graph.forwards_plan(node)
        best = reached.get(node[0])
        if left_out.isdisjoint(plan) and (best is None or len(plan) > best[0]):
            reached[node[0]] = (len(plan), node)
    return [reached[app][1] for app in sorted(reached)]


def before_the_moves() -> list[tuple[str, str | None]]:
    """Return for each app the last migration that no move stands before."""
    known = dict(last_before(moving()))
    apps = {app for app, _name in MigrationLoader(None).graph.nodes}
    return [(app, known.get(app)) for app in sorted(apps)]


def migrate(targets: list[tuple[str, str | None]] | None = None) -> MigrationExecutor:
    """Migrate to the targets, by default to the newest state; an empty database has all at once."""
    if make_tables(connection, [node for node in targets or () if node[1]]):
        return MigrationExecutor(connection)
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connection)


def state_at(targets: list[Node]) -> StateApps:
    """Migrate to the targets and return the models as they are there."""
    return migrate(targets).loader.project_state(targets).apps
