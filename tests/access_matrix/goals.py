"""Who may open and change goals."""

from __future__ import annotations

from datetime import date

from goals.models import Goal, GoalIndicator
from tests.access_matrix.indicators import row_of
from tests.access_matrix.roadmap import READ, _editors, _get, _plant, _post


def _goal(cast):
    values = {
        "horizon": "mid",
        "value_driver": "cost",
        "due_on": date(2027, 1, 1),
        "target_text": "1",
    }
    row, _made = Goal.objects.get_or_create(plant=cast.plant, title="G", defaults=values)
    return {**_plant(cast), "pk": row.pk}


def _indicator(cast):
    found = _goal(cast)
    row = GoalIndicator.objects.create(
        goal_id=found["pk"], plant_indicator=row_of(cast), target_on=date(2027, 1, 1)
    )
    return {**_plant(cast), "goal": found["pk"], "pk": row.pk}


def _of_goal(cast):
    return {**_plant(cast), "goal": _goal(cast)["pk"]}


MATRIX = {
    "goals:goal-list": _get(_plant, READ),
    "goals:goal-create": _get(_plant, _editors(200)),
    "goals:goal-edit": _get(_goal, _editors(200)),
    "goals:goal-delete": _post(_goal, 302, version=1),
    "goals:indicator-create": _get(_of_goal, _editors(200)),
    "goals:indicator-edit": _get(_indicator, _editors(200)),
    "goals:indicator-delete": _post(_indicator, 302, version=1),
}
