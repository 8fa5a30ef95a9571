"""Writes of the milestones of a plant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calendars.models import PlantMilestone
from core.base import save_versioned
from core.text import LocalizedText
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from steps.selectors.tables import pointing
from steps.services import history
from steps.services.rows import RowKind

FIELDS = ("title", "planned_on", "owner", "is_fixed", "reached_on", "note", "translations")
WRITTEN = ("title", "planned_on", "is_fixed", "translations")  # by a batch


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """A milestone of a pack with the day that it gets at a plant.

    Attributes:
        key: its name in the pack, such as M7.
        title: its words.
        planned_on: the day.
        is_fixed: whether it does not wait when the start of production slips.
    """

    key: str
    title: LocalizedText
    planned_on: date
    is_fixed: bool = False


def _check(row: PlantMilestone) -> None:
    row.full_clean()
    check_reached(row)


def check_reached(row: PlantMilestone) -> None:
    """Refuse a day that has not come yet.

    Raises:
        ValidationError: at `reached_on`.
    """
    if row.reached_on and row.reached_on > plant_today(row.plant):
        raise ValidationError({"reached_on": _("This day has not come yet at the plant.")})


KIND: RowKind[PlantMilestone] = RowKind(
    FIELDS,
    plant=lambda row: row.plant,
    subject=lambda row: row.both("title").as_dict(),
    check=_check,
)


def add_milestone(*, plant: Plant, values: Mapping[str, Any], by: User) -> PlantMilestone:
    """Add a milestone of the plant's own; see `RowKind.add`."""
    return KIND.add(PlantMilestone(plant=plant), values, by=by, verb="plant_milestone.added")


def edit_milestone(
    *, milestone: PlantMilestone, version: int, values: Mapping[str, Any], by: User
) -> PlantMilestone:
    """Change a milestone; see `RowKind.edit`."""
    is_day = [name for name in FIELDS if name in values] == ["reached_on"]
    verb = "plant_milestone.reached" if is_day else "plant_milestone.edited"
    return KIND.edit(milestone, version, values, by=by, verb=verb)


def delete_milestone(*, milestone: PlantMilestone, version: int, by: User) -> None:
    """Remove a milestone; what hangs on it hangs on nothing then. See `RowKind.remove`."""
    KIND.remove(milestone, version, by=by, verb="plant_milestone.removed", along=pointing)


@transaction.atomic
def set_milestones(
    *,
    plant: Plant,
    entries: Sequence[MilestoneEntry],
    by: User,
    slip: LocalizedText | None = None,
) -> list[PlantMilestone]:
    """Give the milestones of a pack their days, as one step; others of the plant stay.

    A milestone whose key the plant has already gets title, day and whether it is fixed anew; its
    owner, note and the day it was reached stay.

    Args:
        plant: the plant.
        entries: each key once.
        by: who acts.
        slip: by how much they move as one, in words that name the step; None where each has its day.

    Returns:
        The rows in the order of the entries.

    Raises:
        ValidationError: a key is missing or stands twice, or a value cannot be stored.
    """
    keys = [entry.key for entry in entries]
    if "" in keys or len(set(keys)) < len(keys):
        raise ValidationError({"key": _("Each key names one milestone.")})
    history.lock(plant)
    stored = {row.key: row for row in PlantMilestone.objects.filter(plant=plant, key__in=keys)}
    with history.step(
        plant=plant,
        by=by,
        verb="plant_milestones.moved" if slip else "plant_milestones.set",
        subject=slip.as_dict() if slip else {},
        target=plant,
        rows=list(stored.values()),
    ) as step:
        rows = [_set(stored.get(entry.key), plant, entry) for entry in entries]
        step.add(*(row for row in rows if row.key not in stored))
    return rows


def _set(row: PlantMilestone | None, plant: Plant, entry: MilestoneEntry) -> PlantMilestone:
    row = row or PlantMilestone(plant=plant, key=entry.key)
    before = [getattr(row, name) for name in WRITTEN]
    row.title, row.planned_on, row.is_fixed = entry.title.en, entry.planned_on, entry.is_fixed
    row.translations = {**row.translations, "title": entry.title.as_dict()}
    _check(row)
    if row.pk is None:
        row.save()
    elif before != [getattr(row, name) for name in WRITTEN]:
        save_versioned(row, expected=row.version, fields=WRITTEN)
    return row
