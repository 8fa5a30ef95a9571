"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "reports"

    acts: ClassVar[dict[str, Any]] = {
        "link.downloaded": _("Downloaded a report by its link"),
        "link.made": _("Made a link to a report"),
        "link.revoked": _("Withdrew a link to a report"),
        "report.downloaded": _("Downloaded a report"),
        "report.failed": _("Could not make a report"),
        "report.produced": _("Made a report"),
        "report.requested": _("Asked for a report"),
        "report.retried": _("Tried a report again"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "kind": _("Kind"),
        "number": _("Version"),
        "report": _("Report"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {"reports.sharelink": ("label",)}
