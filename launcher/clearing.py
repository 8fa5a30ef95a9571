"""What kills and full disks leave in folders and in the store; called each day.

Declared in `launcher.apps`, see `organizations.services.clearing`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from core.errors import RuleError
from launcher.archive.files import stored_files
from launcher.archive.restoring import alone, is_under_way
from launcher.archive.rows import columns, tables
from launcher.archive.saving import remove_left_parts
from launcher.archive.upgrading import PREFIX

# Longer than any upload, document or restore takes, and than a clock is wrong unnoticed.
LEAST_AGE = dt.timedelta(days=2)


def remove_backup_parts(now: dt.datetime) -> int:
    """Remove what killed backups and restores have begun in the data folder."""
    folder: Path = settings.VAR_DIR
    limit = (now - LEAST_AGE).timestamp()
    scratch = [one for one in folder.glob(f"{PREFIX}*") if one.stat().st_mtime < limit]
    for one in scratch:
        shutil.rmtree(one, ignore_errors=True)
    return len(scratch) + remove_left_parts(folder / "backups")


def remove_lost_files(now: dt.datetime) -> int:
    """Remove stored files that no row names: begun uploads, and files whose transaction failed."""
    try:
        with alone():
            return 0 if is_under_way() else _remove(now)
    except RuleError:  # a restore brings files before its rows
        return 0


def _remove(now: dt.datetime) -> int:
    old = [name for name in _everything() if _stored_at(name) < now - LEAST_AGE]
    named = _named() if old else set()
    lost = [name for name in old if name not in named]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def _everything() -> Iterator[str]:
    """Yield the name of every stored file and of every one that was begun."""
    yield from stored_files()
    yield from stored_files(only_begun=True)


def _stored_at(name: str) -> dt.datetime:
    try:
        return default_storage.get_modified_time(name)
    except FileNotFoundError:  # its upload is done, or somebody removed it
        return dt.datetime.max.replace(tzinfo=dt.UTC)


def _named() -> set[str]:
    """Return the names of files in all rows."""
    found: set[str] = set()
    for model in tables():
        for column in columns(model):
            if isinstance(column, models.FileField):
                found |= set(model._base_manager.values_list(column.attname, flat=True))  # noqa: SLF001 -- rows of every tenant
    return found
