"""Django's view of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from organizations.domain.roles import Permission
from organizations.domain.translated import BLUEPRINT, Translated
from organizations.domain.work import Owned
from organizations.services import acts


class OrganizationsConfig(AppConfig):
    """Names the app, its acts in the audit trail and what their fields are called there."""

    name = "organizations"

    def ready(self) -> None:
        """Let every app mark its reactions, once, now that all tables are known."""
        autodiscover_modules("reactions")
        acts.registry.check()

    acts: ClassVar[dict[str, Any]] = {
        "audit.exported": _("Exported the audit log"),
        "data.exported": _("Exported data"),
        "evidence.added": _("Added evidence"),
        "evidence.removed": _("Removed evidence"),
        "evidence.reviewed": _("Reviewed evidence"),
        "invitation.accepted": _("Accepted an invitation"),
        "invitation.created": _("Invited a person"),
        "invitation.removed": _("Removed invitations that had run out"),
        "invitation.resent": _("Sent an invitation again"),
        "invitation.revoked": _("Withdrew an invitation"),
        "membership.added": _("Gave a role"),
        "membership.changed": _("Changed a role"),
        "membership.removed": _("Took a role away"),
        "organization.created": _("Founded the organization"),
        "organization.edited": _("Edited the organization"),
        "person.closed": _("Closed a person"),
        "person.forgotten": _("Removed the name and address of a person"),
        "plant.created": _("Added a plant"),
        "plant.edited": _("Edited the plant facts"),
        "profile.edited": _("Edited their own profile"),
        "rate.added": _("Added an exchange rate"),
        "rate.edited": _("Corrected an exchange rate"),
        "rate.removed": _("Deleted an exchange rate"),
        "words.redacted": _("Redacted a note of the log"),
        "work.handed_over": _("Handed work over"),
    }
    labels: ClassVar[dict[str, Any]] = {
        "account_closed": _("Account closed"),
        "by_link": _("By personal link"),
        "due_on": _("Due"),
        "events": _("Events of the log"),
        "evidence": _("Evidence"),
        "field": _("Field"),
        "file": _("File"),
        "filter": _("Filter"),
        "group_plants_abroad": _("Other plants of the group abroad"),
        "handed_over": _("Work handed over"),
        "industry_type": _("Process type"),
        "invitations": _("Invitations"),
        "is_accepted": _("Evidence is accepted"),
        "owner": _("Owner"),
        "person": _("Person"),
        "plant": _("Plant"),
        "reason": _("Reason"),
    }
    personal: ClassVar[dict[str, tuple[str, ...]]] = {
        "organizations.invitation": ("email", "name"),
        "organizations.membership": ("person",),
        "organizations.plant": ("headquarters_contact",),
        "organizations.user": ("email", "name"),
    }
    notes: ClassVar[dict[str, tuple[str, ...]]] = {
        "organizations.auditevent": ("reason",),
        "organizations.evidence": ("note", "review_note"),
        "organizations.user": ("reason",),
    }
    remove_old: ClassVar[dict[str, str]] = {
        "expired sessions": "organizations.services.clearing.remove_sessions",
        "invitations that ran out": "organizations.services.clearing.remove_invitations",
    }
    owned: ClassVar[tuple[Owned, ...]] = (
        Owned("organizations.Plant", _("Plants"), plant="", page="overview:plant-detail"),
    )
    translated: ClassVar[tuple[Translated, ...]] = (
        Translated(
            "organizations.Plant",
            _("Plant"),
            ("industry",),
            BLUEPRINT,
            Permission.PLANT_EDIT,
            plant="",
        ),
    )
