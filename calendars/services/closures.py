"""Writes of closures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calendars.models import PlantClosure
from core.bounds import is_usual_day
from organizations.models import Plant, User
from steps.services.rows import RowKind

FIELDS = ("title", "kind", "starts_on", "opens_on", "translations")
LONGEST = 3660  # days, as of work in a plan


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


KIND: RowKind[PlantClosure] = RowKind(
    FIELDS,
    plant=lambda row: row.plant,
    subject=lambda row: row.both("title").as_dict(),
    check=check_closure,
)


def add_closure(*, plant: Plant, values: Mapping[str, Any], by: User) -> PlantClosure:
    """Close a plant for some days; see `RowKind.add`."""
    return KIND.add(PlantClosure(plant=plant), values, by=by, verb="closure.added")


def edit_closure(
    *, closure: PlantClosure, version: int, values: Mapping[str, Any], by: User
) -> PlantClosure:
    """Change a closure; see `RowKind.edit`."""
    return KIND.edit(closure, version, values, by=by, verb="closure.edited")


def delete_closure(*, closure: PlantClosure, version: int, by: User) -> None:
    """Remove a closure; see `RowKind.remove`."""
    KIND.remove(closure, version, by=by, verb="closure.removed")
