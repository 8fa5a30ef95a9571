"""Reads: what a plant has in place, as stated, finished, or shown by its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from advice.domain.advising import PlantReadiness
from advice.domain.catalog import CatalogItem
from advice.domain.in_place import Shown, shown_by_answers
from advice.models import InPlace
from organizations.models import Plant
from roadmap.models import Initiative


@dataclass(frozen=True, slots=True)
class PlantState:
    """What of the catalog the plant has or plans.

    Attributes:
        stated: what somebody said to be in place, by catalog id.
        finished: initiatives of the plan that are done, by catalog id; a launch slice is none.
        planned: initiatives of the plan that are neither done nor stopped, by catalog id.
        shown: what the answers show, by catalog id, with question and level.
    """

    stated: Mapping[str, InPlace]
    finished: Mapping[str, Initiative]
    planned: Mapping[str, Initiative]
    shown: Mapping[str, Shown] = field(default_factory=dict)

    @property
    def settled(self) -> frozenset[str]:
        """What is not advised any more: planned, finished, or stated."""
        return frozenset({*self.stated, *self.finished, *self.planned})

    @property
    def typed_rate(self) -> Decimal | None:
        """What one US dollar was worth when the newest item of the catalog was taken in."""
        rows = sorted([*self.finished.values(), *self.planned.values()], key=lambda row: -row.pk)
        rates = (row.reason.get("usd_rate") for row in rows)
        return next((Decimal(rate) for rate in rates if rate), None)

    @property
    def in_place(self) -> frozenset[str]:
        """What counts as there when others wait for it."""
        return frozenset({*self.stated, *self.finished, *self.shown})


def plant_state(plant: Plant) -> PlantState:
    """Return what the plant states, has finished and plans; two queries."""
    rows = InPlace.objects.filter(plant=plant, revoked_at=None).select_related("stated_by")
    bars = Initiative.objects.filter(roadmap__plant=plant, need="").exclude(catalog_id="")
    bars = bars.exclude(status=Initiative.Status.STOPPED)
    by_id = {row.catalog_id: row for row in bars}
    done = {key for key, row in by_id.items() if row.status == Initiative.Status.DONE}
    return PlantState(
        stated={row.catalog_id: row for row in rows},
        finished={key: row for key, row in by_id.items() if key in done},
        planned={key: row for key, row in by_id.items() if key not in done},
    )


def shown(standing: PlantReadiness, items: Mapping[str, CatalogItem]) -> dict[str, Shown]:
    """Return what the answers show to be in place, with the proof."""
    return shown_by_answers(items, standing.links, standing.levels, standing.dimension_scores)


def history(plant: Plant) -> list[InPlace]:
    """Return what was said and taken back, the newest first."""
    rows = InPlace.objects.filter(plant=plant).exclude(revoked_at=None)
    return list(rows.select_related("stated_by", "revoked_by").order_by("-revoked_at"))
