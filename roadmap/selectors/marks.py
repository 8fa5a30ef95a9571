"""Reads: days that a plan hangs on, for its time axis: milestones of the plant, deadlines of law."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from calendars.models import PlantMilestone
from calendars.selectors.milestones import plant_milestones
from core.phrases import phrase, phrase_as
from core.text import LocalizedText
from organizations.models import Plant
from packs.models import PackRelease, current_release
from packs.schema.launch import LaunchPack
from roadmap.selectors.deadlines import dated_duties

START = phrase_as("a mark of a plan", "Start of production")


@dataclass(frozen=True, slots=True)
class PlanMark:
    """A day on the time axis of a plan."""

    day: date
    title: LocalizedText
    kind: Literal["milestone", "law"]


def plan_marks(plant: Plant, today: date) -> tuple[PlanMark, ...]:
    """Return the marks of a plant, the most important first; four queries at most.

    The start of production comes first: where milestones of the launch pack are dated, theirs, else
    that of the plant's facts. Then comes what is still to be reached or met, by day, and
    reached milestones last. The deadlines of law of one month are one mark.
    """
    start, rows = plant.start_of_production, list(plant_milestones(plant))
    is_dated = any(row.key for row in rows)
    key = _start_key() if is_dated else ""
    first = [row for row in rows if (row.key == key if is_dated else row.planned_on == start)]
    others = [row for row in rows if row not in first]
    dated = [(day, duty.obligation.cited) for day, duty in dated_duties(plant, today)]
    open_marks = [_milestone(row) for row in others if row.reached_on is None] + by_month(dated)
    return (
        *([PlanMark(start, START, "milestone")] if start and not first and not is_dated else []),
        *map(_milestone, first),
        *sorted(open_marks, key=lambda one: one.day),
        *(_milestone(row) for row in others if row.reached_on is not None),
    )


def by_month(dated: Iterable[tuple[date, LocalizedText]]) -> list[PlanMark]:
    """Return one mark for the deadlines of law of each month, on its first day that has one.

    Args:
        dated: day and citation of each, by day.
    """
    marks = []
    for _month, group in itertools.groupby(dated, key=lambda pair: (pair[0].year, pair[0].month)):
        (day, title), *others = group
        if others:
            n = len(others) + 1
            title = phrase("{n} deadlines of law", n=n)
        marks.append(PlanMark(day, title, "law"))
    return marks


def _start_key() -> str:
    """Return the key of the start of production among the milestones of the launch pack."""
    try:
        return current_release(PackRelease.Kind.LAUNCH).read(LaunchPack).start
    except PackRelease.DoesNotExist:
        return ""


def _milestone(row: PlantMilestone) -> PlanMark:
    return PlanMark(row.planned_on, row.both("title"), "milestone")
