"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activity.domain.subjects import Commented
from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from organizations.domain.work import Owned
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class RoadmapConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "roadmap"
    sealed = "roadmap.selectors.signing.altered"

    acts: ClassVar[dict[str, Any]] = {
        "dependency.added": _("Added a link"),
        "dependency.edited": _("Changed a link"),
        "dependency.removed": _("Removed a link"),
        "gate_condition.added": _("Added a condition of a gate"),
        "gate_condition.edited": _("Changed a condition of a gate"),
        "gate_condition.removed": _("Removed a condition of a gate"),
        "initiative.added": _("Added an initiative"),
        "initiative.edited": _("Edited an initiative"),
        "initiative.moved": _("Moved an initiative"),
        "initiative.placed": _("Put an initiative in another place of the list"),
        "initiative.removed": _("Removed an initiative"),
        "initiatives.edited": _("Edited several initiatives"),
        "initiatives.moved": _("Moved several initiatives"),
        "limits.set": _("Set the budget limits"),
        "milestone.added": _("Added a milestone"),
        "milestone.edited": _("Edited a milestone"),
        "milestone.reached": _("Recorded a milestone as reached"),
        "milestone.removed": _("Removed a milestone"),
        "milestone.signed": _("Signed a milestone"),
        "roadmap.created": _("Started the roadmap"),
        "roadmap.sorted": _("Sorted the list by dates"),
    }
    reminders = ("roadmap.services.reminders.remind",)
    labels: ClassVar[dict[str, Any]] = {
        "bound_value": _("Value to reach"),
        "budgetyear": _("Budget limit"),
        "buffer_days": _("Buffer in days"),
        "catalog": _("Entry of the catalog"),
        "dependency": _("Link of the plan"),
        "due_milestone": _("Must stand at"),
        "enabling_milestone": _("Cannot begin before"),
        "gate_condition": _("Condition of a gate"),
        "gatecondition": _("Condition of a gate"),
        "goals": _("Goals"),
        "indicator": _("Indicator"),
        "initiative": _("Initiative"),
        "initiativeindicator": _("Indicator"),
        "lifts": _("Expected rise by dimension"),
        "limit": _("Budget limit"),
        "limit_amount": _("Limit"),
        "limits": _("Budget limits"),
        "milestone": _("Milestone"),
        "digest": _("Hash of what was signed"),
        "order": _("Place in the list"),
        "plant_indicator": _("Indicator"),
        "predecessor": _("Initiative before"),
        "requirements": _("Requirements"),
        "reached_on": _("Reached on"),
        "roadmap": _("Roadmap"),
        "side": _("Side"),
        "successor": _("Initiative after"),
        "year": _("Year"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "roadmap.initiative": ("note",),
        "roadmap.milestone": ("acceptance", "translations"),
    }
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "roadmap.Initiative",
            _("Initiatives"),
            plant="roadmap__plant",
            still_open={"status__in": ("planned", "active")},
            page="roadmap:roadmap-detail",
        ),
    )
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "roadmap.Initiative",
            _("Initiative"),
            ("title",),
            BLUEPRINT,
            Permission.ROADMAP_EDIT,
            plant="roadmap__plant",
        ),
        Translated(
            "roadmap.Milestone",
            _("Milestone"),
            ("title", "acceptance"),
            BLUEPRINT,
            Permission.ROADMAP_EDIT,
            plant="initiative__roadmap__plant",
        ),
    )
    steps: ClassVar[tuple[StepTable, ...]] = (
        StepTable("limit", "roadmap.BudgetYear", guard="roadmap"),
        StepTable(
            "initiative", "roadmap.Initiative", many=("requirements", "goals"), loose=("order",)
        ),
        StepTable("indicator", "roadmap.InitiativeIndicator", guard="initiative"),
        StepTable("dependency", "roadmap.Dependency"),
        StepTable("milestone", "roadmap.Milestone", is_titled=True),
        StepTable("gate_condition", "roadmap.GateCondition"),
    )
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage(
            "roadmap:roadmap-detail",
            (
                *("dependency.", "initiative.", "initiatives.", "limits.", "milestone."),
                *("plan.", "roadmap."),
            ),
            answer="roadmap.views.history.turned",
        ),
        StepPage("roadmap:gate-list", ("gate_condition.",)),
    )
    commented: ClassVar[tuple[Commented, ...]] = (
        Commented(
            "initiative",
            _("Initiative"),
            Permission.ROADMAP_VIEW,
            find="roadmap.selectors.commented.find_initiative",
        ),
    )
