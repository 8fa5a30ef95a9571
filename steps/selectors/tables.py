"""The tables whose rows steps change, as the apps declare them, from the lowest floor up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.fields.related import RelatedField

from steps.domain.tables import StepTable

Key = tuple[str, int]
Row = dict[str, Any]
SKIPPED = {"id", "version", "created_at", "updated_at"}


@dataclass(frozen=True, slots=True)
class Table:
    """A declared table with its model."""

    declared: StepTable
    model: type[models.Model]

    @property
    def many(self) -> tuple[str, ...]:
        """Relations to other rows that a step keeps along."""
        return self.declared.many

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """Return the columns without key, version and times."""
        columns = self.model._meta.concrete_fields  # noqa: SLF001 -- Django's public meta data
        return [column for column in columns if column.name not in SKIPPED]

    def related(self, name: str) -> type[models.Model]:
        """Return the model that a relation of this table leads to."""
        return self.model._meta.get_field(name).related_model  # type: ignore[return-value]  # noqa: SLF001 -- public

    @property
    def guard(self) -> type[models.Model] | None:
        """The model whose rows' forms edit rows of this table; None for a form of their own."""
        return self.related(self.declared.guard) if self.declared.guard else None

    @property
    def plant_path(self) -> str:
        """The way from a row to its plant, as a filter says it."""
        return str(self.model.TENANT).removesuffix("__organization")  # type: ignore[attr-defined]

    @property
    def parents(self) -> dict[str, str]:
        """Column -> name of the table of the log that it points to."""
        known = names()
        return {
            column.attname: known[column.related_model]
            for column in self.fields
            if isinstance(column, RelatedField) and column.related_model in known
        }

    @property
    def partners(self) -> dict[str, str]:
        """Kept relation to many -> name of the table of the log that it leads to."""
        known = names()
        found = {name: known.get(self.related(name), "") for name in self.many}
        return {name: table for name, table in found.items() if table}


@cache
def tables() -> dict[str, Table]:
    """Return every table by its name in the log.

    In the order in which rows can be made again: a row points at earlier tables only.
    """
    declared: list[StepTable] = []
    for config in apps.get_app_configs():
        declared += getattr(config, "steps", ())
    return {entry.name: Table(entry, apps.get_model(entry.model)) for entry in declared}


@cache
def names() -> dict[type[models.Model], str]:
    """Return model -> its name in the log."""
    return {table.model: name for name, table in tables().items()}


def key_of(row: models.Model) -> Key:
    """Return the name of a row in the log."""
    return names()[type(row)], int(row.pk)


def rows_of(table: Table, identifiers: Sequence[int]) -> models.QuerySet[Any]:
    """Return stored rows of a table."""
    manager: models.Manager[Any] = table.model.objects  # type: ignore[attr-defined]
    return manager.filter(pk__in=identifiers)


def guard_id(table: str, values: Mapping[str, Any]) -> int | None:
    """Return the key of the row in whose form a row of the log is edited; None for its own form."""
    guard = tables()[table].declared.guard
    return values[f"{guard}_id"] if guard else None


def pointing(row: models.Model) -> list[models.Model]:
    """Return the rows of the log that point at this one: they go with it, or lose it."""
    mine = names()[type(row)]
    found: list[models.Model] = []
    for table in tables().values():
        for column, parent in table.parents.items():
            if parent == mine:
                found += table.model.objects.filter(**{column: row.pk})  # type: ignore[attr-defined]
    return found


def linking(row: models.Model) -> list[models.Model]:
    """Return the rows of the log that keep a relation to this one among many."""
    mine = names()[type(row)]
    found: list[models.Model] = []
    for table in tables().values():
        for name, partner in table.partners.items():
            if partner == mine:
                found += table.model.objects.filter(**{name: row})  # type: ignore[attr-defined]
    return found
