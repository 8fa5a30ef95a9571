"""Reads: the plan with its money and broken rules, and the rows of plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from calendars.selectors.calendars import work_calendar, work_calendars
from organizations.domain.rates import RateTable
from organizations.models import Plant
from organizations.selectors.places import rates
from planning.domain.calendars import ALWAYS_OPEN, WorkCalendar
from planning.domain.economics import (
    Budget,
    Overrun,
    PlanTotals,
    budget,
    limit_inside,
    limited_in_part,
    overruns,
)
from planning.domain.passes import Timetable
from planning.domain.plans import PHASES, DaySpan, PlanLink, PlannedInitiative, horizon, quarters
from planning.domain.progress import Progress, progress
from planning.domain.spending import RunningCost, planned_until, running, spent_so_far
from roadmap.domain.backward import LateStart, late_starts, milestone_conflicts
from roadmap.domain.conflicts import DateConflict, DatedMilestone, date_conflicts
from roadmap.domain.schedule import Violation, violations
from roadmap.domain.sums import PlanParts
from roadmap.models import (
    BudgetYear,
    Dependency,
    Initiative,
    Milestone,
    MilestoneSignature,
    Roadmap,
)
from roadmap.selectors.money import GroupMoney, converter
from roadmap.selectors.network import Bars, times_of

HUNDRED = Decimal(100)
STONES = ("due_milestone", "enabling_milestone")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything pages and documents say about a plan.

    Attributes:
        roadmap: the stored row, with its plant.
        frame: first day and exclusive end of the twelve quarters.
        periods: the twelve quarters.
        initiatives: rows by phase and order, with owner.
        by_id: the same, by the id that the rules use.
        items: what the rules see, by initiative id as text.
        links: dependencies.
        milestones: by due date.
        limits: year -> limit [currency of the plan].
        budget: cost by quarter, year and phase.
        violations: broken dependencies, the worst first.
        overruns: years above their limit.
        date_conflicts: dates that contradict the plan, the calendar, each other or the milestones
            of the plant.
        times: early and late dates of the open work; None where links close a circle.
        late_starts: until when each open initiative can begin, by the id that the rules use.
        progress: planned and actual progress; None without initiatives.
        planned_to_date: what the plan expects to have cost by `today`.
        spent: what people recorded as spent; None if nobody did.
        running: running cost a year, and the initiatives for which none is stated.
        calendar: when the plant works.
        rates: the stored exchange rates.
        group: the plan's money in group money; None without a rate.
        today: the day of the reading.
    """

    roadmap: Roadmap
    frame: DaySpan
    periods: tuple[DaySpan, ...]
    initiatives: tuple[Initiative, ...]
    by_id: Mapping[str, Initiative]
    items: Mapping[str, PlannedInitiative]
    links: tuple[PlanLink, ...]
    milestones: tuple[Milestone, ...]
    limits: Mapping[int, Decimal]
    budget: Budget
    violations: tuple[Violation, ...]
    overruns: tuple[Overrun, ...]
    date_conflicts: tuple[DateConflict, ...]
    times: Timetable | None
    late_starts: Mapping[str, LateStart]
    progress: Progress | None
    planned_to_date: Decimal
    spent: Decimal | None
    running: RunningCost
    calendar: WorkCalendar
    rates: RateTable
    group: GroupMoney | None
    today: date

    @property
    def currency(self) -> str:
        """Currency of every sum of the plan."""
        return self.roadmap.currency

    @property
    def totals(self) -> PlanTotals:
        """The money before, inside and beyond the twelve quarters, and the whole."""
        return self.budget.totals

    @property
    def limit(self) -> Decimal | None:
        """The limits of the calendar years that the plan touches; None without any."""
        return limit_inside(self.limits, self.roadmap.starts_on)

    @property
    def limited_in_part(self) -> Mapping[int, int]:
        """The years with a limit of which the plan holds some quarters only, and how many."""
        return limited_in_part(self.limits, self.roadmap.starts_on)

    @property
    def unbegun(self) -> tuple[Initiative, ...]:
        """Initiatives that should have begun and have not."""
        planned = Initiative.Status.PLANNED
        rows = (row for row in self.initiatives if row.status == planned)
        return tuple(row for row in rows if row.starts_on < self.today)

    @property
    def conflicts(self) -> int:
        """How many rules are broken."""
        broken = len(self.violations) + len(self.overruns) + len(self.date_conflicts)
        return broken + len(self.budget.unconverted)

    @property
    def next_milestone(self) -> Milestone | None:
        """The first milestone that is not reached yet, overdue ones included."""
        return next((row for row in self.milestones if row.reached_on is None), None)

    def initiative(self, identifier: str) -> Initiative:
        """Return an initiative by the id that the rules use."""
        return self.by_id[identifier]


def title_in(title: Mapping[str, str], language: str) -> str:
    """Return a stored title in a language, else in English."""
    return title.get(language) or title.get("en", "")


