"""The single indicator of a goal becomes the first of several, and its steps can be undone."""

from __future__ import annotations

import pytest
from django_scopes import scopes_disabled

from goals.models import Goal, GoalIndicator
from steps.models import Step
from tests.upgrade.rows import Maker
from tests.upgrade.scratch import last_before, migrate, scratch, state_at

pytestmark = [pytest.mark.data, pytest.mark.slow]
CHANGES = {("goals", "0002_tree"), ("goals", "0003_indicators_linked")}


def test_indicator_and_steps_move(tmp_path, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), scratch(tmp_path), scopes_disabled():
        state = state_at(last_before(CHANGES))
        maker = Maker(state)
        goal, indicator = maker.one("goals.goal"), maker.one("readings.plantindicator")
        goal.indicator = indicator
        goal.save()
        values = {"title": goal.title, "indicator_id": indicator.pk}
        state.get_model("steps", "Step")._base_manager.create(
            plant_id=goal.plant_id,
            verb="goal.set",
            subject={},
            before=[{"table": "goal", "id": goal.pk, "version": 0, "values": None}],
            after=[{"table": "goal", "id": goal.pk, "version": 1, "values": values}],
            made_at=goal.created_at,
        )
        migrate()
        link = GoalIndicator.objects.get()
        assert (link.goal_id, link.plant_indicator_id) == (goal.pk, indicator.pk)
        assert (link.baseline_value, link.target_on) == (None, Goal.objects.get().due_on)
        (row,) = Step.objects.get().after
        assert row["values"] == {"title": goal.title, "parent_id": None, "counted_from": None}
