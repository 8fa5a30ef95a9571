"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activity.domain.subjects import Commented
from organizations.domain.evidence import Proven
from organizations.domain.roles import Permission
from organizations.domain.work import Owned
from steps.domain.pages import StepPage
from steps.domain.tables import StepTable


class ComplianceConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "compliance"

    acts: ClassVar[dict[str, Any]] = {
        "obligation.updated": _("Edited a duty"),
        "obligations.imported": _("Imported duties"),
        "obligations.updated": _("Edited several duties"),
        "obligations.checked": _("Checked the duties against the plant facts"),
    }
    reminders = ("compliance.services.reminders.remind",)
    labels: ClassVar[dict[str, Any]] = {
        "applies": _("Applies"),
        "tracked": _("Newly tracked duties"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "compliance.obligationstatus": ("counsel_name", "owner")
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "compliance.obligationstatus": ("decision_reason", "note")
    }
    proven: ClassVar[tuple[Proven, ...]] = (
        Proven("compliance.ObligationEvidence", Permission.COMPLIANCE_VIEW),
    )
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned("compliance.ObligationStatus", _("Duties"), page="compliance:obligation-list"),
    )
    # What facts and checklists say of a duty hinders no undo of what people say of it.
    steps: ClassVar[tuple[StepTable, ...]] = (
        StepTable(
            "duty",
            "compliance.ObligationStatus",
            loose=(
                *("checklist_id", "jurisdiction", "topic", "risk", "is_doubtful"),
                *("reason", "applies"),
            ),
        ),
    )
    step_pages: ClassVar[tuple[StepPage, ...]] = (
        StepPage(
            "compliance:obligation-list",
            ("obligation.", "obligations."),
            Permission.COMPLIANCE_EDIT,
            area="compliance",
            days=30,
        ),
    )
    commented: ClassVar[tuple[Commented, ...]] = (
        Commented(
            "duty",
            _("Duty"),
            Permission.COMPLIANCE_VIEW,
            find="compliance.selectors.commented.find_duty",
        ),
    )
