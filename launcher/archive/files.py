"""Stored files: those that are here, and those of an archive on their way in."""

from __future__ import annotations

import hashlib
import json
import secrets
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from django.core.files.base import File
from django.core.files.storage import default_storage

PART = "."  # begins the name of what is still being written (config.storage)


def stored_files(folder: str = "", *, only_begun: bool = False) -> Iterator[str]:
    """Yield the name of every stored file; what is still being written is none.

    Args:
        folder: where to begin.
        only_begun: yield what is still being written instead, or was when somebody was killed.
    """
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        if name.startswith(PART) == only_begun:
            yield f"{folder}{name}"
    for inner in sorted(folders):
        yield from stored_files(f"{folder}{inner}/", only_begun=only_begun)


def stored_checksum(name: str) -> str:
    """Return the checksum of a stored file."""
    with default_storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Moves:
    """What a restore does to the stored files, written down before it begins.

    `brought` are the places at which files appear before the rows do; nothing refers to them yet.
    `waiting` says which of them take the name of a file with another content, and `gone` which
    files the archive does not hold: both happen only after the rows are there.
    """

    brought: dict[str, str] = field(default_factory=dict)  # place -> name in the archive
    waiting: dict[str, str] = field(default_factory=dict)  # place -> name it will have
    gone: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        """Return the moves as text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Moves:
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))


def plan(sums: Mapping[str, str]) -> Moves:
    """Compare the files that are here with those of an archive.

    Args:
        sums: name -> checksum of each file of the archive.
    """
    moves, here = Moves(), set(stored_files())
    for name, checksum in sums.items():
        if name not in here:
            moves.brought[name] = name
        elif stored_checksum(name) != checksum:
            place = str(PurePosixPath(name).with_name(f"restoring-{secrets.token_hex(8)}"))
            moves.brought[place] = moves.waiting[place] = name
    moves.gone.extend(sorted(here - set(sums)))
    return moves


def bring(moves: Moves, archive: zipfile.ZipFile) -> None:
    """Store what is not here yet; no file that is here changes."""
    for place, name in moves.brought.items():
        with archive.open(f"files/{name}") as data:
            default_storage.save(place, File(data, name=place))


def withdraw(moves: Moves) -> None:
    """Remove what was brought; twice is as good as once."""
    for place in moves.brought:
        default_storage.delete(place)


def publish(moves: Moves) -> None:
    """Give waiting files their names and remove what the archive does not hold, once or again."""
    for place, name in moves.waiting.items():
        if default_storage.exists(place):
            rename(place, name)
    for name in moves.gone:
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