def roadmap_of(plant: Plant) -> Roadmap | None:
    """Return the plan of a plant, None if there is none yet."""
    return Roadmap.objects.filter(plant=plant).select_related("plant__organization").first()


def item_of(row: Initiative) -> PlannedInitiative:
    """Return an initiative as the rules see it."""
    return PlannedInitiative(
        id=str(row.pk),
        phase=row.phase,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        one_off=row.one_off_amount,
        yearly=row.yearly_amount,
        currency=row.currency,
        progress=Decimal(row.progress) / HUNDRED,
        is_stopped=row.status == Initiative.Status.STOPPED,
        spent=row.spent_amount,
        is_done=row.status == Initiative.Status.DONE,
    )


def milestone_of(row: Milestone) -> DatedMilestone:
    """Return a milestone as the rules see it."""
    return DatedMilestone(
        id=str(row.pk),
        item=str(row.initiative_id),
        due_on=row.due_on,
        is_reached=row.reached_on is not None,
    )


def link_of(row: Dependency) -> PlanLink:
    """Return a dependency as the rules see it."""
    return PlanLink(
        before=str(row.predecessor_id),
        after=str(row.successor_id),
        kind=row.kind,  # type: ignore[arg-type]  # one of the three choices
        lag_days=row.lag_days,
        id=row.pk or 0,
    )


def links_of(roadmap: Roadmap) -> list[PlanLink]:
    """Return every dependency of a plan."""
    rows = Dependency.objects.filter(successor__roadmap=roadmap).order_by("pk")
    return [link_of(row) for row in rows]


def plan(plant: Plant, *, today: date) -> Plan | None:
    """Return the plan of a plant with all that follows from it, in nine queries.

    Args:
        plant: with its organization.
        today: the day for progress, money to date and exchange rates.

    Returns:
        The plan; None if the plant has none yet.
    """
    rows = Roadmap.objects.filter(plant=plant).select_related("catalog")
    roadmap = rows.defer("catalog__content").first()
    if roadmap is None:
        return None
    roadmap.plant = plant  # with its organization, as it was read
    (found,) = load_parts([roadmap], with_people=True)
    return _plan(found, work_calendar(plant), rates(plant.organization), today)


def changed_plan(
    plan: Plan,
    rows: Iterable[Initiative],
    stones: Iterable[Milestone],
    *,
    links: Iterable[PlanLink] | None = None,
    without: int | None = None,
    limits: Mapping[int, Decimal] | None = None,
    calendar: WorkCalendar | None = None,
) -> Plan:
    """Return what a plan would be with other rows in place of some of its own; no query.

    Args:
        plan: the plan as it is; it is not touched.
        rows: initiatives of the plan with other values, and new ones with keys of their own.
        stones: milestones of the plan with other values, and new ones with keys of their own.
        links: all dependencies as they would be; None for those of the plan.
        without: key of an initiative that is removed, with its links and milestones; None for none.
        limits: of all years as they would be; None for those of the plan.
        calendar: when the plant would work; None for that of the plan.
    """
    instead = {row.pk: row for row in plan.initiatives} | {row.pk: row for row in rows}
    moved = {one.pk: one for one in plan.milestones} | {stone.pk: stone for stone in stones}
    loaded = LoadedPlan(
        roadmap=plan.roadmap,
        initiatives=[row for row in instead.values() if row.pk != without],
        links=[
            link
            for link in (plan.links if links is None else links)
            if str(without) not in {link.before, link.after}
        ],
        milestones=sorted(
            (one for one in moved.values() if one.initiative_id != without),
            key=lambda stone: (stone.due_on, stone.pk),
        ),
        limits=dict(plan.limits if limits is None else limits),
    )
    return _plan(loaded, calendar or plan.calendar, plan.rates, plan.today)


def open_milestones(plant: Plant, *, until: date) -> QuerySet[Milestone]:
    """Return the milestones of a plant that are not reached and due by a day, with their work."""
    rows = Milestone.objects.filter(initiative__roadmap__plant=plant, reached_on=None)
    return rows.filter(due_on__lte=until).select_related("initiative")


@dataclass(slots=True)
class LoadedPlan:
    """The rows of one plan."""

    roadmap: Roadmap
    initiatives: list[Initiative] = field(default_factory=list)
    links: list[PlanLink] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    limits: dict[int, Decimal] = field(default_factory=dict)
    calendar: WorkCalendar = ALWAYS_OPEN

    @property
    def parts(self) -> PlanParts:
        """The plan as the rules see it."""
        rows = sorted(self.initiatives, key=place_of)
        items = [item_of(row) for row in rows]
        known = {item.id: item for item in items}
        by_id = {str(row.pk): row for row in rows}
        bars = Bars(by_id, known, self.links, self.calendar, self.roadmap.starts_on)
        times = times_of(bars) if any(map(hangs, rows)) else None
        return PlanParts(
            first=self.roadmap.starts_on,
            currency=self.roadmap.currency,
            items=items,
            links=self.links,
            milestones=[milestone_of(row) for row in self.milestones],
            limits=self.limits,
            missed=len(milestone_conflicts(times)) if times else 0,
        )

    @property
    def next_milestone(self) -> Milestone | None:
        """The first milestone that is not reached yet, overdue ones included."""
        return next((row for row in self.milestones if row.reached_on is None), None)


