"""An archive as it is found: what it holds, and every way in which it cannot be used, in words."""

from __future__ import annotations

import contextlib
import hashlib
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pydantic import BaseModel, ValidationError

from core.errors import RuleError
from launcher.archive.rows import migrations, part_of, tables

FORMAT = 1
PIECE = 1 << 16
MANIFEST = "manifest.json"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # encrypted
    NotImplementedError,  # packed in another way
    ValueError,
)

# Apps that this version no longer has: it keeps their rows elsewhere, or needs them no more.
GONE = frozenset({"axes"})


class ArchivePart(BaseModel):
    """A table or a file in an archive."""

    sha256: str
    bytes: int


class Heading(BaseModel):
    """What says whose archive it is."""

    product: Literal["landfall"]
    format: Literal[1]


class Manifest(Heading):
    """What an archive says about itself; every part of it is named here with its checksum."""

    version: str
    made_at: str
    migrations: list[tuple[str, str]]
    rows: dict[str, int]
    parts: dict[str, ArchivePart]

    @property
    def files(self) -> dict[str, str]:
        """Name -> checksum of every stored file."""
        return {
            name.removeprefix("files/"): part.sha256
            for name, part in self.parts.items()
            if name.startswith("files/")
        }


@contextlib.contextmanager
def opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive.

    Raises:
        RuleError: there is none, or it is no archive at all.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise RuleError(f"{source} cannot be read as a backup: {error}.") from error
    with archive:
        yield archive


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest of an archive after comparing every part with its checksum.

    Raises:
        RuleError: it is no archive of this product, or damaged, or holds what it should not.
    """
    try:
        text = archive.read(MANIFEST)
    except (KeyError, *UNREADABLE) as error:
        raise RuleError("This is not a Landfall backup: it has no manifest.") from error
    try:
        Heading.model_validate_json(text)
    except ValidationError as error:
        raise RuleError("This backup has a format that this version does not read.") from error
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RuleError(f"The backup's manifest is wrong at {where}: {first['msg']}.") from error
    check_parts(archive.namelist(), manifest)
    for name, facts in manifest.parts.items():
        if checksum(archive, name) != facts.sha256:
            raise RuleError(f"The backup is damaged: {name} differs from its checksum.")
    return manifest


def check_parts(present: list[str], manifest: Manifest) -> None:
    """Refuse an archive whose parts are not those it names, or not of the kinds it may hold.

    Raises:
        RuleError: the message names the first wrong part.
    """
    if sorted(present) != sorted([*manifest.parts, MANIFEST]):
        raise RuleError("The backup is incomplete: its parts differ from its manifest.")
    listed = {f"tables/{label}.jsonl" for label in manifest.rows}
    for name in manifest.parts:
        folder, _, inner = name.partition("/")
        if folder == "files" and not is_plain(inner):
            raise RuleError(f"The backup holds a file whose name leads elsewhere: {name!r}.")
        if folder != "files" and name not in listed:
            raise RuleError(f"The backup holds a part that no version makes: {name!r}.")
    absent = sorted(listed - set(manifest.parts))
    if absent:
        raise RuleError(f"The backup is incomplete: {absent[0]} is not in it.")


def is_plain(name: str) -> bool:
    """Say whether a name stays in the folder of stored files."""
    path = PurePosixPath(name)
    steps = bool(path.parts) and not path.is_absolute() and ".." not in path.parts
    return steps and str(path) == name and not any(mark in name for mark in "\\\0")


def checksum(archive: zipfile.ZipFile, name: str) -> str:
    """Return the checksum of a part, or nothing when it cannot be unpacked."""
    state = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                state.update(piece)
    except UNREADABLE:
        return ""
    return state.hexdigest()


def is_older(manifest: Manifest) -> bool:
    """Say whether the tables of an archive are those of an earlier version.

    What counts are the tables: those of one version change while it is made. A later version is
    refused also where its tables are the same, as it may fill them otherwise.

    Raises:
        RuleError: it is of a later version, or this database is not brought up to date.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuleError("This database is not up to date; run `manage.py prepare` first.")
    theirs, ours = set(manifest.migrations), set(migrations())
    known = set(executor.loader.graph.nodes)
    unknown = sorted(node for node in theirs - known if node[0] not in GONE)
    if unknown:
        app, name = unknown[0]
        message = (
            f"The backup was made by version {manifest.version}, with tables that this "
            f"installation ({settings.APP_VERSION}) does not know yet: {len(unknown)} changes, the "
            f"first {app}.{name}. Install the version that made it, or a later one, and restore "
            "there."
        )
        raise RuleError(message)
    if numbers(manifest.version) > numbers(settings.APP_VERSION):
        message = (
            f"The backup was made by version {manifest.version}, later than this installation "
            f"({settings.APP_VERSION}). Install that version, or a later one, and restore there."
        )
        raise RuleError(message)
    if theirs == ours:
        check_tables(manifest)
    return theirs != ours


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, by which versions are in order."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def check_tables(manifest: Manifest) -> None:
    """Refuse an archive that lacks a table of this version or holds another one.

    Raises:
        RuleError: the message names the first such table.
    """
    ours = {part_of(model) for model in tables()}
    theirs = {f"tables/{label}.jsonl" for label in manifest.rows}
    for name in sorted(ours ^ theirs):
        fault = "lacks a table" if name in ours else "holds a table that this version has not"
        raise RuleError(f"The backup {fault}: {name}.")
