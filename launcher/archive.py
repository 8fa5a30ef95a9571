"""All data in one file and back: every row of every table, every stored file, with checksums.

The rows are written as text that no database owns, so an archive made on SQLite can be restored
into PostgreSQL and the other way round.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from core import clock
from core.errors import RuleError

FORMAT = 1
BATCH = 500
PIECE = 1 << 16
PLAIN = (bool, int, float, str)


@dataclass(frozen=True)
class Summary:
    """What an archive holds."""

    version: str
    made_at: str
    rows: int
    files: int


def tables() -> list[type[models.Model]]:
    """Return every model with a table of its own, the joining tables included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]  # noqa: SLF001


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that are stored in the model's own table."""
    fields = model._meta.local_concrete_fields  # noqa: SLF001 -- Django's public meta API
    return [field for field in fields if not getattr(field, "generated", False)]


def migrations() -> list[list[str]]:
    """Return the migrations that made the present tables."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


# --- saving -----------------------------------------------------------------------------------
def row_values(row: models.Model, fields: list[models.Field[Any, Any]]) -> dict[str, Any]:
    """Return a row as values that JSON can hold without losing anything."""
    values: dict[str, Any] = {}
    for field in fields:
        value = field.value_from_object(row)
        plain = value is None or isinstance(value, PLAIN) or isinstance(field, models.JSONField)
        values[field.attname] = value if plain else field.value_to_string(row)
    return values


def stored_files(folder: str = "") -> Iterator[str]:
    """Yield the name of every stored file."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    for inner in sorted(folders):
        yield from stored_files(f"{folder}{inner}/")


class Writer:
    """Fills an archive and remembers the checksum of each part."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one part."""
        state, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                state.update(piece)
                size += len(piece)
        self.parts[name] = {"sha256": state.hexdigest(), "bytes": size}

    def add_table(self, model: type[models.Model]) -> int:
        """Write the rows of a table, one line each, and return their number."""
        count = 0
        fields = columns(model)

        def lines() -> Iterator[bytes]:
            nonlocal count
            rows = model._base_manager.order_by("pk")  # noqa: SLF001 -- rows of every tenant
            for row in rows.iterator(chunk_size=BATCH):
                count += 1
                yield json.dumps(row_values(row, fields), ensure_ascii=False).encode() + b"\n"

        self.add(f"tables/{model._meta.label}.jsonl", lines())  # noqa: SLF001
        return count

    def add_file(self, name: str) -> None:
        """Write a stored file."""
        with default_storage.open(name) as file:
            self.add(f"files/{name}", iter(lambda: file.read(PIECE), b""))


