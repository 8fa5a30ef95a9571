"""Reads: a plan as the network that the passes compute. No query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from calendars.models import PlantMilestone
from core.errors import RuleError
from core.text import LocalizedText
from planning.domain.calendars import WorkCalendar
from planning.domain.durations import Duration
from planning.domain.lengths import Length
from planning.domain.network import LinkType, PlanError, WorkItem, WorkLink, WorkPlan
from planning.domain.passes import Timetable, timetable
from planning.domain.plans import PlanLink, PlannedInitiative
from roadmap.domain.schedule import Violation, earliest_start
from roadmap.models import Initiative


class OnCalendar(Protocol):
    """What has a calendar: a plan, or its bars."""

    @property
    def calendar(self) -> WorkCalendar:
        """When the plant works."""


class OfBars(OnCalendar, Protocol):
    """What has bars on a calendar: a plan, too."""

    @property
    def items(self) -> Mapping[str, PlannedInitiative]:
        """The bars as the rules see them."""


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of a plan with all that dates them.

    Attributes:
        rows: initiatives with their milestones of the plant, by the id that the rules use.
        items: the same as the rules see them.
        links: dependencies.
        calendar: when the plant works.
        today: the day of the reading.
    """

    rows: Mapping[str, Initiative]
    items: Mapping[str, PlannedInitiative]
    links: Sequence[PlanLink]
    calendar: WorkCalendar
    today: date


def length_of(row: Initiative, plan: OnCalendar) -> Duration:
    """Return how long an initiative takes on the calendar of its plant, a day at least.

    As long as somebody said, in that unit; else the calendar days from its start to its end.
    """
    length = row.dates.effective(plan.calendar) or Length(1)
    return length.on(plan.calendar)


def length_words(row: Initiative, plan: OnCalendar) -> LocalizedText | None:
    """Return in words how long an initiative takes; None if all of its days are closed."""
    length = row.dates.effective(plan.calendar)
    return length.words if length else None


def due_end(row: Initiative, plan: OnCalendar) -> date | None:
    """Return the last day that a said length gives where the stored one is another; else None.

    So it is after the calendar of the plant changed: days stay, until somebody computes them anew.
    """
    try:
        due = row.dates.due_end(plan.calendar)
    except RuleError:  # the calendar has not so many open days left
        return None
    return due if due != row.ends_on else None


def proposed_start(row: Initiative, plan: OfBars, broken: Iterable[Violation]) -> date | None:
    """Return on which open day a bar can begin at the earliest, for its broken links.

    None where none of them is into it, or the years that are counted hold no such day.
    """
    try:
        return earliest_start(plan.items[str(row.pk)], plan.items, broken, length_of(row, plan))
    except RuleError:
        return None


def work_plan(bars: Bars) -> WorkPlan:
    """Return the open work of a plan: each bar from its planned start on, behind what it waits for.

    A bar is due its buffer before its milestone of the plant; without one it may end with what waits
    for it, or with the last of the plan. What is under way waits for no milestone any more. What is
    done or stopped is left out.
    """
    open_work = {
        key: item for key, item in bars.items.items() if not (item.is_done or item.is_stopped)
    }
    after: dict[str, list[WorkLink]] = defaultdict(list)
    for link in bars.links:
        if link.before in open_work and link.after in open_work:
            after[link.after].append(WorkLink(link.before, LinkType(link.kind), link.lag_days))
    stones: dict[str, date] = {}
    items = []
    for key, item in open_work.items():
        row = bars.rows[key]
        is_begun = row.status == Initiative.Status.ACTIVE
        items.append(
            WorkItem(
                key,
                length_of(row, bars),
                earliest=item.starts_on,
                enabling="" if is_begun else _stone(row.enabling_milestone, stones),
                due=_stone(row.due_milestone, stones),
                buffer_days=row.buffer_days,
                after=tuple(after[key]),
            )
        )
    today = min((item.starts_on for item in open_work.values()), default=bars.today)
    return WorkPlan(today, stones, tuple(items))


def _stone(row: PlantMilestone | None, stones: dict[str, date]) -> str:
    """Return the id of a milestone and note its day; empty for none."""
    if row is None:
        return ""
    stones[str(row.pk)] = row.day
    return str(row.pk)


def times_of(bars: Bars) -> Timetable | None:
    """Return early and late dates of the open work; None where links close a circle."""
    try:
        return timetable(work_plan(bars))
    except PlanError:
        return None
