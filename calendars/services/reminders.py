"""Who is reminded of milestones of plants that come near."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from activity.domain.nearness import is_near
from activity.models import Notice
from activity.services.reminding import Reminder, keep
from calendars.models import PlantMilestone
from core.phrases import phrase
from organizations.domain.roles import Permission
from organizations.selectors.places import plant_today


def remind(*, organization_id: int, plant_id: int | None = None) -> None:
    """Remind owners of milestones, of those without one the owner of the plant.

    Args:
        organization_id: the open tenant.
        plant_id: of one plant; None for every one.
    """
    rows = PlantMilestone.objects.filter(plant__organization=organization_id, reached_on=None)
    if plant_id is not None:
        rows = rows.filter(plant=plant_id)
    rows = rows.select_related("owner", "plant__owner").order_by("pk")
    start = "plant_milestone/" if plant_id is None else f"plant_milestone/{plant_id}/"
    keep(
        organization_id=organization_id,
        kind=Notice.Kind.MILESTONE_NEAR,
        start=start,
        near=_near(list(rows)),
    )


def _near(rows: list[PlantMilestone]) -> Iterator[Reminder]:
    today = {row.plant_id: plant_today(row.plant) for row in rows}
    for row in rows:
        owner = row.owner or row.plant.owner
        if owner is None or not is_near(row.planned_on, today[row.plant_id]):
            continue
        page = reverse("calendars:calendar-detail", args=[row.plant.slug])
        yield Reminder(
            recipient=owner,
            words=phrase("The milestone “{milestone}” comes near", milestone=row.both("title")),
            path=f"{page}#milestone-{row.pk}",
            key=f"plant_milestone/{row.plant_id}/{row.pk}/{row.planned_on}/{owner.pk}/",
            plant=row.plant,
            right=Permission.ROADMAP_VIEW,
            due_on=row.planned_on,
        )
