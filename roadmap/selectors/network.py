"""Reads: a plan as the network that the passes compute. No query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from planning.domain.durations import Duration, TimeUnit
from planning.domain.network import LinkType, PlanError, WorkItem, WorkLink, WorkPlan
from planning.domain.passes import Timetable, timetable
from planning.domain.plans import DAY
from roadmap.models import Initiative
from roadmap.selectors.plan import Plan


def length_of(row: Initiative, plan: Plan) -> Duration:
    """Return how long an initiative takes on the calendar of its plant, a day at least."""
    days = plan.calendar.running.count(row.starts_on, row.ends_on + DAY)
    return Duration(max(days, 1), TimeUnit.CALENDAR, plan.calendar)


def lengths(plan: Plan) -> Mapping[str, Duration]:
    """Return how long each initiative takes, by the id that the rules use."""
    return {key: length_of(row, plan) for key, row in plan.by_id.items()}


def work_plan(plan: Plan) -> WorkPlan:
    """Return the open work of a plan: each bar from its planned start on, behind what it waits for.

    What is done or stopped is left out. Nothing is due: work may end with the last of the plan.
    """
    open_work = {
        key: item for key, item in plan.items.items() if not (item.is_done or item.is_stopped)
    }
    after: dict[str, list[WorkLink]] = defaultdict(list)
    for link in plan.links:
        if link.before in open_work and link.after in open_work:
            after[link.after].append(WorkLink(link.before, LinkType(link.kind), link.lag_days))
    known = lengths(plan)
    return WorkPlan(
        today=min((item.starts_on for item in open_work.values()), default=plan.today),
        items=tuple(
            WorkItem(key, known[key], earliest=item.starts_on, after=tuple(after[key]))
            for key, item in open_work.items()
        ),
    )


def slack_days(plan: Plan) -> Mapping[str, int]:
    """Return by how many days each open initiative can slip before the last of the plan moves.

    Calendar days by the id that the rules use; 0 or less on the critical path. Empty where links
    close a circle.
    """
    times = plan_times(plan)
    return {key: dates.slack_days for key, dates in times.dates.items()} if times else {}


def critical_path(plan: Plan) -> tuple[str, ...]:
    """Return the chain of open initiatives that decides the end, first to last."""
    times = plan_times(plan)
    return times.critical_path if times else ()


def plan_times(plan: Plan) -> Timetable | None:
    """Return early and late dates of the open work; None where links close a circle."""
    try:
        return timetable(work_plan(plan))
    except PlanError:
        return None
