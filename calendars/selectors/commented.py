"""Milestones of a plant as people comment on them."""

from __future__ import annotations

from django.urls import reverse

from activity.domain.subjects import Subject, row_key
from calendars.models import PlantMilestone
from organizations.models import Plant


def find_milestone(plant: Plant, key: str) -> Subject | None:
    """Return a milestone of the plant by its id."""
    row = PlantMilestone.objects.filter(plant=plant, pk=row_key(key)).first()
    if row is None:
        return None
    page = reverse("calendars:calendar-detail", args=[plant.slug])
    return Subject(row.both("title"), f"{page}#milestone-{row.pk}")
