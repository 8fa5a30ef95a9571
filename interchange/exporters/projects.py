"""The plan as a file of Microsoft Project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calendars.selectors.calendars import closed_in
from core.wording.texts import lt
from interchange.domain.project import (
    ClosedDays,
    ProjectCalendar,
    ProjectHead,
    ProjectTask,
    TaskLink,
    project_file,
)
from interchange.selectors.rows import PlanRows
from organizations.models import Plant
from planning.domain.calendars import ALWAYS_OPEN, WorkCalendar
from planning.domain.plans import DAY, PHASES
from roadmap.domain.schedule import shortfall
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import item_of, link_of

# Kinds of lines share one row of numbers: what a line stands for decides its place in threes.
PHASE, WORK, STONE = 1, 2, 3
OF_PLANT = len(PHASES)  # milestones of the plant stand above the phases; their numbers follow
WORKING, RUNNING, EVERY_DAY = 1, 2, 3  # calendars


def plan_project(plant: Plant, rows: PlanRows, *, now: datetime) -> bytes:
    """Return the plan as MSPDI: phases, initiatives with their links and cost, milestones.

    Cost in another currency than the plan's is left out: the file knows one.
    """
    head = ProjectHead(
        name=_("Roadmap %(plant)s") % {"plant": plant.shown_name},
        calendars=_calendars(rows),
        currency=rows.roadmap.currency,
        created_at=now,
    )
    return project_file(head, list(_tasks(rows)))


def _calendars(rows: PlanRows) -> tuple[ProjectCalendar, ...]:
    """Return the calendar of the plant, one in which its weekend counts, and one that is always open."""
    calendar, closed = rows.calendar, _closed(rows)
    return (
        ProjectCalendar(WORKING, _("Working days"), calendar.weekend, closed),
        ProjectCalendar(RUNNING, _("Calendar days without closures"), closed=closed),
        ProjectCalendar(EVERY_DAY, _("Every day")),
    )


def _closed(rows: PlanRows) -> tuple[ClosedDays, ...]:
    """Return what is closed in the years that work and milestones touch, named in the reader's language."""
    days = [day for row in rows.initiatives for day in (row.starts_on, row.ends_on)]
    days += [stone.day for stone in rows.plant_milestones]
    if not days:
        return ()
    said, language = next(iter(rows.week), None), get_language() or "en"
    spans = [
        span
        for year in range(min(days).year, max(days).year + 1)
        for span in closed_in(year, said, rows.closures, language)
    ]
    return tuple(
        dict.fromkeys(
            ClosedDays(
                span.first,
                span.last,
                lt(span.closure.both("title")) if span.closure else span.name,
            )
            for span in spans
        )
    )


def uid_of(kind: int, number: int) -> int:
    """Return the number of a line; it stays the same in every file."""
    return number * 3 + kind


def _tasks(rows: PlanRows) -> Iterator[ProjectTask]:
    yield from _of_plant(rows)
    for number, phase in enumerate(PHASES):
        work = [row for row in rows.initiatives if row.phase == phase]
        if not work:
            continue
        first, last = min(row.starts_on for row in work), max(row.ends_on for row in work)
        yield ProjectTask(
            uid=uid_of(PHASE, number),
            name=str(Initiative.Phase(phase).label),
            first=first,
            last=last,
            days=rows.calendar.working.count(first, last + DAY),
            calendar=WORKING,
            level=1,
            is_summary=True,
        )
        for row in work:
            yield _work(row, rows)
            yield from (_stone(one) for one in rows.milestones if one.initiative_id == row.pk)


def _of_plant(rows: PlanRows) -> Iterator[ProjectTask]:
    """Yield what the plan hangs on, as events on their days below one line."""
    stones = [(stone.day, stone) for stone in rows.plant_milestones]
    if not stones:
        return
    first, last = min(day for day, _stone in stones), max(day for day, _stone in stones)
    yield ProjectTask(
        uid=uid_of(PHASE, OF_PLANT),
        name=_("Milestones of the plant"),
        first=first,
        last=last,
        days=rows.calendar.working.count(first, last + DAY),
        calendar=WORKING,
        level=1,
        is_summary=True,
    )
    for day, stone in stones:
        yield ProjectTask(
            uid=uid_of(PHASE, OF_PLANT + stone.pk),
            name=lt(stone.both("title")),
            first=day,
            last=day,
            days=0,
            calendar=EVERY_DAY,
            is_milestone=True,
            percent=100 if stone.reached_on else 0,
            notes=lt(stone.both("note")),
        )


def _counted(row: Initiative, calendar: WorkCalendar) -> tuple[int, int]:
    """Return how many days an initiative takes, and on which calendar.

    As somebody said it, where its days are still those; else every day from its start to its end, so
    that a program leaves them where they are.
    """
    kinds = {
        Initiative.Unit.WORKING: (WORKING, calendar.working),
        Initiative.Unit.CALENDAR: (RUNNING, calendar.running),
    }
    end = row.ends_on + DAY
    uid, days = kinds.get(Initiative.Unit(row.duration_unit), (EVERY_DAY, ALWAYS_OPEN.running))
    ends_open = all(days.count(day, day + DAY) for day in (row.starts_on, row.ends_on))
    if row.duration == days.count(row.starts_on, end) and ends_open:
        return row.duration, uid
    return (end - row.starts_on).days, EVERY_DAY


def _work(row: Initiative, rows: PlanRows) -> ProjectTask:
    is_own, length = row.currency == rows.roadmap.currency, row.dates.length
    days, calendar = _counted(row, rows.calendar)
    waits = [link for link in rows.links if link.successor_id == row.pk]
    return ProjectTask(
        uid=uid_of(WORK, row.pk),
        name=lt(row.both("title")),
        first=row.starts_on,
        last=row.ends_on,
        days=days,
        calendar=calendar,
        percent=row.progress,
        cost=row.one_off_amount if is_own else None,
        notes=_("Duration: %(length)s") % {"length": lt(length.words)} if length else "",
        links=tuple(
            TaskLink(uid_of(WORK, link.predecessor_id), link.kind, link.lag_days) for link in waits
        ),
        is_held=any(
            shortfall(item_of(link.predecessor), item_of(row), link_of(link)) > 0 for link in waits
        ),
    )


def _stone(stone: Milestone) -> ProjectTask:
    return ProjectTask(
        uid=uid_of(STONE, stone.pk),
        name=lt(stone.both("title")),
        first=stone.due_on,
        last=stone.due_on,
        days=0,
        calendar=EVERY_DAY,
        is_milestone=True,
        percent=100 if stone.reached_on else 0,
        notes=lt(stone.both("acceptance")),
    )
