"""Reads: the catalog of initiatives as a plant sees it."""

from __future__ import annotations

from decimal import Decimal

from advice.domain.catalog import CatalogItem
from capability.selectors import catalog_release
from launch.selectors.costs import plant_size
from organizations.models import Plant
from packs.models import PackRelease
from packs.schema import InitiativeCatalog


def catalog_items(catalog: InitiativeCatalog, size: str) -> dict[str, CatalogItem]:
    """Return the catalog for a plant size, by id."""
    governance = {item.id for item in _judged(catalog).initiatives if item.governance}
    caps = catalog.level_caps
    return {
        item.id: CatalogItem(
            id=item.id,
            phase=item.phase,
            cap=caps[item.phase],
            lifts=dict(item.lifts),
            prerequisites=item.prerequisites,
            conditions={name: Decimal(level) for name, level in item.conditions.items()},
            cost=item.cost_usd[size],
            duration=item.duration_months,
            run_cost_percent=item.run_cost_pct_per_year,
            is_governance=item.id in governance,
            roles=item.roles,
        )
        for item in catalog.initiatives
    }


def at_once(plant: Plant, catalog: InitiativeCatalog) -> int | None:
    """Return how many initiatives a plant of this size can carry at a time; None for no bound."""
    size = plant_size(plant.headcount)
    return next((entry.at_once for entry in _judged(catalog).plant_sizes if entry.id == size), None)


def _judged(catalog: InitiativeCatalog) -> InitiativeCatalog:
    """Return the release whose judgement on placement counts.

    A plan keeps the release of the catalog with which it was begun; one from before these
    judgements borrows them of the release in force.
    """
    if any(size.at_once for size in catalog.plant_sizes):
        return catalog
    try:
        return catalog_release().read(InitiativeCatalog)
    except PackRelease.DoesNotExist:
        return catalog
