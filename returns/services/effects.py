"""Writes of what initiatives change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from organizations.models import User
from returns.models import Effect
from roadmap.models import Initiative
from steps.services import history
from steps.services.versions import refuse_changed

FIELDS = (
    *("title", "plant_indicator", "change", "kind", "evidence", "benefit_amount", "benefit_low"),
    *("benefit_high", "ramp_months", "goal", "translations"),
)


@transaction.atomic
def add_effect(*, initiative: Initiative, values: Mapping[str, Any], by: User) -> Effect:
    """Say what an initiative changes.

    Args:
        initiative: with its plan.
        values: by name of FIELDS.
        by: who acts.

    Raises:
        ValidationError: by field.
    """
    row = Effect(initiative=initiative, **{k: v for k, v in values.items() if k in FIELDS})
    _check(row)
    with history.step(
        plant=initiative.roadmap.plant,
        by=by,
        verb="effect.added",
        subject=_subject(row),
        target=row,
    ) as step:
        row.save()
        step.add(row)
    return row


@transaction.atomic
def edit_effect(*, effect: Effect, version: int, values: Mapping[str, Any], by: User) -> Effect:
    """Change an effect.

    Raises:
        StaleVersionError: somebody else changed it since.
        ValidationError: by field.
    """
    names = [name for name in FIELDS if name in values]
    for name in names:
        setattr(effect, name, values[name])
    _check(effect)
    with history.step(
        plant=effect.initiative.roadmap.plant,
        by=by,
        verb="effect.edited",
        subject=_subject(effect),
        target=effect,
        rows=[effect],
    ):
        save_versioned(effect, expected=version, fields=names)
    return effect


@transaction.atomic
def delete_effect(*, effect: Effect, version: int, by: User) -> None:
    """Remove an effect; it can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
    """
    history.lock(effect.initiative.roadmap.plant)
    refuse_changed(effect, version)
    with history.step(
        plant=effect.initiative.roadmap.plant,
        by=by,
        verb="effect.removed",
        subject=_subject(effect),
        target=effect,
        rows=[effect],
    ):
        effect.delete()


def _check(row: Effect) -> None:
    """Refuse indicators and goals of another plant, and figures that do not fit each other."""
    plant = row.initiative.roadmap.plant_id
    if row.plant_indicator is not None and row.plant_indicator.plant_id != plant:
        raise ValidationError({"plant_indicator": _("This indicator is not one of the plant’s.")})
    if row.goal is not None and row.goal.plant_id != plant:
        raise ValidationError({"goal": _("This goal is not one of the plant’s.")})
    row.full_clean()


def _subject(row: Effect) -> dict[str, str]:
    return row.both("title").as_dict()
