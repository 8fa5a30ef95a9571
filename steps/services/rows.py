"""Adding, changing and removing one row as a step: what rooms with rows of their own declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from core.base import VersionedModel, save_versioned
from organizations.models import Plant, User
from steps.services import history
from steps.services.versions import refuse_changed

Row = TypeVar("Row", bound=VersionedModel)


def itself(row: Row) -> models.Model:
    """Return a row as the object of its own events."""
    return row


@dataclass(frozen=True, slots=True)
class RowKind(Generic[Row]):
    """How the rows of a model are written.

    Attributes:
        fields: what people set; other values are left aside.
        plant: whose rows they are.
        subject: title of a row in each language, for the list of changes.
        check: refuses a row that does not hold together, by field.
        target: the object of its events in the trail, if not the row itself.
    """

    fields: tuple[str, ...]
    plant: Callable[[Row], Plant]
    subject: Callable[[Row], dict[str, str]]
    check: Callable[[Row], None]
    target: Callable[[Row], models.Model] = itself

    @transaction.atomic
    def add(self, row: Row, values: Mapping[str, Any], *, by: User, verb: str) -> Row:
        """Store a new row with values.

        Args:
            row: new, with what it belongs to.
            values: by name of `fields`; those left out keep their defaults.
            by: who acts.
            verb: the act in the trail.

        Raises:
            ValidationError: by field.
        """
        self._set(row, values)
        self.check(row)
        with self._step(row, by=by, verb=verb) as step:
            row.save()
            step.add(row)
        return row

    @transaction.atomic
    def edit(
        self,
        row: Row,
        version: int,
        values: Mapping[str, Any],
        *,
        by: User,
        verb: str,
        check: Callable[[Row], None] | None = None,
    ) -> Row:
        """Change a row.

        Args:
            row: the row.
            version: as the person saw it.
            values: by name of `fields`; those left out stay.
            by: who acts.
            verb: the act in the trail.
            check: in place of the usual one.

        Raises:
            StaleVersionError: somebody else changed it since.
            ValidationError: by field.
        """
        names = self._set(row, values)
        (check or self.check)(row)
        with self._step(row, by=by, verb=verb, rows=[row]):
            save_versioned(row, expected=version, fields=names)
        return row

    @transaction.atomic
    def remove(
        self,
        row: Row,
        version: int,
        *,
        by: User,
        verb: str,
        along: Callable[[Row], Iterable[models.Model]] | None = None,
        refuse: Callable[[Row], None] | None = None,
    ) -> None:
        """Remove a row; it can be undone.

        Args:
            row: the row.
            version: as the person saw it.
            by: who acts.
            verb: the act in the trail.
            along: rows that change or go with it, for the undo.
            refuse: refuses to let a row go, once nobody else can change it.

        Raises:
            StaleVersionError: somebody changed it since this version, or removed it.
        """
        history.lock(self.plant(row))
        refuse_changed(row, version)
        if refuse is not None:
            refuse(row)
        others = along(row) if along is not None else ()
        with self._step(row, by=by, verb=verb, rows=[row, *others]):
            row.delete()

    def _set(self, row: Row, values: Mapping[str, Any]) -> list[str]:
        names = [name for name in self.fields if name in values]
        for name in names:
            setattr(row, name, values[name])
        return names

    def _step(
        self, row: Row, *, by: User, verb: str, rows: Iterable[models.Model] = ()
    ) -> AbstractContextManager[history.OpenStep]:
        return history.step(
            plant=self.plant(row),
            by=by,
            verb=verb,
            subject=self.subject(row),
            target=self.target(row),
            rows=rows,
        )
