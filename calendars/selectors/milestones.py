"""Reads of the milestones of a plant."""

from __future__ import annotations

from django.db.models import QuerySet

from calendars.models import PlantMilestone
from organizations.models import Plant


def plant_milestones(plant: Plant) -> QuerySet[PlantMilestone]:
    """Return the milestones of a plant with owner, by planned day."""
    return PlantMilestone.objects.filter(plant=plant).select_related("owner")
