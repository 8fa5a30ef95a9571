"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class ReturnsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "returns"
    sealed = "returns.selectors.seals.altered"

    acts: ClassVar[dict[str, Any]] = {
        "case.settings_set": _("Set how the plan is appraised"),
        "case.set": _("Set commitment and ends of an initiative"),
        "effect.added": _("Added an effect"),
        "effect.edited": _("Edited an effect"),
        "effect.removed": _("Removed an effect"),
        "promise.made": _("Promised what an effect brings"),
        "promise.withdrawn": _("Withdrew a promise"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "case": _("Commitment and ends"),
        "digest": _("Hash of what was signed"),
        "case_settings": _("Settings of the business case"),
        "casesettings": _("Settings of the business case"),
        "effect": _("Effect"),
        "goal": _("Goal"),
        "initiative": _("Initiative"),
        "initiativecase": _("Commitment and ends"),
        "plant_indicator": _("Indicator"),
        "promise": _("Promise"),
        "reason": _("Reason"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {"returns.promise": ("reason",)}
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "returns.Effect",
            _("Effect"),
            ("title",),
            BLUEPRINT,
            Permission.ROADMAP_EDIT,
            plant="initiative__roadmap__plant",
        ),
    )
    steps: ClassVar[tuple[StepTable, ...]] = (
        StepTable("case_settings", "returns.CaseSettings"),
        StepTable("case", "returns.InitiativeCase"),
        StepTable("effect", "returns.Effect", is_titled=True),
    )
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage("returns:case-detail", ("case.", "effect.")),
    )
