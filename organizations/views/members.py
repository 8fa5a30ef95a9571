"""Members and their roles, at one plant or in the whole organization."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import get_plant, grants_of, may, own_organization, person, reach
from organizations.domain.roles import Permission, Role, grantable
from organizations.forms.members import RoleForm
from organizations.models import Membership, Organization, Plant
from organizations.models.membership import RoleChoice
from organizations.selectors.editors import last_editor
from organizations.selectors.places import members, open_invitations
from organizations.services import membership as service
from organizations.services.membership import rights_at
from organizations.views.tabs import administration

PER_PAGE = 50


@login_required
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """List everybody the person may see: the whole group, or the plants they manage."""
    organization = own_organization(request)
    plants = reach(request, organization, Permission.MEMBERS_VIEW)
    managed = _managed(request, organization)
    context = {
        **administration(request, organization, "member-list"),
        **_lists(request, organization, plants),
        "may_manage": managed is None or bool(managed),
        "managed": managed,
    }
    return render(request, "organizations/member_list.html", context)


@login_required
@require_safe
def plant_member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List everybody with a role at the plant; group-wide roles stand apart."""
    plant = get_plant(request, slug, Permission.MEMBERS_VIEW)
    may_manage = may(request, plant, Permission.MEMBERS_MANAGE)
    group_wide = Membership.objects.filter(organization=plant.organization, plant__isnull=True)
    context = {
        "plant": plant,
        "area": "overview",
        **_lists(request, plant.organization, frozenset({plant.pk})),
        "group_wide": group_wide.select_related("user"),
        "may_manage": may_manage,
        "managed": frozenset({plant.pk}) if may_manage else frozenset(),
    }
    return render(request, "organizations/plant_member_list.html", context)


def _managed(request: HttpRequest, organization: Organization) -> frozenset[int] | None:
    try:
        return reach(request, organization, Permission.MEMBERS_MANAGE)
    except PermissionDenied:
        return frozenset()


def _lists(
    request: HttpRequest, organization: Organization, plants: frozenset[int] | None
) -> dict[str, Any]:
    page = Paginator(members(organization, plants=plants), PER_PAGE)
    return {
        "page": page.get_page(request.GET.get("page")),
        "invitations": list(open_invitations(organization, plants=plants)[:PER_PAGE]),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role of a membership, or remove it."""
    membership, roles = managed_membership(request, pk)
    if request.POST.get("on_conflict") == "theirs":
        return redirect(list_of(membership.plant))
    initial = {"role": membership.role, "version": membership.version}
    form = RoleForm(request.POST or None, roles=roles, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                service.change_role(by=person(request), membership=membership, **form.cleaned_data)
            except StaleVersionError:
                return _role_conflict(request, pk, form)
            except RuleError as error:
                add_error(form, error)
            else:
                messages.success(request, _("The role is changed."))
                return redirect(list_of(membership.plant))
        status = UNPROCESSABLE
    return _edit_page(request, membership, form, roles, status)


@login_required
@require_POST
def membership_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    membership, roles = managed_membership(request, pk)
    place, name = membership.plant, membership.user.name
    try:
        service.remove_membership(by=person(request), membership=membership)
    except RuleError as error:
        form = RoleForm({"role": membership.role}, roles=roles)
        form.is_valid()
        add_error(form, error)
        return _edit_page(request, membership, form, roles, UNPROCESSABLE)
    messages.success(request, _("%(name)s no longer holds this role.") % {"name": name})
    return redirect(list_of(place))


def _role_conflict(request: HttpRequest, pk: int, form: RoleForm) -> HttpResponse:
    """Show the role that somebody else gave meanwhile beside the one that was chosen."""
    stored, roles = managed_membership(request, pk)
    theirs = [
        {
            "label": str(form.fields["role"].label),
            "theirs": stored.get_role_display(),
            "mine": str(RoleChoice(form.cleaned_data["role"]).label),
        }
    ]
    more = conflict_context(theirs, who=last_editor(stored), version=stored.version)
    return _edit_page(request, stored, form, roles, CONFLICT, **more)


def _edit_page(
    request: HttpRequest,
    membership: Membership,
    form: RoleForm,
    roles: tuple[Role, ...],
    status: int,
    **more: Any,
) -> HttpResponse:
    context = {
        **administration(request, membership.organization, "member-list"),
        "membership": membership,
        "form": form,
        "may_change": membership.user_id != person(request).pk and membership.role in roles,
        "back": list_of(membership.plant),
        **more,
    }
    return render(request, "organizations/membership_edit.html", context, status=status)


def managed_membership(request: HttpRequest, pk: int) -> tuple[Membership, tuple[Role, ...]]:
    """Return a membership and the roles the person may give at its place.

    Raises:
        Http404: there is none in the person's organizations, or at none of their plants.
        PermissionDenied: the person does not manage members there.
    """
    rows = Membership.objects.select_related("user", "plant", "organization")
    membership = get_object_or_404(rows, pk=pk)
    return membership, manager_roles(request, membership.organization, membership.plant)


def manager_roles(
    request: HttpRequest, organization: Organization, plant: Plant | None
) -> tuple[Role, ...]:
    """Return the roles the person may give at a place.

    Raises:
        Http404: the person has no role there.
        PermissionDenied: a role, but not the right to manage members.
    """
    rights = rights_at(grants_of(request), organization.pk, plant)
    if plant is not None and not rights:
        raise Http404
    roles = grantable(rights)
    if not roles:
        raise PermissionDenied
    return roles


def list_of(plant: Plant | None) -> str:
    """Return the address of the list a membership stands in."""
    if plant is None:
        return reverse("organizations:member-list")
    return reverse("organizations:plant-member-list", kwargs={"slug": plant.slug})
