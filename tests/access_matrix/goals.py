"""Who may open and change goals."""

from __future__ import annotations

from datetime import date

from goals.models import Goal
from tests.access_matrix.roadmap import READ, _editors, _get, _plant, _post


def _goal(cast):
    row = Goal.objects.create(
        plant=cast.plant,
        title="G",
        horizon="mid",
        value_driver="cost",
        due_on=date(2027, 1, 1),
        target_text="1",
    )
    return {**_plant(cast), "pk": row.pk}


MATRIX = {
    "goals:goal-list": _get(_plant, READ),
    "goals:goal-create": _get(_plant, _editors(200)),
    "goals:goal-edit": _get(_goal, _editors(200)),
    "goals:goal-delete": _post(_goal, 302),
}
