"""Pages of the organization: names and currency, the role matrix."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import edited, page_of
from organizations.access import organization_rights, own_organization, person
from organizations.domain.roles import MATRIX, Permission
from organizations.forms.settings import OrganizationForm
from organizations.models import Organization
from organizations.models.membership import PERMISSION_GROUPS, PERMISSION_NAMES, RoleChoice
from organizations.selectors.editors import by_now
from organizations.services import organizations as service
from organizations.views.tabs import administration

SETTINGS = "organizations/organization_settings.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization_settings(request: HttpRequest) -> HttpResponse:
    """Show the organization to its members; whoever may edit gets the form."""
    organization = own_organization(request)
    may_edit = Permission.ORGANIZATION_EDIT in organization_rights(request, organization)
    context = administration(request, organization, "organization-settings")
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        return _save(request, organization, context)
    form = OrganizationForm(instance=organization) if may_edit else None
    return render(request, SETTINGS, {**context, "form": form, "may_edit": may_edit})


def _save(
    request: HttpRequest, organization: Organization, context: dict[str, Any]
) -> HttpResponse:
    form = OrganizationForm(request.POST, instance=Organization.objects.get(pk=organization.pk))

    def save() -> str:
        service.edit_organization(
            by=person(request),
            organization=organization,
            version=form.cleaned_data["version"],
            values=form.values(),
        )
        return _("The organization is saved.")

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, SETTINGS, {**context, "form": form, "may_edit": True}),
        back="organizations:organization-settings",
        now=lambda: by_now(organization),
    )


@login_required
@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    """Show the whole role x permission matrix, the one the checks read."""
    organization = own_organization(request)
    groups = [(title, [_row(right) for right in rights]) for title, rights in PERMISSION_GROUPS]
    context = {
        **administration(request, organization, "role-list"),
        "roles": [(role.value, RoleChoice(role.value).label) for role in MATRIX],
        "groups": groups,
    }
    return render(request, "organizations/role_list.html", context)


def _row(right: Permission) -> dict[str, Any]:
    return {
        "name": PERMISSION_NAMES[right],
        "cells": [
            {"role": RoleChoice(role.value).label, "held": right in rights}
            for role, rights in MATRIX.items()
        ],
    }
