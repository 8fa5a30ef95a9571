"""Reads of notices: always those that the person may read at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from activity.models import Notice
from core.base import every_row
from organizations.domain.roles import Permission, Role, permissions
from organizations.models import User
from organizations.selectors.places import Grants

OPEN = Q(done_at=None)
UNREAD = Q(done_at=None, read_at=None)


def readable(granted: Grants) -> Q:
    """Return the condition under which the roles of a person let them read a notice.

    A plant that the person no longer sees and a right that was taken away hide what was told of
    them; both come back with the role. One term for each organization and each set of roles.
    """
    found = Q(pk__in=())
    for organization_id, roles in granted.group.items():
        found |= Q(organization=organization_id, right__in=_names(roles))
    plants: dict[frozenset[Role], list[int]] = defaultdict(list)
    for plant_id, roles in granted.plants.items():
        plants[roles].append(plant_id)
    for roles, ids in plants.items():
        found |= Q(plant__in=sorted(ids), right__in=_names(roles))
    return found


def _names(roles: Iterable[Role]) -> list[str]:
    return sorted(right.value for right in permissions(roles))


def may_read(
    granted: Grants, *, organization_id: int, plant_id: int | None, right: Permission
) -> bool:
    """Tell whether the roles of a person let them read a notice, as `readable` does for rows."""
    roles = granted.group.get(organization_id, frozenset())
    if plant_id is not None:
        roles = granted.roles_at(plant_id=plant_id, organization_id=organization_id)
    return right in permissions(roles)


def notices_of(person: User, granted: Grants) -> QuerySet[Notice]:
    """Return what a person was told and may read, the newest first, over all their plants."""
    rows = every_row(Notice).filter(readable(granted), recipient=person)
    return rows.select_related("plant")


def unread_count(person: User, granted: Grants) -> int:
    """Return how many open notices the person has not read, in one query.

    Every page asks: counted by place and right, and judged here, it costs a third of `readable`.
    """
    rows = every_row(Notice).filter(UNREAD, recipient=person).order_by()
    found = rows.values_list("organization_id", "plant_id", "right").annotate(Count("pk"))
    return sum(
        count
        for organization_id, plant_id, right, count in found
        if may_read(
            granted,
            organization_id=organization_id,
            plant_id=plant_id,
            right=Permission(right),
        )
    )


def dated_notices(person: User, granted: Grants) -> QuerySet[Notice]:
    """Return what is still to be done by a day, in the order of the days."""
    rows = notices_of(person, granted).filter(OPEN, due_on__isnull=False)
    return rows.order_by("due_on", "pk")
