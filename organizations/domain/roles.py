"""Who may do what: the whole role x permission matrix on one page.

The product shows this very table; access checks read nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A part a person plays at a plant or for the whole organization."""

    CIO = "cio"
    PROJECT_OWNER = "project_owner"
    BUSINESS_LEAD = "business_lead"
    IT_LEAD = "it_lead"
    RESPONDENT = "respondent"
    ASSESSOR = "assessor"
    STAKEHOLDER = "stakeholder"


class Permission(StrEnum):
    """One right, named object.verb."""

    PLANT_VIEW = "plant.view"
    PLANT_EDIT = "plant.edit"
    PLANT_CREATE = "plant.create"
    MEMBERS_VIEW = "members.view"
    MEMBERS_MANAGE = "members.manage"
    STAGE_SIGN = "stage.sign"
    ASSESSMENT_VIEW = "assessment.view"
    ASSESSMENT_MANAGE = "assessment.manage"
    ASSESSMENT_ANSWER = "assessment.answer"
    ASSESSMENT_REVIEW = "assessment.review"
    ASSESSMENT_SIGN = "assessment.sign"
    SYSTEMS_VIEW = "systems.view"
    SYSTEMS_EDIT = "systems.edit"
    CAPABILITY_VIEW = "capability.view"
    ROADMAP_VIEW = "roadmap.view"
    ROADMAP_EDIT = "roadmap.edit"
    MILESTONE_SIGN_BUSINESS = "milestone.sign_business"
    MILESTONE_SIGN_IT = "milestone.sign_it"
    COMPLIANCE_VIEW = "compliance.view"
    COMPLIANCE_EDIT = "compliance.edit"
    INDICATORS_VIEW = "indicators.view"
    INDICATORS_EDIT = "indicators.edit"
    INDICATORS_RECORD = "indicators.record"
    REPORTS_VIEW = "reports.view"
    REPORTS_PRODUCE = "reports.produce"
    REPORTS_SHARE = "reports.share"
    AUDIT_VIEW = "audit.view"
    ORGANIZATION_EDIT = "organization.edit"


_P = Permission
_READ = frozenset(
    {
        _P.PLANT_VIEW,
        _P.CAPABILITY_VIEW,
        _P.ROADMAP_VIEW,
        _P.COMPLIANCE_VIEW,
        _P.INDICATORS_VIEW,
        _P.REPORTS_VIEW,
    }
)
_TEAM = _READ | {_P.MEMBERS_VIEW, _P.ASSESSMENT_VIEW, _P.SYSTEMS_VIEW}
_LEAD = _TEAM | {
    _P.ASSESSMENT_ANSWER,
    _P.SYSTEMS_EDIT,
    _P.COMPLIANCE_EDIT,
    _P.INDICATORS_RECORD,
    _P.REPORTS_PRODUCE,
}

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.CIO: frozenset(Permission),
    Role.PROJECT_OWNER: frozenset(Permission)
    - {_P.PLANT_CREATE, _P.ORGANIZATION_EDIT, _P.AUDIT_VIEW},
    Role.BUSINESS_LEAD: _LEAD | {_P.MILESTONE_SIGN_BUSINESS},
    Role.IT_LEAD: _LEAD | {_P.INDICATORS_EDIT, _P.MILESTONE_SIGN_IT},
    Role.RESPONDENT: frozenset(
        {_P.PLANT_VIEW, _P.ASSESSMENT_VIEW, _P.ASSESSMENT_ANSWER, _P.INDICATORS_VIEW}
        | {_P.INDICATORS_RECORD}
    ),
    Role.ASSESSOR: _TEAM
    | {_P.ASSESSMENT_ANSWER, _P.ASSESSMENT_REVIEW, _P.SYSTEMS_EDIT, _P.REPORTS_PRODUCE},
    Role.STAKEHOLDER: _READ,
}


def permissions(roles: Iterable[Role]) -> frozenset[Permission]:
    """Return every right that at least one of the roles gives.

    Args:
        roles: the roles a person holds at one plant, in any order; may be empty.

    Returns:
        The union of their rights; empty without a role (deny by default).
    """
    rights: frozenset[Permission] = frozenset()
    for role in roles:
        rights |= MATRIX[role]
    return rights


def grantable(rights: frozenset[Permission]) -> tuple[Role, ...]:
    """Return the roles a person may give to others or take from them.

    Args:
        rights: the person's rights where the role is to count.

    Returns:
        Without the right to manage members none; else every role that gives no right the
        person does not hold, so that nobody hands out more than they have.
    """
    if Permission.MEMBERS_MANAGE not in rights:
        return ()
    return tuple(role for role in Role if MATRIX[role] <= rights)
