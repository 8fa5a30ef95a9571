"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organizations.domain.work import Owned


class ComplianceConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "compliance"

    acts: ClassVar[dict[str, Any]] = {
        "evidence.added": _("Added evidence"),
        "evidence.removed": _("Removed evidence"),
        "obligation.updated": _("Edited a duty"),
        "obligations.checked": _("Checked the duties against the plant facts"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "applies": _("Applies"),
        "evidence": _("Evidence"),
        "tracked": _("Newly tracked duties"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "compliance.obligationstatus": ("counsel_name", "owner")
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "compliance.obligationstatus": ("decision_reason", "note")
    }
    owned: ClassVar[tuple[Owned, ...]] = (Owned("compliance.ObligationStatus", _("Duties")),)
