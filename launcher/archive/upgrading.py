"""An archive of an earlier version: its tables made anew, filled and migrated, beside our own.

This happens in a process of its own, on an SQLite file that goes afterwards, because migrations
work on the one database of a process. What comes out is an archive of this version's tables.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.errors import RuleError
from launcher.archive.reading import GONE, Manifest, opened, read_manifest
from launcher.archive.rows import (
    empty_tables,
    insert_rows,
    part_of,
    tables,
    triggers_away,
)
from launcher.archive.saving import save
from launcher.fresh import make_tables

Node = tuple[str, str]
PREFIX = "older-backup-"


@contextlib.contextmanager
def brought_up(source: Path, manifest: Manifest) -> Iterator[Path]:
    """Make an archive of this version's tables, without files, from one of earlier tables.

    Raises:
        RuleError: it cannot be done here; the message says what can.
    """
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=settings.VAR_DIR) as folder:
        target = Path(folder) / "rows.zip"
        here = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
        done = subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, "manage.py", "upgrade_backup", str(source.resolve()), str(target)],
            cwd=settings.BASE_DIR,
            env={**here, "DATABASE_URL": f"sqlite://{folder}/scratch.sqlite3"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not target.exists():
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            message = (
                f"The backup of version {manifest.version} cannot be brought up to the tables of "
                f"{settings.APP_VERSION}: {why} Nothing was changed. Restore it with the version "
                "that made it, then upgrade that installation."
            )
            raise RuleError(message)
        yield target


def upgrade(source: Path, target: Path) -> None:
    """Fill an empty database with an archive at the state of its tables, migrate it, save it.

    Args:
        source: an archive of this or an earlier version.
        target: where the archive with the rows of this version goes.

    Raises:
        RuleError: the archive cannot be used, or the database is not empty.
    """
    if connection.introspection.table_names():
        raise RuleError("This needs an empty database of its own (DATABASE_URL=sqlite:///…).")
    with opened(source) as archive:
        manifest = read_manifest(archive)
        wanted = {(app, name) for app, name in manifest.migrations if app not in GONE}
        executor = MigrationExecutor(connection)
        unknown = wanted - set(executor.loader.graph.nodes)
        if unknown:
            raise RuleError(f"It knows a change of the tables that is not here: {min(unknown)}.")
        targets = last_of(wanted, executor)
        if {
            node for last in targets for node in executor.loader.graph.forwards_plan(last)
        } != wanted:
            raise RuleError("Its tables are a state that no version had.")
        make_tables(connection, targets)
        state = executor.loader.project_state(targets)
        models = {part_of(model): model for model in tables(state.apps)}
        kept = {label for label in manifest.rows if label.partition(".")[0] not in GONE}
        strange = sorted(set(models) ^ {f"tables/{label}.jsonl" for label in kept})
        if strange:
            raise RuleError(f"Its tables differ from those of its version: {strange[0]}.")
        with transaction.atomic(), triggers_away():
            empty_tables(list(models.values()))
            for name, model in models.items():
                with archive.open(name) as lines:
                    insert_rows(model, lines)
    call_command("migrate", interactive=False, verbosity=0)
    save(target, with_files=False)


def last_of(wanted: set[Node], executor: MigrationExecutor) -> list[Node]:
    """Return the migrations after which no other one of the wanted comes in the same app."""
    graph = executor.loader.graph
    return sorted(
        node
        for node in wanted
        if not any(
            child.key in wanted and child.key[0] == node[0]
            for child in graph.node_map[node].children
        )
    )
