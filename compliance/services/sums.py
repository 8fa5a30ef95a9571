"""Keeping the stored sums of duties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

import structlog

from compliance.models import StoredDuties
from compliance.selectors.totals import sums_of
from organizations.models import Plant

CHECKED_EVERY = 7  # days within which the nightly check has recomputed every plant

log = structlog.get_logger(__name__)


def refresh(*plants: int) -> None:
    """Store the sums of plants anew, by their ids."""
    for plant, sums in sums_of(plants).items():
        StoredDuties.objects.update_or_create(plant_id=plant, defaults={"data": asdict(sums)})


def refresh_all(today: date) -> list[int]:
    """Give every plant of the tenants in scope its sums, and check a seventh of those stored.

    Returns:
        The ids of plants whose stored sums were not what their rows say; they are mended.
    """
    stored = dict(StoredDuties.objects.values_list("plant", "data"))
    drifted: list[int] = []
    for plant in Plant.objects.order_by("pk").values_list("pk", flat=True):
        if plant not in stored:
            refresh(plant)
        elif (plant + today.toordinal()) % CHECKED_EVERY == 0:
            drifted += _mended(plant, stored[plant])
    return drifted


def _mended(plant: int, stored: object) -> Iterable[int]:
    if asdict(sums_of([plant])[plant]) == stored:
        return []
    log.error("duty_sums_drifted", plant=plant)
    refresh(plant)
    return [plant]
