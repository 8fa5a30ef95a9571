"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from organizations.domain.work import Owned
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class GoalsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "goals"

    acts: ClassVar[dict[str, Any]] = {
        "goal.indicator_added": _("Added an indicator to a goal"),
        "goal.indicator_edited": _("Changed an indicator of a goal"),
        "goal.indicator_removed": _("Took an indicator off a goal"),
        "goal.edited": _("Edited a goal"),
        "goal.removed": _("Removed a goal"),
        "goal.set": _("Set a goal"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "baseline_value": _("Baseline value"),
        "counted_from": _("Horizon counted from"),
        "goal": _("Goal"),
        "goal_indicator": _("Indicator"),
        "goalindicator": _("Indicator"),
        "indicator": _("Indicator"),
        "parent": _("Goal it serves"),
        "plant_indicator": _("Indicator"),
        "requirements": _("Requirements"),
    }
    owned: ClassVar[tuple[Owned, ...]] = (Owned("goals.Goal", _("Goals"), page="goals:goal-list"),)
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "goals.Goal",
            _("Goal"),
            ("title", "baseline_text", "target_text"),
            BLUEPRINT,
            Permission.ROADMAP_EDIT,
        ),
    )
    steps: ClassVar[tuple[StepTable, ...]] = (
        StepTable("goal", "goals.Goal", many=("requirements",), is_titled=True),
        StepTable("goal_indicator", "goals.GoalIndicator"),
    )
    step_pages: ClassVar[tuple[StepPage, ...]] = (StepPage("goals:goal-list", ("goal.",)),)
