"""Reads: many plans, each in one row, from the sums that are kept with them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, cast

from django.db.models import TextField
from django.db.models.functions import Cast

from organizations.domain.rates import RateTable
from organizations.models import Organization, Plant
from organizations.selectors.places import among, rates
from planning.domain.economics import PlanTotals, limit_inside
from planning.domain.progress import Progress
from roadmap.domain.sums import PlanSums, figures, from_json, sum_up
from roadmap.models import Milestone, Roadmap
from roadmap.selectors.money import converter
from roadmap.selectors.plan import load_parts


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next milestone of a plan: its row, when it is due, and the version of its words."""

    pk: int
    due_on: date
    version: int


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in one row of a portfolio.

    Attributes:
        totals: cost before, inside and beyond the plan; limit: the limits of the years that it
            touches, None without any.
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
    next_milestone: Upcoming | None


def plan_summaries(
    plants: Collection[Plant], organization: Organization | None = None, *, today: date
) -> dict[int, PlanSummary]:
    """Return the plans of several plants of one organization by plant id.

    Two queries. A plan whose stored sums do not know the day (no worker for a week, a plan that
    came past the acts) is read from its rows: five more. A plant without a plan is missing.

    Args:
        plants: any number.
        organization: theirs; None reads it from the first.
        today: the day.
    """
    known = {plant.pk: plant for plant in plants}
    if not known:
        return {}
    table = rates(organization or next(iter(known.values())).organization)
    frames: dict[int, _Frame] = {}
    text = Cast("sums__data", TextField())
    rows = Roadmap.objects.filter(among(known)).annotate(text=text).values_list(*_Frame.COLUMNS)
    for plant, roadmap, currency, starts_on, data, *stone in rows:
        if plant not in known:
            continue
        sums = _read(data) if data else None
        known_today = sums if sums and sums.knows(today) else None
        frames[plant] = _Frame(roadmap, currency, starts_on, known_today, _upcoming(*stone))
    _complete(frames, today)
    return {plant: _summary(frame, table, today) for plant, frame in frames.items()}


@dataclass(slots=True)
class _Frame:
    """A plan with its sums; None until they are known."""

    COLUMNS: ClassVar = (
        *("plant", "pk", "currency", "starts_on", "text", "sums__next_milestone"),
        *("sums__next_milestone__due_on", "sums__next_milestone__version"),
    )
    roadmap: int
    currency: str
    starts_on: date
    sums: PlanSums | None
    stone: Upcoming | None


@lru_cache(maxsize=1000)
def _read(text: str) -> PlanSums:
    """Return stored sums; the same text is read once."""
    return from_json(json.loads(text))


def _upcoming(
    pk: int | None = None, due_on: date | None = None, version: int | None = None
) -> Upcoming | None:
    return Upcoming(pk, due_on, version) if pk and due_on and version else None


def _complete(frames: dict[int, _Frame], today: date) -> None:
    """Sum up the plans whose sums are not known from their rows."""
    missing = [frame.roadmap for frame in frames.values() if frame.sums is None]
    if not missing:
        return
    for plan in load_parts(Roadmap.objects.filter(pk__in=missing)):
        frame, stone = frames[plan.roadmap.plant_id], plan.next_milestone
        frame.sums = sum_up(plan.parts, today)
        frame.stone = _upcoming(stone.pk, stone.due_on, stone.version) if stone else None


def _summary(frame: _Frame, table: RateTable, today: date) -> PlanSummary:
    sums = cast("PlanSums", frame.sums)
    convert = converter(table, frame.currency, today)
    read = figures(sums, frame.starts_on, frame.currency, today, convert)
    return PlanSummary(
        currency=frame.currency,
        initiatives=sums.initiatives,
        totals=read.totals,
        limit=limit_inside(sums.limits, frame.starts_on),
        planned_to_date=read.planned_to_date,
        spent=read.spent,
        progress=read.progress,
        conflicts=read.conflicts,
        next_milestone=frame.stone,
    )


def milestones_of(summaries: Iterable[PlanSummary | None]) -> dict[int, Milestone]:
    """Return the next milestones of some plans by id, for their words; one query."""
    wanted = [one.next_milestone.pk for one in summaries if one and one.next_milestone]
    return Milestone.objects.in_bulk(wanted) if wanted else {}
