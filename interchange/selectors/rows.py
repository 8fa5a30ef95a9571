"""Every row of one plan, and of the plant that it hangs on, as files hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from calendars.selectors.calendars import calendar_of, closures, kept
from calendars.selectors.milestones import plant_milestones
from goals.models import Goal, GoalIndicator
from planning.domain.calendars import WorkCalendar
from readings.models import PlantIndicator
from roadmap.models import (
    BudgetYear,
    Dependency,
    GateCondition,
    Initiative,
    Milestone,
    MilestoneSignature,
    Roadmap,
)
from roadmap.selectors.plan import place_of

# Columns that name another row, and the letter of its key.
REFERS = {
    **dict.fromkeys(("predecessor", "successor", "initiative"), "I"),
    **dict.fromkeys(("due_milestone", "enabling_milestone"), "S"),
    **dict.fromkeys(("parent", "goal"), "G"),
}
# Of a stored row they do not change: a new row says something else.
FIXED = ("predecessor", "successor", "initiative", "goal", "indicator")
LETTERS: Mapping[type[Model], str] = {
    Initiative: "I",
    Dependency: "L",
    Milestone: "M",
    PlantMilestone: "S",
    Goal: "G",
    GoalIndicator: "F",
    PlantCalendar: "W",
    PlantClosure: "C",
    GateCondition: "P",
}
PlanRow = (
    Initiative
    | Dependency
    | Milestone
    | BudgetYear
    | PlantMilestone
    | Goal
    | GoalIndicator
    | PlantCalendar
    | PlantClosure
    | GateCondition
)


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The stored rows of a plan in the order of its page.

    Attributes:
        roadmap: the plan, with its plant.
        initiatives: by phase and date, with their owners, milestones of the plant and goals.
        links: in the order in which they were made; both ends are rows of `initiatives`.
        milestones: by date; their work is a row of `initiatives`.
        limits: by year.
        plant_milestones: by planned day, with their owners.
        goals: by date, with their owners.
        figures: indicators of the goals; their goal is a row of `goals`.
        week: the calendar of the plant; empty if nobody said one.
        closures: in order.
        gate_conditions: what gates ask of indicators, by phase and code.
    """

    roadmap: Roadmap
    initiatives: Sequence[Initiative]
    links: Sequence[Dependency]
    milestones: Sequence[Milestone]
    limits: Sequence[BudgetYear]
    plant_milestones: Sequence[PlantMilestone] = ()
    goals: Sequence[Goal] = ()
    figures: Sequence[GoalIndicator] = ()
    week: Sequence[PlantCalendar] = ()
    closures: Sequence[PlantClosure] = ()
    gate_conditions: Sequence[GateCondition] = ()

    def of(self, name: str) -> Sequence[PlanRow]:
        """Return the rows of one sheet."""
        found: Sequence[PlanRow] = getattr(self, name)
        return found

    def version_of(self, row: PlanRow) -> int:
        """Return the version that guards a row: of a limit that of the plan, in whose form it is."""
        return self.roadmap.version if isinstance(row, BudgetYear) else row.version

    @property
    def calendar(self) -> WorkCalendar:
        """When the plant works."""
        return kept(next(iter(self.week), None), self.closures)

    @property
    def digest(self) -> str:
        """Return a mark of the state of the plan: it changes with every row that does."""
        marks = [f"{type(row).__name__} {row.pk} {row.version}" for row in self._all]
        whole = " ".join([f"{self.roadmap.pk} {self.roadmap.version}", *marks])
        return hashlib.sha256(whole.encode()).hexdigest()

    @property
    def _all(self) -> list[PlanRow]:
        rows: list[PlanRow] = [*self.initiatives, *self.links, *self.milestones, *self.limits]
        rows += [*self.plant_milestones, *self.goals, *self.figures, *self.week, *self.closures]
        rows += self.gate_conditions
        return rows


