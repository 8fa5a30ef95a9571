"""Putting rows of the log back: what goes is deleted, what comes back is made, the rest is changed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.fields.related import RelatedField
from django.utils.translation import gettext as _

from core.base import every_row
from core.errors import StateError
from core.text import pairs_put_back
from organizations.models import User
from steps.selectors.tables import Key, Row, Table, rows_of, tables
from steps.services.history import values_of


@dataclass(frozen=True)
class Turn:
    """From what the rows of a step must be now to what they become, as the step keeps them."""

    standing: list[Row]
    becoming: list[Row]

    @cached_property
    def now(self) -> dict[Key, Row]:
        """Values of the rows that must be there."""
        return values_of(self.standing)

    @cached_property
    def then(self) -> dict[Key, Row]:
        """Values of the rows that will be there."""
        return values_of(self.becoming)

    @property
    def going(self) -> list[Key]:
        """Rows that are there now and will not be."""
        return [key for key in self.now if key not in self.then]


def put_back(turn: Turn) -> None:
    """Give the rows of a step the values that they become.

    Raises:
        StateError: the database or the model does not take them any more; nothing is written.
    """
    for name in reversed(tables()):
        gone = [identifier for table, identifier in turn.going if table == name]
        if gone:
            rows_of(tables()[name], gone).delete()
    for name, table in tables().items():
        changed = [
            row
            for row in turn.becoming
            if row["table"] == name
            and row["values"] is not None
            and turn.now.get((name, row["id"])) != row["values"]
        ]
        if changed:
            _restore(turn, table, changed)


def _restore(turn: Turn, table: Table, rows: list[Row]) -> None:
    stored = rows_of(table, [row["id"] for row in rows]).in_bulk()
    # What comes back is made first: rows that stayed may point at it.
    for some in (
        [row for row in rows if row["id"] not in stored],
        [row for row in rows if row["id"] in stored],
    ):
        if some:
            _restore_some(turn, table, some, stored)


def _restore_some(
    turn: Turn, table: Table, rows: list[Row], stored: Mapping[int, models.Model]
) -> None:
    made = [_valued(turn, table, row, stored.get(row["id"])) for row in rows]
    _check_references(turn, table, made)
    for instance in made:
        try:
            instance.clean_fields(exclude=[column.name for column in _references(table)])
            instance.clean()
        except ValidationError as error:
            raise _refused(error) from error
    _save(made, known=stored.keys())
    for instance, row in zip(made, rows, strict=True):
        for many in table.many:
            relation = getattr(instance, many)
            relation.set(relation.model.objects.filter(pk__in=row["values"][many]))


def _valued(turn: Turn, table: Table, row: Row, stored: models.Model | None) -> models.Model:
    """Return a row with the values that it becomes, not stored yet."""
    now = turn.now.get((row["table"], row["id"]))
    instance = table.model(pk=row["id"]) if stored is None else stored
    version = row["version"] if stored is None else getattr(instance, "version", 0)
    pairs = dict(getattr(instance, "translations", {}))
    values = {**row["values"], "translations": pairs_put_back(pairs, row["values"], now or {})}
    for name in table.declared.loose:
        if now is not None and now[name] == values[name]:
            values[name] = getattr(instance, name)
    for entry in table.fields:
        value = values[entry.attname]
        setattr(instance, entry.attname, entry.to_python(value) if value is not None else None)
    if hasattr(instance, "version"):
        instance.version = version + 1  # whoever still has the old form open must look again
    return instance


def _references(table: Table) -> list[RelatedField[Any, Any]]:
    return [column for column in table.fields if isinstance(column, RelatedField)]


def _check_references(turn: Turn, table: Table, made: Iterable[models.Model]) -> None:
    """See that what the rows point at is there or comes back with them; an owner who left is let go.

    Raises:
        StateError: something is gone.
    """
    for column in _references(table):
        values = {getattr(instance, column.attname) for instance in made} - {None}
        related: type[models.Model] = column.related_model  # type: ignore[assignment]
        coming = {key for name, key in turn.then if tables()[name].model is related}
        found = every_row(related).filter(pk__in=values).values_list("pk", flat=True)
        gone = values - coming - set(found)
        if gone and related is User and column.null:
            for instance in made:
                if getattr(instance, column.attname) in gone:
                    setattr(instance, column.attname, None)
        elif gone:
            raise StateError(_gone(_("what it belongs to is no longer there.")))


def _save(made: Iterable[models.Model], known: Container[int]) -> None:
    """Store rows, all or none; the model is asked for words where the database refuses one."""
    refused: models.Model | None = None
    try:
        with transaction.atomic():
            for instance in made:
                refused = instance
                instance.save(force_insert=instance.pk not in known)
    except IntegrityError as error:
        try:
            if refused is not None:
                refused.full_clean()
        except ValidationError as problem:
            raise _refused(problem) from error
        raise StateError(_gone(_("something else stands in its place."))) from error


def _refused(error: ValidationError) -> StateError:
    return StateError(_gone(" ".join(error.messages)))


def _gone(why: str) -> str:
    return _("This cannot be put back any more: %(why)s") % {"why": why}
