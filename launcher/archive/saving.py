"""Writing an archive: everything of one moment, in one file that appears when it is complete."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from core import clock
from launcher.archive.files import stored_files
from launcher.archive.reading import FORMAT, MANIFEST, PIECE
from launcher.archive.rows import (
    columns,
    migrations,
    one_moment,
    part_of,
    row_values,
    tables,
)

TRIES = 3
BATCH = 500  # rows read at once


@dataclass(frozen=True)
class Summary:
    """What an archive holds; `missing` are files that rows name and nobody has."""

    version: str
    made_at: str
    rows: int
    files: int
    missing: tuple[str, ...] = ()
    brought_up: bool = False


@dataclass(frozen=True)
class FileMention:
    """A row that names a stored file."""

    model: type[models.Model]
    column: str
    name: str

    def still_stands(self) -> bool:
        """Say whether a row names the file now."""
        rows = self.model._base_manager.filter(**{self.column: self.name})  # noqa: SLF001 -- rows of every tenant
        return rows.exists()


@dataclass
class Writer:
    """Fills an archive and remembers the checksum of each part."""

    archive: zipfile.ZipFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    mentions: list[FileMention] = field(default_factory=list)

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
        files = [field.attname for field in fields if isinstance(field, models.FileField)]

        def lines() -> Iterator[bytes]:
            nonlocal count
            rows = model._base_manager.order_by("pk")  # noqa: SLF001 -- rows of every tenant
            for row in rows.iterator(chunk_size=BATCH):
                count += 1
                values = row_values(row, fields)
                self.mentions += [FileMention(model, at, values[at]) for at in files if values[at]]
                yield json.dumps(values, ensure_ascii=False).encode() + b"\n"

        self.add(part_of(model), lines())
        return count

    def add_file(self, name: str) -> None:
        """Write a stored file; one that was removed meanwhile is left out."""
        try:
            file = default_storage.open(name)
        except FileNotFoundError:
            return
        with file:
            self.add(f"files/{name}", iter(lambda: file.read(PIECE), b""))

    def lacking(self) -> list[FileMention]:
        """Return the rows that name a file which is not in the archive."""
        return [one for one in self.mentions if f"files/{one.name}" not in self.parts]


def save(target: Path, *, registry: Apps = apps, with_files: bool = True) -> Summary:
    """Write all data to a file that only its owner can read; it appears when it is complete.

    Nobody who writes waits. Rows are read first, files afterwards: a file that was added meanwhile
    is in the archive without harm, and if one was removed, all is read once more.

    Args:
        target: where the archive goes; an older file of that name is replaced.
        registry: the models whose tables are read.
        with_files: whether stored files go with the rows.

    Returns:
        What was written.
    """
    remove_left_parts(target.parent)
    unfinished = target.with_name(f".{target.name}.part")
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as out:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)  # whoever holds it is alive
        try:
            for attempt in range(TRIES):
                out.seek(0)
                out.truncate()
                done, lacking = _fill(out, registry, with_files=with_files)
                if attempt == TRIES - 1 or all(one.still_stands() for one in lacking):
                    break
            out.flush()
            os.fsync(out.fileno())
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return done


def _fill(out: IO[bytes], registry: Apps, *, with_files: bool) -> tuple[Summary, list[FileMention]]:
    """Write an archive; return what is in it and which rows name a file that is not."""
    made_at = clock.now().isoformat(timespec="seconds")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = Writer(archive)
        with one_moment():
            applied = migrations()
            rows = {model._meta.label: writer.add_table(model) for model in tables(registry)}  # noqa: SLF001
        for name in list(stored_files()) if with_files else []:
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
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    lacking = writer.lacking() if with_files else []
    files = sum(name.startswith("files/") for name in writer.parts)
    missing = tuple(sorted({one.name for one in lacking}))
    return Summary(settings.APP_VERSION, made_at, sum(rows.values()), files, missing), lacking


def remove_left_parts(folder: Path) -> int:
    """Remove what backups that were killed have begun in a folder; return how many."""
    count = 0
    for part in folder.glob(".*.zip.part"):
        with part.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # its backup is still at work
                continue
            part.unlink(missing_ok=True)
            count += 1
    return count
