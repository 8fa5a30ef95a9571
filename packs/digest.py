"""The canonical hash of a pack: the same content gives the same digest, however it is laid out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any


def pack_files(folder: Path) -> list[Path]:
    """Return the files of a pack in a stable order, pack.yaml first."""
    files = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml")]
    head = folder / "pack.yaml"
    return sorted(files, key=lambda path: (path != head, path.as_posix()))


def files_digest(folder: Path) -> str:
    """Return the SHA-256 of a pack's files byte by byte, without reading what they say.

    Raises: OSError when a file cannot be read.
    """
    state = hashlib.sha256()
    for path in pack_files(folder):
        data = path.read_bytes()
        state.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return state.hexdigest()


def digest_of(contents: Mapping[str, Any]) -> str:
    """Return the SHA-256 of parsed files by relative name."""
    text = json.dumps(_plain(contents), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return f"{Decimal(value).normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
