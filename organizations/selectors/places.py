"""Reads of people, organizations and plants."""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from core import clock
from core.base import every_row
from organizations.domain.facts import Facts, FactValue
from organizations.domain.rates import Rate, RateTable
from organizations.domain.roles import MATRIX, Permission, Role, permissions
from organizations.models import (
    ExchangeRate,
    Invitation,
    Membership,
    Organization,
    Plant,
    User,
)
from packs.schema.facts import OWN_FACTS

HOME_COUNTRY = "CN"
FEW = 60  # plants that a condition names one by one
OUTLINE = (
    *("name", "local_name", "slug", "country", "process_type", "headcount", "currency"),
    *("organization_id", "updated_at"),
)


@dataclass(frozen=True, slots=True)
class Grants:
    """The roles of one person, read once per request.

    Attributes:
        group: roles that hold for every plant, by organization id.
        plants: roles at single plants, by plant id.
        organizations: every organization the person takes part in.
    """

    group: dict[int, frozenset[Role]]
    plants: dict[int, frozenset[Role]]
    organizations: tuple[int, ...]

    def roles_at(self, *, plant_id: int, organization_id: int) -> frozenset[Role]:
        """Return the roles that count at a plant."""
        empty: frozenset[Role] = frozenset()
        return self.group.get(organization_id, empty) | self.plants.get(plant_id, empty)

    def at_plant(self, plant: Plant) -> frozenset[Permission]:
        """Return the person's rights at a plant."""
        return permissions(self.roles_at(plant_id=plant.pk, organization_id=plant.organization_id))

    def in_organization(self, organization_id: int) -> frozenset[Permission]:
        """Return the rights that hold for the whole organization."""
        return permissions(self.group.get(organization_id, frozenset()))

    def plants_with(self, permission: Permission) -> frozenset[int]:
        """Return the ids of single plants whose own roles give a right."""
        return frozenset(
            key for key, roles in self.plants.items() if permission in permissions(roles)
        )


def grants(user: User) -> Grants:
    """Return the person's roles in one query; a person without a role may do nothing."""
    group: dict[int, frozenset[Role]] = {}
    at_plants: dict[int, frozenset[Role]] = {}
    organizations: dict[int, None] = {}
    rows = every_row(Membership).filter(user=user, user__is_active=True)
    values = rows.order_by("pk").values_list("organization_id", "plant_id", "role")
    for organization_id, plant_id, role in values:
        organizations[organization_id] = None
        if plant_id is None:
            group[organization_id] = group.get(organization_id, frozenset()) | {Role(role)}
        else:
            at_plants[plant_id] = at_plants.get(plant_id, frozenset()) | {Role(role)}
    return Grants(group=group, plants=at_plants, organizations=tuple(organizations))


def visible_plants(granted: Grants) -> QuerySet[Plant]:
    """Return the plants the person may see: those of their groups and those of their roles."""
    seeing = {role for role, rights in MATRIX.items() if Permission.PLANT_VIEW in rights}
    whole = [key for key, roles in granted.group.items() if roles & seeing]
    single = [key for key, roles in granted.plants.items() if roles & seeing]
    seen = Q(organization__in=whole) | Q(pk__in=single)
    return Plant.objects.select_related("organization", "owner").filter(seen).order_by("name")


def countries_of(granted: Grants) -> frozenset[str]:
    """Return the countries of the plants the person may see."""
    rows = visible_plants(granted).select_related(None).order_by()
    return frozenset(rows.values_list("country", flat=True).distinct())


def plant_outlines(granted: Grants) -> QuerySet[Plant]:
    """Return the plants the person may see with what lists of many plants say; no joined rows."""
    return visible_plants(granted).select_related(None).only(*OUTLINE)


def among(plants: Collection[int]) -> Q:
    """Return a condition for rows with a `plant` that keeps those of some plants.

    For many plants it keeps every row of the tenants in scope, which the database finds sooner
    than by a long list: the reader drops what it did not ask for.
    """
    return Q(plant__in=list(plants)) if len(plants) <= FEW else Q()


def members(
    organization: Organization, *, plants: Iterable[int] | None = None
) -> QuerySet[Membership]:
    """Return the memberships of an organization with person and plant.

    Args:
        organization: the tenant.
        plants: only roles at these plants; None for every role, group-wide ones too.
    """
    rows = Membership.objects.filter(organization=organization).select_related("user", "plant")
    if plants is not None:
        rows = rows.filter(plant_id__in=list(plants))
    return rows.order_by("plant__name", "user__name", "role")


