"""Reads of goals."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from goals.models import Goal
from organizations.models import Plant


def goals(plant: Plant) -> QuerySet[Goal]:
    """Return the goals of a plant with owner, indicator and the counts of their links."""
    return (
        Goal.objects.filter(plant=plant)
        .select_related("owner", "indicator__indicator")
        .annotate(
            requirement_count=Count("requirements", distinct=True),
            initiative_count=Count("initiatives", distinct=True),
        )
        .order_by("due_on", "title")
    )
