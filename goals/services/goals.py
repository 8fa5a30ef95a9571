"""Writes of goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.base import save_versioned
from core.errors import RuleError, StaleVersionError
from goals.domain.tree import SPANS, agrees
from goals.models import Goal
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from steps.selectors.tables import linking, pointing
from steps.services import history
from steps.services.versions import refuse_changed

FIELDS = (
    *("horizon", "title", "value_driver", "owner", "due_on", "parent", "baseline_text"),
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
        RuleError: the date does not lie in the horizon.
        ValidationError: by field.
    """
    goal = Goal(plant=plant, **{k: v for k, v in values.items() if k in FIELDS})
    settle_currency(goal)
    count_from(goal, ())
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
        RuleError: a new date or horizon does not agree with the other one.
        ValidationError: by field.
    """
    if goal.version != version:  # before the values are judged against others than were seen
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
    names = [name for name in FIELDS if name in values]
    stored = (goal.horizon, goal.due_on)
    since = (goal.since, plant_today(goal.plant))
    for name in names:
        setattr(goal, name, values[name])
    settle_currency(goal)
    if stored != (goal.horizon, goal.due_on):
        count_from(goal, since)
    goal.full_clean()
    with history.step(
        plant=goal.plant,
        by=by,
        verb="goal.edited",
        subject=_subject(goal),
        target=goal,
        rows=[goal],
    ):
        save_versioned(goal, expected=version, fields={*names, "currency", "counted_from"})
        if "requirements" in values:
            goal.requirements.set(values["requirements"])
    return goal


@transaction.atomic
def delete_goal(*, goal: Goal, version: int, by: User) -> None:
    """Remove a goal with its indicators; goals that serve it stay. It can be undone.

    Raises:
        StaleVersionError: somebody changed it since this version, or removed it.
    """
    history.lock(goal.plant)
    refuse_changed(goal, version)
    with history.step(
        plant=goal.plant,
        by=by,
        verb="goal.removed",
        subject=_subject(goal),
        target=goal,
        rows=[goal, *pointing(goal), *linking(goal)],
    ):
        goal.delete()


def settle_currency(goal: Goal) -> None:
    """Give money its currency, and no currency where there is no money."""
    if goal.expected_return_amount is None:
        goal.currency = ""
    elif not goal.currency:
        goal.currency = goal.plant.currency


def count_from(goal: Goal, since: Sequence[date]) -> None:
    """Hold the date against the horizon, and keep from which day the years count.

    Args:
        goal: with the horizon and the date that it is to have.
        since: the days from which the years may count, the first that fits is kept; without any
            today.

    Raises:
        RuleError: the date lies in the horizon from none of these days.
    """
    if goal.horizon not in SPANS or goal.due_on is None:
        return  # the check of the field names it
    days = since or (plant_today(goal.plant),)
    fitting = [day for day in days if agrees(goal.horizon, goal.due_on, day)]
    if not fitting:
        words = _("This date does not lie in the horizon: %(horizon)s.")
        horizon = Goal.Horizon(goal.horizon).label
        raise RuleError(words % {"horizon": horizon}, field="due_on")
    goal.counted_from = fitting[0]


def _subject(goal: Goal) -> dict[str, str]:
    return goal.both("title").as_dict()