def plan_rows(roadmap: Roadmap) -> PlanRows:
    """Return the rows of a plan and of its plant in twelve queries."""
    plant = roadmap.plant
    stones = {row.pk: row for row in plant_milestones(plant)}
    found = Initiative.objects.filter(roadmap=roadmap).select_related("owner")
    rows = sorted(found.prefetch_related("goals"), key=place_of)
    known = {row.pk: row for row in rows}
    for row in rows:
        row.roadmap = roadmap
        row.due_milestone = stones.get(row.due_milestone_id or 0)
        row.enabling_milestone = stones.get(row.enabling_milestone_id or 0)
    links = list(Dependency.objects.filter(successor__roadmap=roadmap).order_by("pk"))
    for link in links:
        link.predecessor, link.successor = known[link.predecessor_id], known[link.successor_id]
    goals = {row.pk: row for row in Goal.objects.filter(plant=plant).select_related("owner")}
    for goal in goals.values():
        goal.plant, goal.parent = plant, goals.get(goal.parent_id or 0)
    said = calendar_of(plant)
    return PlanRows(
        roadmap=roadmap,
        initiatives=rows,
        links=links,
        milestones=_milestones(roadmap, known),
        limits=list(BudgetYear.objects.filter(roadmap=roadmap)),
        plant_milestones=list(stones.values()),
        goals=list(goals.values()),
        figures=_figures(goals),
        week=[said] if said else [],
        closures=list(closures(plant)),
        gate_conditions=_conditions(roadmap),
    )


def _milestones(roadmap: Roadmap, known: Mapping[int, Initiative]) -> list[Milestone]:
    signed = MilestoneSignature.objects.select_related("signed_by")
    found = Milestone.objects.filter(initiative__roadmap=roadmap)
    stones = list(found.prefetch_related(Prefetch("signatures", signed)))
    for stone in stones:
        stone.initiative = known[stone.initiative_id]
    return stones


def _figures(goals: Mapping[int, Goal]) -> list[GoalIndicator]:
    related = GoalIndicator.objects.select_related("plant_indicator__indicator")
    rows = list(related.filter(goal__in=goals).order_by("goal__due_on", "goal__title", "pk"))
    for row in rows:
        row.goal = goals[row.goal_id]
    return rows


def _conditions(roadmap: Roadmap) -> list[GateCondition]:
    related = GateCondition.objects.select_related("plant_indicator__indicator")
    rows = list(related.filter(roadmap=roadmap))
    for row in rows:
        row.roadmap = roadmap
    return rows


def followed(roadmap: Roadmap) -> dict[str, PlantIndicator]:
    """Return the indicators that a plant follows, by code; one query."""
    found = PlantIndicator.objects.filter(plant=roadmap.plant, is_active=True)
    return {row.indicator.code: row for row in found.select_related("indicator")}


def key_of(row: PlanRow) -> str:
    """Return the key of a stored row; of a limit its year."""
    if isinstance(row, BudgetYear):
        return str(row.year)
    return f"{LETTERS[type(row)]}{row.pk}"


def said(row: PlanRow, name: str) -> Any:
    """Return what a stored row says in a column of its sheet; of rows that it names their keys."""
    if name in REFERS:
        other = getattr(row, name)
        return f"{REFERS[name]}{other.pk}" if other else ""
    if isinstance(row, Initiative):
        return _of_initiative(row, name)
    if isinstance(row, PlantCalendar) and name.startswith("day_"):
        return "closed" if int(name.removeprefix("day_")) in row.weekend else "open"
    if isinstance(row, GoalIndicator | GateCondition) and name == "indicator":
        return row.plant_indicator.indicator.code
    if name == "is_fixed":
        return "yes" if getattr(row, name) else "no"
    return getattr(row, name)


def _of_initiative(row: Initiative, name: str) -> Any:
    if name in ("title_en", "title_zh"):
        return row.title.get("en" if name == "title_en" else "zh-hans", "")
    if name == "duration_unit" and not row.duration:
        return ""
    return getattr(row, name)
