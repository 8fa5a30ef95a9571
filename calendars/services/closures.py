"""Writes of closures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calendars.models import PlantClosure
from core.base import save_versioned
from core.bounds import is_usual_day
from organizations.models import Plant, User
from steps.services import history
from steps.services.versions import refuse_changed

FIELDS = ("title", "kind", "starts_on", "opens_on", "translations")
LONGEST = 3660  # days, as of work in a plan


@transaction.atomic
def add_closure(*, plant: Plant, values: Mapping[str, Any], by: User) -> PlantClosure:
    """Close a plant for some days.

    Args:
        plant: the plant.
        values: by name of FIELDS.
        by: who acts.

    Raises:
        ValidationError: by field.
    """
    row = PlantClosure(plant=plant, **{k: v for k, v in values.items() if k in FIELDS})
    check_closure(row)
    with history.step(
        plant=plant, by=by, verb="closure.added", subject=_subject(row), target=row
    ) as step:
        row.save()
        step.add(row)
    return row


@transaction.atomic
def edit_closure(
    *, closure: PlantClosure, version: int, values: Mapping[str, Any], by: User
) -> PlantClosure:
    """Change a closure.

    Raises:
        StaleVersionError: somebody else changed it since.
        ValidationError: by field.
    """
    names = [name for name in FIELDS if name in values]
    for name in names:
        setattr(closure, name, values[name])
    check_closure(closure)
    with history.step(
        plant=closure.plant,
        by=by,
        verb="closure.edited",
        subject=_subject(closure),
        target=closure,
        rows=[closure],
    ):
        save_versioned(closure, expected=version, fields=names)
    return closure


@transaction.atomic
def delete_closure(*, closure: PlantClosure, version: int, by: User) -> None:
    """Remove a closure; it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
    """
    history.lock(closure.plant)
    refuse_changed(closure, version)
    with history.step(
        plant=closure.plant,
        by=by,
        verb="closure.removed",
        subject=_subject(closure),
        target=closure,
        rows=[closure],
    ):
        closure.delete()


def check_closure(row: PlantClosure) -> None:
    """Refuse a closure that ends before it begins, lasts for years, or lies out of all years.

    Raises:
        ValidationError: by field.
    """
    row.clean_fields(exclude={"plant"})
    days = (row.opens_on - row.starts_on).days
    if days < 1:
        raise ValidationError({"opens_on": _("The last day lies before the first one.")})
    if days > LONGEST:
        raise ValidationError({"opens_on": _("A closure lasts ten years at most.")})
    if not is_usual_day(row.starts_on):
        raise ValidationError({"starts_on": _("Choose a day between 1900 and 2100.")})


def _subject(row: PlantClosure) -> dict[str, str]:
    return row.both("title").as_dict()
