"""Whose law the loaded checklists cover, for plants and for documents."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.domain.coverage import Coverage, coverage
from organizations.models import Plant
from packs.models import PackRelease


def coverages(plants: Iterable[Plant]) -> dict[int, Coverage]:
    """Return what the current checklists cover at each plant, by plant id, in one query."""
    current = PackRelease.objects.filter(kind=PackRelease.Kind.CHECKLIST, is_current=True)
    loaded = frozenset(current.values_list("jurisdiction", flat=True))
    return {plant.pk: coverage(plant.country, loaded) for plant in plants}


def plant_coverage(plant: Plant) -> Coverage:
    """Return what the current checklists cover at one plant, in one query."""
    return coverages([plant])[plant.pk]