def load_parts(roadmaps: Iterable[Roadmap], *, with_people: bool = False) -> list[LoadedPlan]:
    """Return some plans with their rows: one query for each kind of row, whatever their number.

    Two more for the calendars where a bar hangs on a milestone of its plant.

    Args:
        roadmaps: the plans.
        with_people: whether owners of initiatives and signatures of milestones are wanted too; the
            calendar is not read then.
    """
    loaded = {roadmap.pk: LoadedPlan(roadmap) for roadmap in roadmaps}
    rows = Initiative.objects.filter(roadmap__in=loaded).select_related(*STONES)
    # An end of a link and the work of a milestone are rows read here: no second copy of them.
    known = {row.pk: row for row in (rows.select_related("owner") if with_people else rows)}
    for row in known.values():
        loaded[row.roadmap_id].initiatives.append(row)
    ends = Dependency.objects.filter(successor__roadmap__in=loaded).order_by("pk")
    for link in (row for row in ends if row.successor_id in known):
        loaded[known[link.successor_id].roadmap_id].links.append(link_of(link))
    stones = Milestone.objects.filter(initiative__roadmap__in=loaded)
    if with_people:
        signed = MilestoneSignature.objects.select_related("signed_by")
        stones = stones.prefetch_related(Prefetch("signatures", signed))
    for stone in (row for row in stones if row.initiative_id in known):
        stone.initiative = known[stone.initiative_id]
        loaded[stone.initiative.roadmap_id].milestones.append(stone)
    for limit in BudgetYear.objects.filter(roadmap__in=loaded):
        loaded[limit.roadmap_id].limits[limit.year] = limit.limit_amount
    found = list(loaded.values())
    if not with_people:
        _read_calendars(found)
    return found


def _read_calendars(plans: Iterable[LoadedPlan]) -> None:
    """Give plans with bars that hang on milestones the calendars of their plants."""
    hanging = [plan for plan in plans if any(map(hangs, plan.initiatives))]
    known = work_calendars({plan.roadmap.plant_id for plan in hanging}) if hanging else {}
    for plan in hanging:
        plan.calendar = known.get(plan.roadmap.plant_id, ALWAYS_OPEN)


def hangs(row: Initiative) -> bool:
    """Tell whether a bar hangs on a milestone of its plant."""
    return bool(row.due_milestone_id or row.enabling_milestone_id)


def _plan(loaded: LoadedPlan, calendar: WorkCalendar, table: RateTable, today: date) -> Plan:
    roadmap = loaded.roadmap
    rows = sorted(loaded.initiatives, key=place_of)
    items = {str(row.pk): item_of(row) for row in rows}
    values = list(items.values())
    convert = converter(table, roadmap.currency, today)
    money = budget(values, roadmap.starts_on, roadmap.currency, convert)
    rate = table.rate(roadmap.currency, today)
    by_id = {str(row.pk): row for row in rows}
    begun = {key for key, row in by_id.items() if row.status == Initiative.Status.ACTIVE}
    times = times_of(Bars(by_id, items, loaded.links, calendar, today))
    contradicting = date_conflicts(
        values, map(milestone_of, loaded.milestones), horizon(roadmap.starts_on), today
    )
    return Plan(
        roadmap=roadmap,
        frame=horizon(roadmap.starts_on),
        periods=quarters(roadmap.starts_on),
        initiatives=tuple(rows),
        by_id=by_id,
        items=items,
        links=tuple(loaded.links),
        milestones=tuple(loaded.milestones),
        limits=loaded.limits,
        budget=money,
        violations=violations(values, loaded.links),
        overruns=overruns(money.years, loaded.limits),
        date_conflicts=(*contradicting, *(milestone_conflicts(times) if times else ())),
        times=times,
        late_starts=late_starts(times, begun) if times else {},
        progress=progress(values, today),
        planned_to_date=planned_until(values, today, roadmap.currency, convert),
        spent=spent_so_far(values, roadmap.currency, convert),
        running=running(values, roadmap.currency, convert),
        calendar=calendar,
        rates=table,
        group=GroupMoney(rate, table.reporting_currency) if rate else None,
        today=today,
    )


def place_of(row: Initiative) -> tuple[int, int, date, date, int]:
    """Return where an initiative stands in lists: by phase, then as it was put there by hand."""
    return (PHASES.index(row.phase), row.order, row.starts_on, row.ends_on, row.pk)
