"""Reads of the log of steps: what a row was at a version that somebody saw."""

from __future__ import annotations

from typing import Any

from django.db import models

from organizations.models import Plant
from steps.selectors.changes import CHUNK, LOOKED_BACK, about
from steps.selectors.tables import Row, key_of, tables


def values_at(plant: Plant, row: models.Model, version: int) -> Row | None:
    """Return the values of a row at an earlier version, as the log keeps them.

    The step, the undo or the redo that took the row from a version to the next keeps both.

    Args:
        plant: whose plan it is.
        row: the row as it is now.
        version: the version that somebody saw.

    Returns:
        Values by column; None where the last steps do not tell.
    """
    name, identifier = key_of(row)
    for step in about(plant, row).order_by("-pk")[:LOOKED_BACK].iterator(CHUNK):
        for entry in [*step.before, *step.after]:
            is_it = (entry["table"], entry["id"], entry["version"]) == (name, identifier, version)
            if is_it and entry["values"] is not None:
                found: Row = entry["values"]
                return found
    return None


def related_at(row: models.Model, values: Row) -> dict[str, Any]:
    """Return the rows of other tables that the log names in relations to many; some may be gone."""
    table = tables()[key_of(row)[0]]
    found = {}
    for name in (name for name in table.many if name in values):
        rows = table.related(name)._default_manager  # noqa: SLF001 -- Django's public name
        found[name] = list(rows.filter(pk__in=values[name]))
    return found


def row_at(row: models.Model, values: Row) -> Any:
    """Return a copy of a row with the values of the log; it is not to be stored."""
    own = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001 -- Django's public meta data
    for entry in tables()[key_of(row)[0]].fields:
        if entry.attname in values:
            value = values[entry.attname]
            own[entry.attname] = None if value is None else entry.to_python(value)
    return type(row)(**own)
