"""Writes of what initiatives change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models import User
from returns.models import Effect
from roadmap.models import Initiative
from steps.services.rows import RowKind

FIELDS = (
    *("title", "plant_indicator", "change", "kind", "evidence", "benefit_amount", "benefit_low"),
    *("benefit_high", "ramp_months", "goal", "translations"),
)


def _check(row: Effect) -> None:
    """Refuse indicators and goals of another plant, and figures that do not fit each other."""
    plant = row.initiative.roadmap.plant_id
    if row.plant_indicator is not None and row.plant_indicator.plant_id != plant:
        raise ValidationError({"plant_indicator": _("This indicator is not one of the plant’s.")})
    if row.goal is not None and row.goal.plant_id != plant:
        raise ValidationError({"goal": _("This goal is not one of the plant’s.")})
    row.full_clean()


KIND: RowKind[Effect] = RowKind(
    FIELDS,
    plant=lambda row: row.initiative.roadmap.plant,
    subject=lambda row: row.both("title").as_dict(),
    check=_check,
)


def add_effect(*, initiative: Initiative, values: Mapping[str, Any], by: User) -> Effect:
    """Say what an initiative changes; see `RowKind.add`."""
    return KIND.add(Effect(initiative=initiative), values, by=by, verb="effect.added")


def edit_effect(*, effect: Effect, version: int, values: Mapping[str, Any], by: User) -> Effect:
    """Change an effect; see `RowKind.edit`."""
    return KIND.edit(effect, version, values, by=by, verb="effect.edited")


def delete_effect(*, effect: Effect, version: int, by: User) -> None:
    """Remove an effect; see `RowKind.remove`."""
    KIND.remove(effect, version, by=by, verb="effect.removed")
