"""Django's view of this app."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activity.domain.subjects import Commented
from organizations.domain.roles import Permission
from organizations.domain.work import Owned


class NeedsConfig(AppConfig):
    """Names the app."""

    name = "needs"
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned(
            "needs.Requirement",
            _("Requirements"),
            still_open={"state__in": ("open", "planned")},
            page="needs:requirement-list",
        ),
    )
    commented: ClassVar[tuple[Commented, ...]] = (
        Commented(
            "requirement",
            _("Requirement"),
            Permission.ASSESSMENT_VIEW,
            find="needs.selectors.commented.find_requirement",
        ),
    )
