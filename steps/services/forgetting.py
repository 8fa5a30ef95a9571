"""Names of people in kept rows: they go with the names in the rows themselves."""

from __future__ import annotations

from collections.abc import Collection

from organizations.models import Organization
from organizations.selectors.personal import declared, left_of
from steps.models import Step
from steps.selectors.changes import CHUNK, begins
from steps.selectors.pages import verbs_beside
from steps.selectors.tables import Row, tables


def forget_names(organization: Organization, known: Collection[str]) -> int:
    """Empty the fields for names in which a kept row has exactly one of these.

    Args:
        organization: the open tenant.
        known: the names and addresses of a person.

    Returns:
        The number of steps with emptied fields.
    """
    names = _named()
    apps = {tables()[table].model._meta.app_label for table in names}  # noqa: SLF001 -- Django's public meta data
    verbs = tuple(verb for app in sorted(apps) for verb in verbs_beside(app))
    steps = Step.objects.filter(begins(verbs), plant__organization=organization)
    count = 0
    for step in steps.order_by("pk").iterator(CHUNK):
        emptied = [_emptied(row, names, known) for row in [*step.before, *step.after]]
        if any(emptied):
            step.save(update_fields=["before", "after"])
            count += 1
    return count


def _named() -> dict[str, tuple[str, ...]]:
    """Return name of a table in the log -> its columns in which people type a name."""
    personal = declared("personal")
    columns = {
        name: {column.name for column in table.fields if not column.is_relation}
        for name, table in tables().items()
    }
    found = {
        name: tuple(
            field
            for field in personal.get(table.declared.model.lower(), ())
            if field in columns[name]
        )
        for name, table in tables().items()
    }
    return {name: fields for name, fields in found.items() if fields}


def _emptied(row: Row, names: dict[str, tuple[str, ...]], known: Collection[str]) -> bool:
    values = row["values"] or {}
    fields = [name for name in names.get(row["table"], ()) if values.get(name) in known]
    columns = {column.name: column for column in tables()[row["table"]].fields}
    values.update({name: left_of(columns[name]) for name in fields})
    return bool(fields)
