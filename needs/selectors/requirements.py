"""Reads of requirements."""

from __future__ import annotations

from django.db.models import QuerySet

from needs.models import Requirement
from organizations.models import Plant


def requirements(plant: Plant) -> QuerySet[Requirement]:
    """Return the plant's requirements, the most valuable first, with their findings."""
    rows = Requirement.objects.filter(plant=plant).select_related("owner")
    return rows.prefetch_related("findings").order_by("-priority", "code")
