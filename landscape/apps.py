"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activity.domain.subjects import Commented
from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class LandscapeConfig(AppConfig):
    """Names the app and its acts in the audit trail."""

    name = "landscape"

    acts: ClassVar[dict[str, Any]] = {
        "system.added": _("Added a system"),
        "system.edited": _("Edited a system"),
        "system.removed": _("Removed a system"),
        "systems.imported": _("Imported systems"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "added": _("New"),
        "changed": _("Changed"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "landscape.system": ("owner_name",),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "landscape.system": ("disposition_reason", "note", "translations"),
    }
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "landscape.System",
            _("System"),
            ("disposition_reason",),
            BLUEPRINT,
            Permission.SYSTEMS_EDIT,
            reads=("advised_reason",),
        ),
    )
    steps: ClassVar[tuple[StepTable, ...]] = (StepTable("system", "landscape.System"),)
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage(
            "landscape:system-list",
            ("system.", "systems."),
            Permission.SYSTEMS_EDIT,
            area="current",
            days=30,
        ),
    )
    commented: ClassVar[tuple[Commented, ...]] = (
        Commented(
            "system",
            _("System"),
            Permission.SYSTEMS_VIEW,
            find="landscape.selectors.commented.find_system",
        ),
    )