def open_invitations(
    organization: Organization, *, plants: Iterable[int] | None = None
) -> QuerySet[Invitation]:
    """Return the invitations nobody has answered or withdrawn yet, expired ones too."""
    rows = Invitation.objects.filter(
        organization=organization, accepted_at__isnull=True, revoked_at__isnull=True
    ).select_related("plant", "invited_by")
    return rows if plants is None else rows.filter(plant_id__in=list(plants))


def plant_people(plant: Plant) -> QuerySet[User]:
    """Return everybody with a role at the plant or for its whole group, for owner fields."""
    here = Q(memberships__plant=plant) | Q(
        memberships__plant__isnull=True, memberships__organization_id=plant.organization_id
    )
    return User.objects.filter(here, is_active=True).distinct().order_by("name")


def people_with(plant: Plant, permission: Permission) -> QuerySet[User]:
    """Return everybody whose role at the plant, or for its whole group, gives a right."""
    roles = [role.value for role in Role if permission in MATRIX[role]]
    here = Q(memberships__plant=plant) | Q(
        memberships__plant__isnull=True, memberships__organization_id=plant.organization_id
    )
    rows = User.objects.filter(here, memberships__role__in=roles, is_active=True)
    return rows.distinct().order_by("name")


def group_people(organization: Organization) -> QuerySet[User]:
    """Return everybody with any role in the organization."""
    rows = User.objects.filter(memberships__organization=organization, is_active=True)
    return rows.distinct().order_by("name")


def trail_people(organization: Organization) -> QuerySet[User]:
    """Return everybody with a role in the organization, and those who left it."""
    known = Q(memberships__organization=organization) | Q(departures__organization=organization)
    return User.objects.filter(known).distinct().order_by("name")


def plant_facts(plant: Plant) -> Facts:
    """Return the plant's facts for conditions in packs, in one query; see `facts_of`."""
    return facts_of([plant])[plant.pk]


def facts_of(plants: Sequence[Plant]) -> dict[int, Facts]:
    """Return the facts of some plants for conditions in packs by plant id, in one query.

    Returns:
        The profile, yes/no and count facts of `packs.schema.facts`; `process_type` also under the name
        `industry_type`, and `group_plants_abroad`. Facts that country packs supply
        (`einvoice_rule`, `residency_rule`) are added by the app that reads those packs.
    """
    groups = {plant.organization_id for plant in plants}
    abroad = Counter(
        Plant.objects.filter(organization__in=groups)
        .exclude(country=HOME_COUNTRY)
        .order_by()
        .values_list("organization", flat=True)
    )
    found: dict[int, Facts] = {}
    for plant in plants:
        facts: dict[str, FactValue] = {name: getattr(plant, name) for name in OWN_FACTS}
        facts["languages"] = tuple(plant.languages)
        facts["industry_type"] = plant.process_type
        facts["group_plants_abroad"] = abroad[plant.organization_id]
        found[plant.pk] = facts
    return found


def rates(organization: Organization) -> RateTable:
    """Return every stored exchange rate of an organization, in one query."""
    rows = ExchangeRate.objects.filter(organization=organization)
    return RateTable(
        reporting_currency=organization.reporting_currency,
        rates=[
            Rate(currency=row.currency, rate=row.rate, dated_on=row.dated_on, source=row.source)
            for row in rows
        ],
    )


def rate(organization: Organization, currency: str, on: date) -> Rate | None:
    """Return the newest rate dated on or before a day, in one query; None without one."""
    if currency == organization.reporting_currency:
        return Rate(currency=currency, rate=Decimal(1), dated_on=None, source="")
    rows = ExchangeRate.objects.filter(
        organization=organization, currency=currency, dated_on__lte=on
    )
    row = rows.order_by("-dated_on").first()
    if row is None:
        return None
    return Rate(currency=row.currency, rate=row.rate, dated_on=row.dated_on, source=row.source)


def plant_day(plant: Plant, moment: datetime) -> date:
    """Return the day that a moment has at the plant."""
    return moment.astimezone(zoneinfo.ZoneInfo(plant.time_zone)).date()


def plant_today(plant: Plant) -> date:
    """Return the day it is at the plant."""
    return clock.today(zoneinfo.ZoneInfo(plant.time_zone))
