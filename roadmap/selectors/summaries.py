"""Reads: many plans, each in one row, from the sums that are kept with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from organizations.domain.rates import RateTable
from organizations.models import Organization, Plant
from organizations.selectors.places import rates
from roadmap.domain.economics import PlanTotals
from roadmap.domain.progress import Progress
from roadmap.domain.sums import PlanSums, figures, from_json, sum_up
from roadmap.models import Milestone, Roadmap, StoredSums
from roadmap.selectors.money import converter
from roadmap.selectors.plan import load_parts


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in one row of a portfolio.

    Attributes:
        totals: cost before, inside and beyond the plan; limit: sum of the yearly limits, None
            without any.
        planned_to_date: what the plan expects to have cost by now.
        spent: what people recorded; None if nobody did.
    """

    currency: str
    initiatives: int
    totals: PlanTotals
    limit: Decimal | None
    planned_to_date: Decimal
    spent: Decimal | None
    progress: Progress | None
    conflicts: int
    next_milestone: Milestone | None


def plan_summaries(
    plants: Iterable[Plant], organization: Organization | None = None, *, today: date
) -> dict[int, PlanSummary]:
    """Return the plans of several plants of one organization by plant id.

    Three queries. A plan whose stored sums do not know the day (no worker for a week, a plan that
    came past the acts) is read from its rows: four more. A plant without a plan is missing.
    """
    known = list(plants)
    if not known:
        return {}
    table = rates(organization or known[0].organization)
    roadmaps = {row.pk: row for row in Roadmap.objects.filter(plant__in=known)}
    found, stones = {}, {}
    for row in StoredSums.objects.filter(roadmap__in=roadmaps).select_related("next_milestone"):
        sums = from_json(row.data)
        if sums.knows(today):
            found[row.roadmap_id], stones[row.roadmap_id] = sums, row.next_milestone
    missing = roadmaps.keys() - found.keys()
    if missing:
        for plan in load_parts([roadmaps[key] for key in missing]):
            key = plan.roadmap.pk
            found[key], stones[key] = sum_up(plan.parts, today), plan.next_milestone
    return {
        roadmap.plant_id: _summary(roadmap, found[key], stones[key], table, today)
        for key, roadmap in roadmaps.items()
    }


def _summary(
    roadmap: Roadmap, sums: PlanSums, stone: Milestone | None, table: RateTable, today: date
) -> PlanSummary:
    convert = converter(table, roadmap.currency, today)
    read = figures(sums, roadmap.starts_on, roadmap.currency, today, convert)
    return PlanSummary(
        currency=roadmap.currency,
        initiatives=sums.initiatives,
        totals=read.totals,
        limit=sum(sums.limits.values(), Decimal(0)) if sums.limits else None,
        planned_to_date=read.planned_to_date,
        spent=read.spent,
        progress=read.progress,
        conflicts=read.conflicts,
        next_milestone=stone,
    )
