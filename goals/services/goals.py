"""Writes of goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.base import save_versioned
from goals.models import Goal
from organizations.models import Plant, User
from steps.selectors.tables import linking
from steps.services import history

FIELDS = (
    *("horizon", "title", "value_driver", "owner", "due_on", "indicator", "baseline_text"),
    *("target_text", "expected_return_amount", "currency", "dimensions", "translations"),
)


@transaction.atomic
def create_goal(*, plant: Plant, values: Mapping[str, Any], by: User) -> Goal:
    """Set a goal of a plant.

    Args:
        plant: whose goal it is.
        values: by name of FIELDS, and `requirements`; those left out keep their defaults.
        by: who acts.

    Raises:
        ValidationError: by field.
    """
    goal = Goal(plant=plant, **{k: v for k, v in values.items() if k in FIELDS})
    _settle(goal)
    goal.full_clean()
    with history.step(
        plant=plant, by=by, verb="goal.set", subject=_subject(goal), target=goal
    ) as step:
        goal.save()
        goal.requirements.set(values.get("requirements", ()))
        step.add(goal)
    return goal


@transaction.atomic
def edit_goal(*, goal: Goal, version: int, values: Mapping[str, Any], by: User) -> Goal:
    """Change a goal.

    Raises:
        StaleVersionError: somebody else changed it since.
        ValidationError: by field.
    """
    names = [name for name in FIELDS if name in values]
    for name in names:
        setattr(goal, name, values[name])
    _settle(goal)
    goal.full_clean()
    with history.step(
        plant=goal.plant,
        by=by,
        verb="goal.edited",
        subject=_subject(goal),
        target=goal,
        rows=[goal],
    ):
        save_versioned(goal, expected=version, fields={*names, "currency"})
        if "requirements" in values:
            goal.requirements.set(values["requirements"])
    return goal


@transaction.atomic
def delete_goal(*, goal: Goal, by: User) -> None:
    """Remove a goal; it can be undone."""
    with history.step(
        plant=goal.plant,
        by=by,
        verb="goal.removed",
        subject=_subject(goal),
        target=goal,
        rows=[goal, *linking(goal)],
    ):
        goal.delete()


def _settle(goal: Goal) -> None:
    """Give money its currency, and no currency where there is no money."""
    if goal.expected_return_amount is None:
        goal.currency = ""
    elif not goal.currency:
        goal.currency = goal.plant.currency


def _subject(goal: Goal) -> dict[str, str]:
    return goal.both("title").as_dict()
