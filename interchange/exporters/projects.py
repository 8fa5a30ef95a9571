"""The plan as a file of Microsoft Project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from core.wording.texts import lt
from interchange.domain.project import ProjectHead, ProjectTask, TaskLink, project_file
from interchange.selectors.rows import PlanRows
from organizations.models import Plant
from planning.domain.plans import PHASES
from roadmap.models import Initiative, Milestone

# Kinds of lines share one row of numbers: what a line stands for decides its place in threes.
PHASE, WORK, STONE = 1, 2, 3


def plan_project(plant: Plant, rows: PlanRows, *, now: datetime) -> bytes:
    """Return the plan as MSPDI: phases, initiatives with their links and cost, milestones.

    Cost in another currency than the plan's is left out: the file knows one.
    """
    head = ProjectHead(
        name=_("Roadmap %(plant)s") % {"plant": plant.name},
        calendar=_("Every day"),
        currency=rows.roadmap.currency,
        created_at=now,
    )
    return project_file(head, list(_tasks(rows)))


def uid_of(kind: int, number: int) -> int:
    """Return the number of a line; it stays the same in every file."""
    return number * 3 + kind


def _tasks(rows: PlanRows) -> Iterator[ProjectTask]:
    for number, phase in enumerate(PHASES):
        work = [row for row in rows.initiatives if row.phase == phase]
        if not work:
            continue
        yield ProjectTask(
            uid=uid_of(PHASE, number),
            name=str(Initiative.Phase(phase).label),
            first=min(row.starts_on for row in work),
            last=max(row.ends_on for row in work),
            level=1,
            is_summary=True,
        )
        for row in work:
            yield _work(row, rows)
            yield from (_stone(one) for one in rows.milestones if one.initiative_id == row.pk)


def _work(row: Initiative, rows: PlanRows) -> ProjectTask:
    is_own = row.currency == rows.roadmap.currency
    return ProjectTask(
        uid=uid_of(WORK, row.pk),
        name=lt(row.both("title")),
        first=row.starts_on,
        last=row.ends_on,
        percent=row.progress,
        cost=row.one_off_amount if is_own else None,
        links=tuple(
            TaskLink(uid_of(WORK, link.predecessor_id), link.kind, link.lag_days)
            for link in rows.links
            if link.successor_id == row.pk
        ),
    )


def _stone(stone: Milestone) -> ProjectTask:
    return ProjectTask(
        uid=uid_of(STONE, stone.pk),
        name=lt(stone.both("title")),
        first=stone.due_on,
        last=stone.due_on,
        is_milestone=True,
        percent=100 if stone.reached_on else 0,
        notes=lt(stone.both("acceptance")),
    )
