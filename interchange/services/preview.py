"""What a plan would be with the rows of a file, and what that brings about; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from django.db.models import Model

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from calendars.selectors.calendars import kept
from interchange.selectors.rows import PlanRows
from interchange.services.drafts import PlanTurn, RowTurn
from planning.domain.calendars import WorkCalendar
from planning.domain.plans import PlanLink
from roadmap.models import BudgetYear, Dependency, Initiative, Milestone
from roadmap.selectors.consequences import Consequences, consequences
from roadmap.selectors.plan import Plan, link_of
from roadmap.services.drafts import PlanDraft

HANGING = ("due_milestone", "enabling_milestone")
Shadows = Mapping[int, Any]  # of rows of the file, by the identity of each


def weighed(plan: Plan, turn: PlanTurn, rows: PlanRows) -> tuple[Consequences, PlanDraft]:
    """Return what a file brings about, as every act on the plan tells it before it is accepted.

    New rows have no key yet: copies of them get one below 0.

    Args:
        plan: as it is.
        turn: what the file does, without problems.
        rows: what is stored of the plan and its plant.
    """
    shadows = {id(one.row): _shadow(one, -number) for number, one in enumerate(turn.made, start=1)}
    bars: list[Initiative] = _of(turn, shadows, Initiative)
    followers = {one.row.pk for one in turn.made if one.follows}
    works = [_hung(row, shadows) for row in (*bars, *_hanging(plan, bars, shadows))]
    stones = [_within(row, shadows) for row in _of(turn, shadows, Milestone)]
    links = tuple(_links(plan, turn, shadows))
    limits = {row.year: row.limit_amount for row in _of(turn, shadows, BudgetYear)}
    found = consequences(
        plan,
        works,
        stones,
        links=links,
        limits={**plan.limits, **limits},
        calendar=_calendar(turn, rows, shadows),
    )
    return found, PlanDraft(
        rows=tuple(row for row in bars if row.pk not in followers),
        followers=tuple(row for row in bars if row.pk in followers),
        waiting=turn.waiting,
        links=links,
        stones=tuple(_carried(turn, found)),
        stuck=tuple(turn.stuck),
    )


def _of(turn: PlanTurn, shadows: Shadows, *models: type[Model]) -> list[Any]:
    """Return the rows of some kinds that change or are new, as they would be."""
    return [shadows[id(one.row)] for one in turn.made if isinstance(one.row, models)]


def _carried(turn: PlanTurn, found: Consequences) -> Iterator[Milestone]:
    """Yield the milestones that go with their bars."""
    moved = {bar.after.pk for bar in found.bars if bar.is_moved}
    for one in turn.made:
        row: Any = one.row
        is_dated = isinstance(row, Milestone) and set(one.after) == {"due_on"}
        if is_dated and row.initiative_id in moved:
            yield row


def _shadow(one: RowTurn, key: int) -> Any:
    row = copy(one.row)
    if one.is_new:
        row.pk = key
    return row


def _hanging(plan: Plan, bars: Sequence[Initiative], shadows: Shadows) -> Iterator[Initiative]:
    """Yield copies of the bars that the file leaves alone and whose milestones of the plant it changes."""
    named = {row.pk for row in bars}
    changed = {row.pk for row in shadows.values() if isinstance(row, PlantMilestone)}
    for row in plan.initiatives:
        if row.pk not in named and changed & {row.due_milestone_id, row.enabling_milestone_id}:
            yield copy(row)


def _hung(row: Initiative, shadows: Shadows) -> Initiative:
    """Let a bar hang on the milestones of the plant as they would be."""
    by_key = {one.pk: one for one in shadows.values() if isinstance(one, PlantMilestone)}
    for name in HANGING:
        stone = getattr(row, name)
        if stone is not None:
            setattr(row, name, shadows.get(id(stone)) or by_key.get(stone.pk) or stone)
    return row


def _within(stone: Milestone, shadows: Shadows) -> Milestone:
    stone.initiative = shadows.get(id(stone.initiative)) or stone.initiative
    return stone


def _links(plan: Plan, turn: PlanTurn, shadows: Shadows) -> Iterator[PlanLink]:
    rows: list[Dependency] = _of(turn, shadows, Dependency)
    for row in rows:
        for name in ("predecessor", "successor"):
            end = getattr(row, name)
            setattr(row, name, shadows.get(id(end)) or end)
    instead = {row.pk: link_of(row) for row in rows}
    for link in plan.links:
        yield instead.pop(link.id, link)
    yield from instead.values()


def _calendar(turn: PlanTurn, rows: PlanRows, shadows: Shadows) -> WorkCalendar | None:
    """Return when the plant would work; None where the file leaves that alone."""
    changed = _of(turn, shadows, PlantCalendar, PlantClosure)
    if not changed:
        return None
    week = {row.pk: row for row in (*rows.week, *changed) if isinstance(row, PlantCalendar)}
    closed = {row.pk: row for row in (*rows.closures, *changed) if isinstance(row, PlantClosure)}
    return kept(next(iter(week.values()), None), closed.values())
