"""The pages of administration a person may open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.access import grants_of, organization_rights
from organizations.domain.roles import Permission
from organizations.models import Organization
from organizations.selectors.mailing import is_mail_on


def administration(
    request: HttpRequest, organization: Organization, current: str
) -> dict[str, Any]:
    """Return the context every page of administration shares; who edits hears that mail is off."""
    group = organization_rights(request, organization)
    sees_members = Permission.MEMBERS_VIEW in group or bool(
        grants_of(request).plants_with(Permission.MEMBERS_VIEW)
    )
    pages = [
        ("organization-settings", _("Organization"), True),
        ("member-list", _("Members"), sees_members),
        ("role-list", _("Roles"), True),
        ("rate-list", _("Exchange rates"), True),
        ("audit-list", _("Audit log"), Permission.AUDIT_VIEW in group),
    ]
    return {
        "area": "admin",
        "organization": organization,
        "mail_is_off": Permission.ORGANIZATION_EDIT in group and not is_mail_on(),
        "tabs": [
            {"label": label, "href": reverse(f"organizations:{name}"), "current": name == current}
            for name, label, is_open in pages
            if is_open
        ],
    }
