"""Reads: what edits of a plan would change, before anybody accepts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessment.selectors.result import RunResult
from planning.domain.calendars import WorkCalendar
from planning.domain.economics import Overrun
from planning.domain.plans import DAY, PlanLink
from roadmap.domain.conflicts import DateConflict
from roadmap.domain.schedule import Violation
from roadmap.models import Initiative, Milestone
from roadmap.selectors.deadlines import MissedDuty, dated_duties, missed_duties
from roadmap.selectors.gates import behind_gates, plan_gates
from roadmap.selectors.plan import Plan, changed_plan
from roadmap.selectors.reach import PlanReach, plan_reach, plan_run

NONE = Decimal(0)
DEARER = Decimal("0.05")  # of what the plan costs in all: by more no year gets dearer unseen
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearCost:
    """Planned cost of a calendar year before and after [currency of the plan]; the limit, if any."""

    year: int
    before: Decimal
    after: Decimal
    limit: Decimal | None


@dataclass(frozen=True, slots=True)
class BarChange:
    """An initiative before and after."""

    before: Initiative
    after: Initiative

    @property
    def is_moved(self) -> bool:
        """Whether its dates change."""
        return (self.before.starts_on, self.before.ends_on) != (
            self.after.starts_on,
            self.after.ends_on,
        )

    @property
    def restarts(self) -> bool:
        """Whether work that is under way would begin on another day."""
        is_begun = self.before.status == self.after.status == Initiative.Status.ACTIVE
        return is_begun and self.before.starts_on != self.after.starts_on


@dataclass(frozen=True, slots=True)
class Trouble:
    """A broken rule of a plan.

    Attributes:
        subject: the link, the dates, or the year above its limit.
        size: days, or money above the limit.
    """

    subject: Violation | DateConflict | Overrun
    size: Decimal


@dataclass(frozen=True, slots=True)
class Consequences:
    """A plan before and after some edits.

    Attributes:
        before, after: both in full.
        bars: initiatives that change, those that follow too.
        added: new initiatives.
        stones: milestones on their new days.
        years: cost by calendar year.
        reach: capability by year before and after; None without a scored run.
        closed, opened: initiatives that come to stand behind a closed gate, and that no longer do.
        worse: rules that are broken anew, or by more than before.
        better: rules that are no longer broken.
        ends: last day of the open work before and after; None without it, or in a circle.
        missed, kept: deadlines of law that are missed now, and that no longer are.
    """

    before: Plan
    after: Plan
    bars: tuple[BarChange, ...]
    added: tuple[Initiative, ...]
    stones: tuple[Milestone, ...]
    years: tuple[YearCost, ...]
    reach: tuple[PlanReach, PlanReach] | None
    closed: tuple[Initiative, ...]
    opened: tuple[Initiative, ...]
    worse: tuple[Trouble, ...]
    better: tuple[Trouble, ...]
    ends: tuple[date | None, date | None]
    missed: tuple[MissedDuty, ...]
    kept: tuple[MissedDuty, ...]

    @property
    def is_grave(self) -> bool:
        """Whether nobody should accept this unseen.

        A conflict anew or worse (a link, a date, a limit, late work), a closed gate, a missed deadline
        of law, a lower capability at the end of a year, another start of work that is under way, or a
        year that gets dearer by more than a twentieth of what the plan costs.
        """
        least = self.before.totals.whole * DEARER
        is_dearer = any(year.after - year.before > least for year in self.years)
        restarts = any(bar.restarts for bar in self.bars)
        is_bad = self.worse or self.closed or self.missed or self.is_lower
        return bool(is_bad or restarts or is_dearer)

    @property
    def is_lower(self) -> bool:
        """Whether a capability is lower at the end of a year."""
        if self.reach is None:
            return False
        before, after = self.reach
        pairs = [(before.total, after.total)]
        pairs += [(before.dimensions[name], climb) for name, climb in after.dimensions.items()]
        return any(
            new.low < old.low and new.shown != old.shown
            for one, other in pairs
            for old, new in zip(one.values, other.values, strict=True)
        )


def consequences(
    plan: Plan,
    rows: Sequence[Initiative],
    stones: Sequence[Milestone],
    *,
    links: Sequence[PlanLink] | None = None,
    without: int | None = None,
    limits: Mapping[int, Decimal] | None = None,
    calendar: WorkCalendar | None = None,
) -> Consequences:
    """Return what a plan would be with other rows, beside what it is; nothing is written.

    A fixed number of statements: the run, two for the duties of law, and those of the gates.

    Args:
        plan: as it is.
        rows: initiatives of the plan as they would be; see `services.drafts`.
        stones: milestones of the plan as they would be.
        links: all dependencies as they would be; None for those of the plan.
        without: key of an initiative that would be removed; None for none.
        limits: of all years as they would be; None for those of the plan.
        calendar: when the plant would work; None for that of the plan.
    """
    after = changed_plan(
        plan, rows, stones, links=links, without=without, limits=limits, calendar=calendar
    )
    run = plan_run(plan.roadmap.plant)
    dated = dated_duties(plan.roadmap.plant, plan.today)
    missed = [missed_duties(one, dated) for one in (plan, after)]
    known = [{one.key for one in some} for some in missed]
    worse, better = _troubles(plan, after)
    closed, opened = _gates(plan, after, run)
    return Consequences(
        before=plan,
        after=after,
        bars=tuple(
            BarChange(plan.initiative(str(row.pk)), row)
            for row in rows
            if str(row.pk) in plan.by_id
        ),
        added=tuple(row for row in rows if str(row.pk) not in plan.by_id),
        stones=tuple(stones),
        years=_years(plan, after),
        reach=_reach(plan, after, run),
        closed=closed,
        opened=opened,
        worse=worse,
        better=better,
        ends=(_end(plan), _end(after)),
        missed=tuple(one for one in missed[1] if one.key not in known[0]),
        kept=tuple(
            one
            for one in missed[0]
            if one.key not in known[1] and str(one.initiative.pk) in after.by_id
        ),
    )


def _years(before: Plan, after: Plan) -> tuple[YearCost, ...]:
    return tuple(
        YearCost(year, cost, after.budget.years.get(year, NONE), after.limits.get(year))
        for year, cost in before.budget.years.items()
    )


def _reach(before: Plan, after: Plan, run: RunResult | None) -> tuple[PlanReach, PlanReach] | None:
    if run is None:
        return None
    one, other = plan_reach(before, run), plan_reach(after, run)
    return (one, other) if one and other else None


def _gates(
    before: Plan, after: Plan, run: RunResult | None
) -> tuple[tuple[Initiative, ...], tuple[Initiative, ...]]:
    gates = plan_gates(before.roadmap.plant, run, today=before.today)
    old, new = behind_gates(before, gates), behind_gates(after, gates)
    closed = [after.initiative(str(pk)) for pk, phase in new.items() if old.get(pk) != phase]
    opened = (str(pk) for pk in old if pk not in new)
    return tuple(closed), tuple(after.initiative(key) for key in opened if key in after.by_id)


def _troubles(before: Plan, after: Plan) -> tuple[tuple[Trouble, ...], tuple[Trouble, ...]]:
    old, new = _broken(before), _broken(after)
    worse = [new[key] for key in new if key not in old or new[key].size > old[key].size]
    return tuple(worse), tuple(old[key] for key in old if key not in new)


def _broken(plan: Plan) -> Mapping[Key, Trouble]:
    found: dict[Key, Trouble] = {}
    for link in plan.violations:
        found["link", str(link.link.id)] = Trouble(link, Decimal(link.days))
    for dates in plan.date_conflicts:
        key = (dates.kind, dates.item, dates.milestone)
        found[key] = Trouble(dates, Decimal(dates.days))
    for over in plan.overruns:
        found["limit", str(over.year)] = Trouble(over, over.excess)
    return found


def _end(plan: Plan) -> date | None:
    """Return the last day of the open work, as its links allow it at the earliest."""
    times = plan.times
    return times.end - DAY if times and times.dates else None
