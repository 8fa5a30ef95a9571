"""Who takes part where, and who has been asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.base import TenantManager, TimestampedModel, VersionedModel
from organizations.domain.roles import Permission
from organizations.models.organization import Organization
from organizations.models.plant import Plant

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class RoleChoice(models.TextChoices):
    """The roles of organizations.domain.roles with their names."""

    CIO = "cio", _("CIO")
    PROJECT_OWNER = "project_owner", _("Project owner")
    BUSINESS_LEAD = "business_lead", _("Business lead")
    IT_LEAD = "it_lead", _("IT lead")
    RESPONDENT = "respondent", _("Respondent")
    ASSESSOR = "assessor", _("Assessor")
    STAKEHOLDER = "stakeholder", _("Stakeholder")


_P = Permission
PERMISSION_GROUPS: tuple[tuple[StrPromise, tuple[Permission, ...]], ...] = (
    (
        _("Plant and people"),
        (
            _P.PLANT_VIEW,
            _P.PLANT_EDIT,
            _P.PLANT_CREATE,
            _P.MEMBERS_VIEW,
            _P.MEMBERS_MANAGE,
            _P.STAGE_SIGN,
        ),
    ),
    (
        _("Current state"),
        (
            _P.ASSESSMENT_VIEW,
            _P.ASSESSMENT_MANAGE,
            _P.ASSESSMENT_ANSWER,
            _P.ASSESSMENT_REVIEW,
            _P.ASSESSMENT_SIGN,
            _P.SYSTEMS_VIEW,
            _P.SYSTEMS_EDIT,
        ),
    ),
    (
        _("Capability, roadmap, compliance"),
        (
            _P.CAPABILITY_VIEW,
            _P.ROADMAP_VIEW,
            _P.ROADMAP_EDIT,
            _P.MILESTONE_SIGN_BUSINESS,
            _P.MILESTONE_SIGN_IT,
            _P.COMPLIANCE_VIEW,
            _P.COMPLIANCE_EDIT,
        ),
    ),
    (
        _("Indicators and reports"),
        (
            _P.INDICATORS_VIEW,
            _P.INDICATORS_EDIT,
            _P.INDICATORS_RECORD,
            _P.REPORTS_VIEW,
            _P.REPORTS_PRODUCE,
            _P.REPORTS_SHARE,
        ),
    ),
    (_("Organization"), (_P.ORGANIZATION_EDIT, _P.AUDIT_VIEW)),
)
PERMISSION_NAMES: dict[Permission, StrPromise] = {
    _P.PLANT_VIEW: _("See the plant"),
    _P.PLANT_EDIT: _("Edit the plant’s facts and stages"),
    _P.PLANT_CREATE: _("Add plants"),
    _P.MEMBERS_VIEW: _("See members"),
    _P.MEMBERS_MANAGE: _("Invite and remove members"),
    _P.STAGE_SIGN: _("Sign stages off"),
    _P.ASSESSMENT_VIEW: _("See the questionnaire and scores"),
    _P.ASSESSMENT_MANAGE: _("Open runs and assign sections"),
    _P.ASSESSMENT_ANSWER: _("Answer questions"),
    _P.ASSESSMENT_REVIEW: _("Review answers"),
    _P.ASSESSMENT_SIGN: _("Sign runs off"),
    _P.SYSTEMS_VIEW: _("See the systems inventory"),
    _P.SYSTEMS_EDIT: _("Edit the systems inventory"),
    _P.CAPABILITY_VIEW: _("See the capability matrix"),
    _P.ROADMAP_VIEW: _("See goals and roadmap"),
    _P.ROADMAP_EDIT: _("Edit goals and roadmap"),
    _P.MILESTONE_SIGN_BUSINESS: _("Sign milestones for business"),
    _P.MILESTONE_SIGN_IT: _("Sign milestones for IT"),
    _P.COMPLIANCE_VIEW: _("See compliance duties"),
    _P.COMPLIANCE_EDIT: _("Edit compliance duties"),
    _P.INDICATORS_VIEW: _("See indicators"),
    _P.INDICATORS_EDIT: _("Choose indicators and set targets"),
    _P.INDICATORS_RECORD: _("Enter readings"),
    _P.REPORTS_VIEW: _("Read and download reports"),
    _P.REPORTS_PRODUCE: _("Produce reports"),
    _P.REPORTS_SHARE: _("Share reports by link"),
    _P.ORGANIZATION_EDIT: _("Edit the organization and exchange rates"),
    _P.AUDIT_VIEW: _("Read the audit log"),
}


class Membership(VersionedModel):
    """A role of a person at a plant, or at every plant of the organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    plant = models.ForeignKey(
        Plant, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=RoleChoice)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "plant", "user", "role"],
                name="a_role_is_held_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "user", "role"],
                condition=models.Q(plant__isnull=True),
                name="a_group_role_is_held_once",
            ),
        ]
        ordering = ["user__name", "role"]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Invitation(TimestampedModel):
    """A role offered to an e-mail address; the link works once and until it expires."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    plant = models.ForeignKey(
        Plant, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=RoleChoice)
    language = models.CharField(_("language"), max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        if self.accepted_at or self.revoked_at:
            return False
        return self.expires_at > clock.now()
