"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StepsConfig(AppConfig):
    """Names the app and its acts in the audit trail."""

    name = "steps"
    forgets = "steps.services.forgetting.forget_names"

    acts: ClassVar[dict[str, Any]] = {
        "roadmap_change.redone": _("Redid a step"),
        "roadmap_change.undone": _("Undid a step"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "added": _("New"),
        "changed": _("Changed"),
        "removed": _("Removed"),
    }
