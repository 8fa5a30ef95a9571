"""Putting an archive in place: rows and files, all or nothing, whenever it ends.

Rows change in one transaction, files cannot. So what will happen to the files is written into the
database before anything changes, and the transaction of the rows marks it as decided. From then on
`finish` carries it out, before that it takes back what was brought; after a kill the next start
does the same.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from core.errors import RuleError
from launcher.archive import files
from launcher.archive.reading import Manifest, is_older, opened, read_manifest
from launcher.archive.rows import (
    empty_tables,
    insert_rows,
    part_of,
    reset_sequences,
    tables,
    triggers_away,
)
from launcher.archive.saving import Summary
from launcher.archive.upgrading import brought_up

BOOK = "launcher_restoring"  # is there only while a restore is under way


def is_empty() -> bool:
    """Say whether nobody has used this database yet."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    return not user._base_manager.exists()  # noqa: SLF001 -- people of every tenant


def load(source: Path, *, replace: bool = False) -> Summary:
    """Put all data of an archive in place: everything or, on any error, nothing.

    Args:
        source: the archive; of an earlier version it is brought up to this version's tables.
        replace: give up the data that is here now.

    Returns:
        What was restored.

    Raises:
        RuleError: the archive cannot be used, or data is here and `replace` was not said.
    """
    with opened(source) as archive, alone():
        finish()
        manifest = read_manifest(archive)
        older = is_older(manifest)
        if not replace and not is_empty():
            raise RuleError("This database holds data already; say --replace to give it up.")
        if older:
            with brought_up(source, manifest) as newer, opened(newer) as rows:
                _replace_all(archive, manifest, rows, read_manifest(rows))
        else:
            _replace_all(archive, manifest, archive, manifest)
    return Summary(
        manifest.version,
        manifest.made_at,
        sum(manifest.rows.values()),
        len(manifest.files),
        brought_up=older,
    )


def _replace_all(
    archive: zipfile.ZipFile, manifest: Manifest, rows: zipfile.ZipFile, counts: Manifest
) -> None:
    """Replace files and rows; `rows` is the archive that holds the tables, `counts` its manifest."""
    moves = files.plan(manifest.files)
    write_down(moves)
    try:
        files.bring(moves, archive)
        with transaction.atomic(), references_checked(), triggers_away():
            empty_tables()
            for model in tables():
                _fill(model, rows, counts)
            reset_sequences()
            decide()
    except BaseException:
        finish()
        raise
    finish()


def _fill(model: type[models.Model], rows: zipfile.ZipFile, counts: Manifest) -> None:
    with rows.open(part_of(model)) as lines:
        count = insert_rows(model, lines)
    if count != counts.rows[model._meta.label]:  # noqa: SLF001 -- Django's public meta API
        raise RuleError(f"The backup is wrong in {part_of(model)}: it has {count} lines.")


@contextlib.contextmanager
def references_checked() -> Iterator[None]:
    """Say in words that a row refers to one that is not there.

    Raises:
        RuleError: it does.
    """
    try:
        yield
    except IntegrityError as error:
        message = f"The backup contradicts itself, a row refers to what is not in it: {error}."
        raise RuleError(message) from error


# --- the book -----------------------------------------------------------------------------------
@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let no second restore, and no start of the product, meet one that is under way.

    Raises:
        RuleError: one is.
    """
    folder: Path = settings.VAR_DIR
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "restore.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RuleError("A backup is being restored here; wait until it is done.") from error
        yield
    finally:
        os.close(handle)


def write_down(moves: files.Moves) -> None:
    """Write down what will happen to the files."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {BOOK} (moves text NOT NULL, decided integer NOT NULL)")
        cursor.execute(f"INSERT INTO {BOOK} VALUES (%s, 0)", [moves.to_json()])


def decide() -> None:
    """Mark the moves as decided, in the transaction of the rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {BOOK} SET decided = 1")


def is_under_way() -> bool:
    """Say whether a restore has begun and not come to its end."""
    return BOOK in connection.introspection.table_names()


def finish() -> str:
    """Bring a restore to its end that wrote its moves down; without one nothing happens.

    Returns:
        "done" if it was carried out, "undone" if it was taken back, else "".
    """
    if not is_under_way():
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT moves, decided FROM {BOOK}")
        text, decided = cursor.fetchone()
    moves = files.Moves.from_json(text)
    os.sync()  # a decision that is acted upon must outlive a loss of power
    if decided:
        files.publish(moves)
    else:
        files.withdraw(moves)
    os.sync()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {BOOK}")
    return "done" if decided else "undone"


def after_interruption() -> str:
    """Bring an interrupted restore to its end, at a start of the product.

    Raises:
        RuleError: a restore is under way right now.
    """
    with alone():
        return finish()
