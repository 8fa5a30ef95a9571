"""Reads: days that a plan hangs on, for its time axis: milestones of the plant, deadlines of law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from calendars.models import PlantMilestone
from calendars.selectors.milestones import plant_milestones
from core.text import LocalizedText
from organizations.models import Plant
from roadmap.selectors.deadlines import dated_duties

START = LocalizedText("Start of production", "投产")


@dataclass(frozen=True, slots=True)
class PlanMark:
    """A day on the time axis of a plan."""

    day: date
    title: LocalizedText
    kind: Literal["milestone", "law"]


def plan_marks(plant: Plant, today: date) -> tuple[PlanMark, ...]:
    """Return the marks of a plant, the most important first; three queries.

    The start of production comes first, then what is still to be reached or met, by day, and
    reached milestones last.
    """
    start, rows = plant.start_of_production, list(plant_milestones(plant))
    first = [row for row in rows if row.planned_on == start]
    others = [row for row in rows if row.planned_on != start]
    law = [PlanMark(day, duty.obligation.cited, "law") for day, duty in dated_duties(plant, today)]
    open_marks = [_milestone(row) for row in others if row.reached_on is None] + law
    return (
        *([PlanMark(start, START, "milestone")] if start and not first else []),
        *map(_milestone, first),
        *sorted(open_marks, key=lambda one: one.day),
        *(_milestone(row) for row in others if row.reached_on is not None),
    )


def _milestone(row: PlantMilestone) -> PlanMark:
    return PlanMark(row.planned_on, row.both("title"), "milestone")
