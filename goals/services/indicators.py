"""Writes of the indicators of a goal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from goals.models import Goal, GoalIndicator
from organizations.models import User
from steps.services import history
from steps.services.versions import refuse_changed

FIELDS = ("plant_indicator", "baseline_value", "target_value", "target_on")


@transaction.atomic
def add_indicator(*, goal: Goal, values: Mapping[str, Any], by: User) -> GoalIndicator:
    """Say which figure shows that a goal is reached.

    Args:
        goal: the goal.
        values: by name of FIELDS.
        by: who acts.

    Raises:
        ValidationError: by field.
    """
    row = GoalIndicator(goal=goal, **{name: values[name] for name in FIELDS if name in values})
    _check(row)
    with history.step(
        plant=goal.plant,
        by=by,
        verb="goal.indicator_added",
        subject=row.goal.both("title").as_dict(),
        target=goal,
    ) as step:
        row.save()
        step.add(row)
    return row


@transaction.atomic
def edit_indicator(
    *, row: GoalIndicator, version: int, values: Mapping[str, Any], by: User
) -> GoalIndicator:
    """Change the figures of an indicator of a goal.

    Raises:
        StaleVersionError: somebody else changed it since.
        ValidationError: by field.
    """
    names = [name for name in FIELDS if name in values]
    for name in names:
        setattr(row, name, values[name])
    _check(row)
    with history.step(
        plant=row.goal.plant,
        by=by,
        verb="goal.indicator_edited",
        subject=row.goal.both("title").as_dict(),
        target=row.goal,
        rows=[row],
    ):
        save_versioned(row, expected=version, fields=names)
    return row


@transaction.atomic
def remove_indicator(*, row: GoalIndicator, version: int, by: User) -> None:
    """Take an indicator off a goal; it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
    """
    history.lock(row.goal.plant)
    refuse_changed(row, version)
    with history.step(
        plant=row.goal.plant,
        by=by,
        verb="goal.indicator_removed",
        subject=row.goal.both("title").as_dict(),
        target=row.goal,
        rows=[row],
    ):
        row.delete()


def _check(row: GoalIndicator) -> None:
    """Refuse values that contradict each other, and indicators of elsewhere.

    Raises:
        ValidationError: by field.
    """
    if row.plant_indicator.plant_id != row.goal.plant_id:
        raise ValidationError({"plant_indicator": _("The plant does not follow this indicator.")})
    row.full_clean()
