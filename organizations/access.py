"""Who may touch which plant: the one place that decides."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organizations.domain.roles import Permission
from organizations.models import Organization, Plant, User
from organizations.selectors.places import Grants, grants, visible_plants


def person(request: HttpRequest) -> User:
    """Return the signed-in person of a view that requires one."""
    return cast("User", request.user)


def grants_of(request: HttpRequest) -> Grants:
    """Return the person's roles; read once per request and person (signing in changes it)."""
    user = person(request)
    known: tuple[int, Grants] | None = getattr(request, "grants", None)
    if known is None or known[0] != user.pk:
        known = (user.pk, grants(user))
        request.grants = known  # type: ignore[attr-defined]
    return known[1]


def get_plant(request: HttpRequest, slug: str, permission: Permission) -> Plant:
    """Return the plant for an act.

    Args:
        request: of a signed-in person; the plant is remembered on it for the page frame.
        slug: the plant's name in the address.
        permission: the right the act needs.

    Raises:
        Http404: the person has no role at the plant, or there is none of that name.
        PermissionDenied: the person has a role there, but not this right.
    """
    plant = get_object_or_404(visible_plants(grants_of(request)), slug=slug)
    rights = grants_of(request).at_plant(plant)
    request.plant = plant  # type: ignore[attr-defined]
    request.rights = rights  # type: ignore[attr-defined]
    if permission not in rights:
        raise PermissionDenied
    return plant


def may(request: HttpRequest, plant: Plant, permission: Permission) -> bool:
    """Tell whether the person holds a right at a plant."""
    return permission in grants_of(request).at_plant(plant)


def get_organization(request: HttpRequest, permission: Permission) -> Organization:
    """Return the organization in which the person holds a group-wide right.

    Raises:
        Http404: the person has no role in any organization.
        PermissionDenied: no group-wide role gives the right.
    """
    roles = grants_of(request)
    if not roles.organizations:
        raise Http404
    for identifier in roles.organizations:
        rights = roles.in_organization(identifier)
        if permission in rights:
            request.rights = rights  # type: ignore[attr-defined]
            return Organization.objects.get(pk=identifier)
    raise PermissionDenied


def own_organization(request: HttpRequest) -> Organization:
    """Return the organization in which the person takes part in any role.

    Raises:
        Http404: the person has no role anywhere.
    """
    roles = grants_of(request)
    if not roles.organizations:
        raise Http404
    return Organization.objects.get(pk=roles.organizations[0])


def organization_rights(request: HttpRequest, organization: Organization) -> frozenset[Permission]:
    """Return the rights the person holds for the whole organization."""
    return grants_of(request).in_organization(organization.pk)


def reach(
    request: HttpRequest, organization: Organization, permission: Permission
) -> frozenset[int] | None:
    """Return the plants at which the person holds a right.

    Returns:
        None if the right holds for the whole group, else the ids of single plants.

    Raises:
        PermissionDenied: the right is held nowhere in this organization.
    """
    roles = grants_of(request)
    if permission in roles.in_organization(organization.pk):
        return None
    single = roles.plants_with(permission)
    here = Plant.objects.filter(pk__in=single, organization=organization)
    plants = frozenset(here.values_list("pk", flat=True))
    if not plants:
        raise PermissionDenied
    return plants
