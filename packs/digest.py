"""The canonical hash of a pack: the same content gives the same digest, however it is laid out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from packs.schema.reading import read_yaml


def pack_files(folder: Path) -> list[Path]:
    """Return the files of a pack in a stable order, pack.yaml first."""
    files = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml")]
    head = folder / "pack.yaml"
    return sorted(files, key=lambda path: (path != head, path.as_posix()))


def pack_digest(folder: Path | str) -> str:
    """Return the SHA-256 of a pack folder's content as 64 hex digits.

    Comments, line breaks and the order of keys do not matter; names of files, order of items,
    texts and numbers do (1.0 and 1 are the same number).
    """
    root = Path(folder)
    contents = {
        path.relative_to(root).as_posix(): read_yaml(path.read_text(encoding="utf-8"))
        for path in pack_files(root)
    }
    return digest_of(contents)


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
