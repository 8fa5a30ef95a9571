"""Writes of memberships: who holds which role where."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.base import every_row, save_versioned
from core.errors import RuleError, StateError
from organizations.domain.roles import Permission, Role, grantable
from organizations.models import Departure, Membership, Organization, Plant, User
from organizations.selectors.places import Grants, grants
from organizations.services import audit


def rights_at(granted: Grants, organization_id: int, plant: Plant | None) -> frozenset[Permission]:
    """Return a person's rights at a plant, or for the whole group where no plant is named."""
    return granted.at_plant(plant) if plant else granted.in_organization(organization_id)


def require_grantable(
    *, by: User, organization: Organization, plant: Plant | None, role: str
) -> None:
    """Refuse to hand out or take away a role that gives more than one holds oneself.

    Raises:
        RuleError: with the field `role`.
    """
    allowed = grantable(rights_at(grants(by), organization.pk, plant))
    if role not in allowed:
        raise RuleError(
            _("You cannot give or take a role with more rights than your own."), field="role"
        )


def add_membership(
    *, by: User | None, organization: Organization, user: User, role: str, plant: Plant | None
) -> Membership:
    """Store a role that has been judged before, by an invitation for example."""
    rows = every_row(Membership).filter(organization=organization, plant=plant)
    existing = rows.filter(user=user, role=role).first()
    if existing is not None:
        return existing
    membership = Membership(organization=organization, plant=plant, user=user, role=role)
    membership.full_clean(validate_unique=False, validate_constraints=False)
    membership.save()
    left = Departure._base_manager.filter(organization=organization, person=user)  # noqa: SLF001 -- as above
    left.delete()
    _record(by, "membership.added", membership, {"role": [None, role]})
    return membership


@transaction.atomic
def change_role(*, by: User, membership: Membership, version: int, role: str) -> Membership:
    """Replace the role of a membership by another one at the same place.

    Raises:
        StaleVersionError: somebody else changed it since.
        RuleError: one's own role, or a role above one's own rights.
        StateError: the last CIO, or the person holds that role there already.
    """
    before = membership.role
    if role == before:
        return membership
    _may_touch(by, membership)
    require_grantable(
        by=by, organization=membership.organization, plant=membership.plant, role=role
    )
    twin = Membership.objects.filter(
        organization=membership.organization,
        plant=membership.plant,
        user=membership.user,
        role=role,
    )
    if twin.exists():
        raise StateError(_("This person already holds that role here."))
    membership.role = role
    membership.full_clean(validate_unique=False, validate_constraints=False)
    save_versioned(membership, expected=version, fields=["role"])
    _record(by, "membership.changed", membership, {"role": [before, role]})
    return membership


@transaction.atomic
def remove_membership(*, by: User, membership: Membership) -> None:
    """Take a role away.

    Raises:
        RuleError: one's own role, or a role above one's own rights.
        StateError: it is the last CIO of the organization.
    """
    _may_touch(by, membership)
    _record(by, "membership.removed", membership, {"role": [membership.role, None]})
    membership.delete()


def _may_touch(by: User, membership: Membership) -> None:
    # The organization's row is locked, so that two people cannot remove the last two CIOs at once.
    rows = Organization.objects.select_for_update(no_key=True)
    organization = rows.get(pk=membership.organization_id)
    _not_oneself(by, membership.user)
    require_grantable(
        by=by, organization=organization, plant=membership.plant, role=membership.role
    )
    if membership.role == Role.CIO and membership.plant_id is None:
        others = Membership.objects.filter(
            organization=organization, plant__isnull=True, role=Role.CIO, user__is_active=True
        ).exclude(pk=membership.pk)
        if not others.exists():
            raise StateError(_("This is the last CIO. Name another one first."))


def _not_oneself(by: User, user: User) -> None:
    if by.pk == user.pk:
        raise RuleError(_("Nobody changes their own role. Ask another manager."), field="role")


def _record(by: User | None, verb: str, membership: Membership, changes: dict[str, object]) -> None:
    audit.record(
        by=by,
        verb=verb,
        target=membership,
        organization=membership.organization,
        plant=membership.plant,
        changes={"person": membership.user.name, **changes},
    )
