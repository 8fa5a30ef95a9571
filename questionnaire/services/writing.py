"""Writing a row that may be new: its first version is 1, and a person who saw none saw 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.base import VersionedModel, save_versioned

UNSEEN = 0


def write(row: VersionedModel, values: Mapping[str, Any]) -> None:
    """Store values of a row under its version, or the row with them.

    Args:
        row: as it was read; a new one has the version UNSEEN.
        values: by name of the field.

    Raises:
        StaleVersionError: somebody changed it since it was read.
        ValidationError: by field.
    """
    for name, value in values.items():
        setattr(row, name, value)
    relations = [field.name for field in row._meta.concrete_fields if field.is_relation]  # noqa: SLF001 -- Django's public meta data
    row.clean_fields(exclude=relations)
    if row.pk is None:
        row.version = UNSEEN + 1
        row.save(force_insert=True)
    else:
        save_versioned(row, expected=row.version, fields=values)
