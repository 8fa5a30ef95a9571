"""The drawings of the roadmap in the reader's language: the Gantt and the money under it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.charts.timeline import (
    AxisSpan,
    Gantt,
    GanttBar,
    GanttLink,
    GanttMilestone,
    GanttPhase,
    QuarterBar,
    QuarterStrip,
    TimeAxis,
    YearTotal,
)
from core.wording.dates import day, day_short
from core.wording.figures import percent
from core.wording.money import money_text
from core.wording.texts import lt
from roadmap.domain.types import DAY, PHASES, years
from roadmap.models import Initiative, Milestone
from roadmap.selectors import Plan, title_in

LARGE = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """In what the drawing counts money: a divisor and its word."""

    divisor: int
    name: str

    def of(self, amount: Decimal) -> Decimal:
        """Return an amount in this unit."""
        return amount / self.divisor


def unit_of(plan: Plan) -> MoneyUnit:
    """Return thousands or millions, in Chinese ten thousands, as the largest quarter asks."""
    is_large = max(plan.budget.quarters) >= LARGE
    if (get_language() or "en").startswith("zh") and not is_large:
        return MoneyUnit(10_000, _("ten thousand"))
    return MoneyUnit(1_000_000, _("million")) if is_large else MoneyUnit(1_000, _("thousand"))


def axis(plan: Plan) -> TimeAxis:
    """Return the twelve quarters with today, and each year with its money."""
    spans = []
    for span in years(plan.frame):
        year = span.start.year
        planned = money_text(plan.budget.years.get(year, Decimal(0)))
        limit = plan.limits.get(year)
        note = (
            _("%(planned)s of %(limit)s") % {"planned": planned, "limit": money_text(limit)}
            if limit is not None
            else planned
        )
        spans.append(AxisSpan(span.start, span.end, str(year), note))
    return TimeAxis(
        start=plan.frame.start,
        end=plan.frame.end,
        years=tuple(spans),
        quarters=tuple(
            AxisSpan(q.start, q.end, f"Q{(q.start.month + 2) // 3}") for q in plan.periods
        ),
        today=plan.today,
        today_label=day_short(plan.today),
    )


def gantt(plan: Plan, *, editable: bool) -> Gantt:
    """Return the description of the Gantt.

    Args:
        plan: the loaded plan.
        editable: bars become buttons that the editor moves.
    """
    language = get_language() or "en"
    early = {violation.link.after: violation.days for violation in reversed(plan.violations)}
    stones: dict[int, list[Milestone]] = {}
    for stone in plan.milestones:
        stones.setdefault(stone.initiative_id, []).append(stone)
    unit = unit_of(plan)
    bars: dict[str, list[GanttBar]] = {phase: [] for phase in PHASES}
    for row in plan.initiatives:
        milestones = stones.get(row.pk, [])
        bars[row.phase].append(_bar(row, language, unit, early.get(str(row.pk), 0), milestones))
    broken = {violation.link.id for violation in plan.violations}
    labels = dict(Initiative.Phase.choices)
    return Gantt(
        axis=axis(plan),
        phases=tuple(
            GanttPhase(str(labels[phase]), tuple(bars[phase])) for phase in PHASES if bars[phase]
        ),
        links=tuple(
            GanttLink(link.before, link.after, link.kind, link.id in broken) for link in plan.links
        ),
        title=_("Roadmap by phase"),
        description=summary(plan),
        label_head=_("Initiative"),
        side_head=f"{plan.currency} {unit.name}",
        editable=editable,
    )


def summary(plan: Plan) -> str:
    """Say the plan in one sentence."""
    count = len(plan.initiatives)
    text = ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}
    return _("%(count)s from %(start)s to %(end)s, %(money)s in all") % {
        "count": text,
        "start": day(plan.frame.start),
        "end": day(plan.frame.end - DAY),
        "money": money_text(plan.budget.total, plan.currency),
    }


def bar_name(row: Initiative, early: int = 0) -> str:
    """Return the full sentence of a bar for screen readers."""
    parts = [
        title_in(row.title, get_language() or "en"),
        _("%(start)s to %(end)s") % {"start": day(row.starts_on), "end": day(row.ends_on)},
        money_text(row.one_off_amount, row.currency),
        str(row.get_status_display()),
    ]
    if row.status == Initiative.Status.ACTIVE or 0 < row.progress < 100:
        parts.append(_("%(share)s done") % {"share": percent(Decimal(row.progress) / 100)})
    if early:
        parts.append(days_early(early))
    return _(", ").join(parts)


def days_early(days: int) -> str:
    """Say by how many days a bar comes too early."""
    return ngettext(
        "%(days)s day too early for what it waits for",
        "%(days)s days too early for what it waits for",
        days,
    ) % {"days": days}


def _bar(
    row: Initiative, language: str, unit: MoneyUnit, early: int, stones: list[Milestone]
) -> GanttBar:
    is_stopped = row.status == Initiative.Status.STOPPED
    label = title_in(row.title, language)
    return GanttBar(
        id=str(row.pk),
        label=f"{label} ({row.get_status_display()})" if is_stopped else label,
        start=row.starts_on,
        end=row.ends_on,
        progress=row.progress / 100,
        done=row.status in {Initiative.Status.DONE, Initiative.Status.STOPPED},
        violation=days_early(early) if early else "",
        side=f"{unit.of(row.one_off_amount):,.0f}",
        name=bar_name(row, early),
        href=f"?initiative={row.pk}",
        version=row.version,
        milestones=tuple(
            GanttMilestone(
                str(stone.pk),
                stone.due_on,
                f"{lt(stone.both('title'))}, {day(stone.due_on)}",
                signed=stone.reached_on is not None,
            )
            for stone in stones
        ),
    )


def budget_strip(plan: Plan) -> QuarterStrip:
    """Return the description of the cost by quarter with the limits of the years."""
    unit = unit_of(plan)
    spans = years(plan.frame)
    note = _("%(unit)s a quarter") % {"unit": f"{plan.currency} {unit.name}"}
    if plan.limits:
        note = _("%(note)s; bar: year against limit") % {"note": note}
    return QuarterStrip(
        axis=axis(plan),
        bars=tuple(
            QuarterBar(q.start, q.end, float(unit.of(value)), past=q.end <= plan.today)
            for q, value in zip(plan.periods, plan.budget.quarters, strict=True)
        ),
        label=_("Budget"),
        note=note,
        title=_("Cost by quarter"),
        description=money_text(plan.budget.total, plan.currency),
        years=tuple(
            YearTotal(
                span.start,
                span.end,
                float(unit.of(plan.budget.years.get(span.start.year, Decimal(0)))),
                float(unit.of(plan.limits[span.start.year])),
            )
            for span in spans
            if span.start.year in plan.limits
        ),
    )
