"""Writes of the indicators of a goal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from goals.models import Goal, GoalIndicator
from organizations.models import User
from steps.services.rows import RowKind

FIELDS = ("plant_indicator", "baseline_value", "target_value", "target_on")


def _check(row: GoalIndicator) -> None:
    """Refuse values that contradict each other, and indicators of elsewhere.

    Raises:
        ValidationError: by field.
    """
    if row.plant_indicator.plant_id != row.goal.plant_id:
        raise ValidationError({"plant_indicator": _("The plant does not follow this indicator.")})
    row.full_clean()


KIND: RowKind[GoalIndicator] = RowKind(
    FIELDS,
    plant=lambda row: row.goal.plant,
    subject=lambda row: row.goal.both("title").as_dict(),
    check=_check,
    target=lambda row: row.goal,
)


def add_indicator(*, goal: Goal, values: Mapping[str, Any], by: User) -> GoalIndicator:
    """Say which figure shows that a goal is reached; see `RowKind.add`."""
    return KIND.add(GoalIndicator(goal=goal), values, by=by, verb="goal.indicator_added")


def edit_indicator(
    *, row: GoalIndicator, version: int, values: Mapping[str, Any], by: User
) -> GoalIndicator:
    """Change the figures of an indicator of a goal; see `RowKind.edit`."""
    return KIND.edit(row, version, values, by=by, verb="goal.indicator_edited")


def remove_indicator(*, row: GoalIndicator, version: int, by: User) -> None:
    """Take an indicator off a goal; see `RowKind.remove`."""
    KIND.remove(row, version, by=by, verb="goal.indicator_removed")
