"""Archives for tests: what is in the product, and archives that somebody changed."""

from __future__ import annotations

import hashlib
import json
import zipfile

from django.core.files.storage import default_storage

from launcher.archive import files, rows


def everything() -> dict:
    """Return every row of every table and every file."""
    kept = {
        model._meta.label: [
            rows.row_values(row, rows.columns(model)) for row in model._base_manager.order_by("pk")
        ]
        for model in rows.tables()
    }
    stored = {}
    for name in files.stored_files():
        with default_storage.open(name) as file:
            stored[name] = file.read()
    return {"rows": kept, "files": stored}


def rewritten(source, target, change) -> None:
    """Copy an archive, letting `change` replace (name, bytes) by other parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            for other, data in change(name, old.read(name)):
                new.writestr(other, data)


def manifest_with(**values):
    """Return a change that overwrites entries of the manifest."""

    def change(name, data):
        if name == "manifest.json":
            data = json.dumps({**json.loads(data), **values})
        return [(name, data)]

    return change


def forged(source, target, change) -> None:
    """Copy an archive with other parts, and with a manifest whose sums and counts fit them.

    Args:
        source: the archive.
        target: the copy.
        change: part -> bytes to part -> bytes.
    """
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    parts = change(parts)
    manifest["parts"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in parts.items()
    }
    manifest["rows"] = {
        name.removeprefix("tables/").removesuffix(".jsonl"): data.count(b"\n")
        for name, data in parts.items()
        if name.startswith("tables/")
    }
    with zipfile.ZipFile(target, "w") as new:
        for name, data in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
            new.writestr(name, data)