def save(target: Path) -> Summary:
    """Write all data to a file that only its owner can read; it appears when it is complete.

    Args:
        target: where the archive goes; an older file of that name is replaced.

    Returns:
        What was written.
    """
    made_at = clock.now().isoformat(timespec="seconds")
    unfinished = target.with_name(f".{target.name}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = Writer(archive)
        with one_moment():
            applied = migrations()
            rows = {model._meta.label: writer.add_table(model) for model in tables()}  # noqa: SLF001
        names = list(stored_files())
        for name in names:
            writer.add_file(name)
        manifest = {
            "product": "landfall",
            "format": FORMAT,
            "version": settings.APP_VERSION,
            "made_at": made_at,
            "migrations": applied,
            "rows": rows,
            "parts": writer.parts,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    unfinished.replace(target)
    return Summary(settings.APP_VERSION, made_at, sum(rows.values()), len(names))


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Read all tables as they were at one instant."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


# --- restoring ----------------------------------------------------------------------------------
def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest of an archive after comparing every part with its checksum.

    Raises:
        RuleError: it is no archive of this product, damaged, or of another version's tables.
    """
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError) as error:
        raise RuleError("This is not a Landfall backup: it has no manifest.") from error
    if manifest.get("product") != "landfall" or manifest.get("format") != FORMAT:
        raise RuleError("This backup has a format that this version does not read.")
    present = set(archive.namelist()) - {"manifest.json"}
    if present != set(manifest["parts"]):
        raise RuleError("The backup is incomplete: its parts differ from its manifest.")
    for name, facts in manifest["parts"].items():
        if checksum(archive, name) != facts["sha256"]:
            raise RuleError(f"The backup is damaged: {name} differs from its checksum.")
    if manifest["migrations"] != migrations():
        message = (
            f"The backup was made by version {manifest['version']}, whose tables differ from "
            f"those of {settings.APP_VERSION}. Install that version, restore, then upgrade."
        )
        raise RuleError(message)
    return manifest


def checksum(archive: zipfile.ZipFile, name: str) -> str:
    """Return the checksum of a part, or nothing when it cannot be unpacked."""
    state = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                state.update(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""
    return state.hexdigest()


def is_empty() -> bool:
    """Say whether nobody has used this database yet."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    return not user._base_manager.exists()  # noqa: SLF001 -- people of every tenant


def load(source: Path, *, replace: bool = False) -> Summary:
    """Put all data of an archive in place: everything or, on any error, nothing.

    Args:
        source: the archive.
        replace: give up the data that is here now.

    Returns:
        What was restored.

    Raises:
        RuleError: the archive cannot be used, or data is here and `replace` was not said.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise RuleError(f"{source} cannot be read as a backup.") from error
    with archive:
        manifest = read_manifest(archive)
        if not replace and not is_empty():
            raise RuleError("This database holds data already; say --replace to give it up.")
        files = IncomingFiles(archive, manifest["parts"])
        try:
            files.bring()
            with transaction.atomic(), triggers_away():
                empty_tables()
                for model in tables():
                    with archive.open(f"tables/{model._meta.label}.jsonl") as lines:  # noqa: SLF001
                        insert_rows(model, lines)
                reset_sequences()
        except BaseException:
            files.withdraw()
            raise
    files.publish()
    rows = sum(manifest["rows"].values())
    return Summary(manifest["version"], manifest["made_at"], rows, len(files.names))


class IncomingFiles:
    """The stored files of an archive on their way in: until `publish` no file that is here changes.

    A file that is here already with the same content is left alone, a new one gets its name at
    once, and one whose name is taken by another content waits under a name of its own.
    """

    def __init__(self, archive: zipfile.ZipFile, parts: Mapping[str, Mapping[str, Any]]) -> None:
        self.archive = archive
        self.names = [part.removeprefix("files/") for part in parts if part.startswith("files/")]
        self.sums = {name: parts[f"files/{name}"]["sha256"] for name in self.names}
        self.before = set(stored_files())
        self.made: list[str] = []
        self.waiting: dict[str, str] = {}

    def bring(self) -> None:
        """Store what is not here yet."""
        for name in self.names:
            if name not in self.before:
                self._store(name, name)
            elif stored_checksum(name) != self.sums[name]:
                beside = PurePosixPath(name).with_name(f"restoring-{secrets.token_hex(8)}")
                self.waiting[name] = self._store(name, str(beside))

    def _store(self, name: str, place: str) -> str:
        with self.archive.open(f"files/{name}") as data:
            self.made.append(default_storage.save(place, File(data, name=place)))
        return self.made[-1]

    def withdraw(self) -> None:
        """Remove what was brought."""
        for name in self.made:
            default_storage.delete(name)

    def publish(self) -> None:
        """Give waiting files their names and remove what the archive does not hold."""
        for name, place in self.waiting.items():
            rename(place, name)
        for name in self.before - set(self.names):
            default_storage.delete(name)


def rename(place: str, name: str) -> None:
    """Give a stored file another name, in one step where the storage is a disk."""
    try:
        Path(default_storage.path(place)).replace(default_storage.path(name))
    except NotImplementedError:
        default_storage.delete(name)
        with default_storage.open(place) as data:
            default_storage.save(name, data)
        default_storage.delete(place)


def stored_checksum(name: str) -> str:
    """Return the checksum of a stored file."""
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def insert_rows(model: type[models.Model], lines: IO[bytes]) -> None:
    """Insert rows exactly as they were: keys and times of change included."""
    fields = columns(model)
    batch: list[models.Model] = []
    for line in lines:
        values = json.loads(line)
        batch.append(model(**{f.attname: python_value(f, values[f.attname]) for f in fields}))
        if len(batch) == BATCH:
            insert(model, batch, fields)
            batch = []
    insert(model, batch, fields)


def python_value(field: models.Field[Any, Any], value: Any) -> Any:
    """Return what the archive holds as the field's own type."""
    if value is None or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def insert(
    model: type[models.Model], rows: list[models.Model], fields: list[models.Field[Any, Any]]
) -> None:
    """Insert raw rows: no default, no clock and no signal changes them."""
    if rows:
        manager: Any = model._base_manager  # noqa: SLF001 -- rows of every tenant
        size = max(connection.ops.bulk_batch_size(fields, rows), 1)
        for start in range(0, len(rows), size):
            manager._insert(rows[start : start + size], fields=fields, raw=True)  # noqa: SLF001


def empty_tables() -> None:
    """Remove every row; the triggers that refuse it must be away."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables()]  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")


@contextlib.contextmanager
def triggers_away() -> Iterator[None]:
    """Take the triggers that guard rows away for a moment.

    Inside a transaction nobody else sees it, and an error brings them back. References are checked
    before and after: PostgreSQL changes no table that still has a check before it.
    """
    take, give_back = trigger_statements()
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in take:
            cursor.execute(statement)
        yield
        connection.check_constraints()
        for statement in give_back:
            cursor.execute(statement)


def trigger_statements() -> tuple[list[str], list[str]]:
    """Return the statements that take this database's own triggers away and bring them back."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
            )
            alter = [f"ALTER TABLE {quote(row[0])} %s TRIGGER USER" for row in cursor.fetchall()]
            return [a % "DISABLE" for a in alter], [a % "ENABLE" for a in alter]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {quote(name)}" for name, _ in triggers], [sql for _, sql in triggers]


def reset_sequences() -> None:
    """Let the next new row get the next free number."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
