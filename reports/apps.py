"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import clock
from organizations.domain.roles import Permission
from organizations.domain.work import Owned


class ReportsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "reports"

    acts: ClassVar[dict[str, Any]] = {
        "link.closed": _("Ten wrong passphrases closed a link"),
        "link.downloaded": _("Downloaded a report by its link"),
        "link.paused": _("30 wrong passphrases paused a link"),
        "link.refused": _("Refused a wrong passphrase of a link"),
        "link.made": _("Made a link to a report"),
        "link.prolonged": _("Prolonged a link to a report"),
        "link.rekeyed": _("Gave a link another passphrase"),
        "link.revoked": _("Withdrew a link to a report"),
        "report.downloaded": _("Downloaded a report"),
        "report.failed": _("Could not make a report"),
        "report.produced": _("Made a report"),
        "report.requested": _("Asked for a report"),
        "report.retried": _("Tried a report again"),
    }
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "reports.ShareLink",
            _("Share links"),
            plant="report__plant",
            still_open={"revoked_at": None, "expires_at__gt": clock.now},
            right=Permission.REPORTS_SHARE,
            page="reports:report-list",
            ending=_("Close the share links instead of handing them over"),
        ),
    )
    labels: ClassVar[dict[str, Any]] = {
        "expires_at": _("Works until"),
        "kind": _("Kind"),
        "number": _("Version"),
        "report": _("Report"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {"reports.sharelink": ("label",)}
