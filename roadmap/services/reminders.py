"""Who is reminded of milestones of initiatives that come near."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from activity.domain.nearness import is_near
from activity.models import Notice
from activity.services.reminding import Reminder, keep
from core.phrases import phrase
from organizations.domain.roles import Permission
from organizations.selectors.places import plant_today
from roadmap.models import Initiative, Milestone

UNDER_WAY = (Initiative.Status.PLANNED, Initiative.Status.ACTIVE)


def remind(*, organization_id: int, plant_id: int | None = None) -> None:
    """Remind owners of initiatives of their milestones; without one the owner of the plant.

    Args:
        organization_id: the open tenant.
        plant_id: of one plant; None for every one.
    """
    rows = Milestone.objects.filter(
        initiative__roadmap__plant__organization=organization_id,
        initiative__status__in=UNDER_WAY,
        reached_on=None,
    )
    if plant_id is not None:
        rows = rows.filter(initiative__roadmap__plant=plant_id)
    rows = rows.select_related("initiative__owner", "initiative__roadmap__plant__owner")
    start = "milestone/" if plant_id is None else f"milestone/{plant_id}/"
    keep(
        organization_id=organization_id,
        kind=Notice.Kind.MILESTONE_NEAR,
        start=start,
        near=_near(list(rows.order_by("pk"))),
    )


def _near(rows: list[Milestone]) -> Iterator[Reminder]:
    plants = {row.pk: row.initiative.roadmap.plant for row in rows}
    today = {plant.pk: plant_today(plant) for plant in plants.values()}
    for row in rows:
        plant = plants[row.pk]
        owner = row.initiative.owner or plant.owner
        if owner is None or not is_near(row.due_on, today[plant.pk]):
            continue
        page = reverse("roadmap:roadmap-detail", args=[plant.slug])
        yield Reminder(
            recipient=owner,
            words=phrase("The milestone “{milestone}” comes near", milestone=row.both("title")),
            path=f"{page}?initiative={row.initiative_id}",
            key=f"milestone/{plant.pk}/{row.pk}/{row.due_on}/{owner.pk}/",
            plant=plant,
            right=Permission.ROADMAP_VIEW,
            due_on=row.due_on,
        )
