"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "interchange"

    acts: ClassVar[dict[str, Any]] = {
        "feed.made": _("Made a calendar address of the roadmap"),
        "feed.revoked": _("Revoked a calendar address of the roadmap"),
        "plan.imported": _("Imported the plan from a workbook"),
    }
    labels: ClassVar[dict[str, Any]] = {"planfeed": _("Calendar address of the roadmap")}
