"""Goals and the roadmap in the words of a document."""

from __future__ import annotations

from decimal import Decimal

from core.text import LocalizedText
from organizations.models import Plant
from organizations.selectors.places import rates
from packs.schema import Framework
from reports.domain.plan import (
    GoalLine,
    InitiativeLine,
    LinkLine,
    MilestoneLine,
    Money,
    PlanChapter,
    Quarter,
    YearLine,
)
from reports.selectors.words import said, same, stored
from roadmap.domain.types import PHASES
from roadmap.models import Goal, Initiative
from roadmap.selectors.goals import goals
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan
from scoring.domain.sections import title_of

LETTERS = {"digitize": "D", "integrate": "I", "optimize": "O"}
CENT = Decimal("0.01")


def goal_lines(plant: Plant) -> tuple[GoalLine, ...]:
    """Return the goals by date."""
    return tuple(
        GoalLine(
            horizon=row.horizon,
            title=row.title,
            owner=row.owner.name if row.owner else "",
            driver=said(Goal.ValueDriver(row.value_driver).label),
            baseline=row.baseline_text,
            target=row.target_text,
            due=row.due_on,
            expected_return=row.expected_return_amount,
            currency=row.currency or plant.currency,
            indicator=row.indicator.indicator.code if row.indicator else "",
            initiatives=getattr(row, "initiative_count", 0),
        )
        for row in goals(plant)
    )


def plan_of(plan: Plan, framework: Framework | None) -> PlanChapter:
    """Return the roadmap with its money and broken rules."""
    broken = {violation.link.after for violation in plan.violations}
    broken_links = {(entry.link.before, entry.link.after) for entry in plan.violations}
    keys = _keys(plan)
    rate = plan.group.rate if plan.group else None
    return PlanChapter(
        starts_on=plan.frame.start,
        ends_on=plan.frame.end,
        initiatives=tuple(
            _initiative(plan, row, keys[str(row.pk)], framework, is_broken=str(row.pk) in broken)
            for row in plan.initiatives
        ),
        links=tuple(
            LinkLine(link.before, link.after, link.kind, (link.before, link.after) in broken_links)
            for link in plan.links
        ),
        quarters=tuple(
            Quarter(period.start, period.end, amount)
            for period, amount in zip(plan.periods, plan.budget.quarters, strict=True)
        ),
        years=_years(plan),
        one_off=plan.totals.invested,
        running=plan.totals.running,
        outside=plan.totals.outside,
        total=plan.totals.whole,
        limit=plan.limit,
        group_total=plan.group.convert(plan.totals.whole) if plan.group else None,
        progress=plan.progress.actual if plan.progress else None,
        planned_progress=plan.progress.planned if plan.progress else None,
        violations=_violations(plan, keys),
        money=Money(
            currency=plan.currency,
            group_currency=plan.roadmap.plant.organization.reporting_currency,
            rate=rate.rate if rate and rate.dated_on else None,
            dated_on=rate.dated_on if rate else None,
            source=rate.source if rate else "",
        ),
    )


def _keys(plan: Plan) -> dict[str, str]:
    """Return short keys by phase and order: D1, D2, I1."""
    counts = dict.fromkeys(PHASES, 0)
    keys = {}
    for row in plan.initiatives:
        counts[row.phase] += 1
        keys[str(row.pk)] = f"{LETTERS[row.phase]}{counts[row.phase]}"
    return keys


def _initiative(
    plan: Plan, row: Initiative, key: str, framework: Framework | None, *, is_broken: bool
) -> InitiativeLine:
    return InitiativeLine(
        id=str(row.pk),
        key=key,
        title=stored(row.title),
        phase=row.phase,
        start=row.starts_on,
        end=row.ends_on,
        one_off=row.one_off_amount,
        yearly=row.yearly_amount,
        currency=row.currency,
        owner=row.owner.name if row.owner else "",
        status=row.status,
        status_words=said(Initiative.Status(row.status).label),
        progress=row.progress,
        is_broken=is_broken,
        lifts=tuple(
            (_dimension(framework, name), Decimal(str(lift))) for name, lift in row.lifts.items()
        ),
        milestones=tuple(
            MilestoneLine(stone.title, stone.due_on, stone.reached_on, stone.acceptance)
            for stone in plan.milestones
            if stone.initiative_id == row.pk
        ),
    )


def _dimension(framework: Framework | None, name: str) -> LocalizedText:
    if framework and name in framework.nodes:
        return title_of(framework.nodes[name])
    return same(name)


def _years(plan: Plan) -> tuple[YearLine, ...]:
    table = rates(plan.roadmap.plant.organization)
    convert = converter(table, plan.currency, plan.today)
    by_phase: dict[tuple[int, str], Decimal] = {}
    for cell in plan.budget.cells:
        amount = (
            cell.total if cell.currency == plan.currency else convert(cell.total, cell.currency)
        )
        key = (cell.year, cell.phase)
        by_phase[key] = by_phase.get(key, Decimal(0)) + (amount or Decimal(0)).quantize(CENT)
    years = sorted({*plan.budget.years, *plan.limits})
    lines = []
    for year in years:
        planned = plan.budget.years.get(year, Decimal(0))
        digitize, integrate, optimize = (by_phase.get((year, p), Decimal(0)) for p in PHASES)
        lines.append(
            YearLine(
                year=year,
                by_phase=(digitize, integrate, optimize),
                planned=planned,
                limit=plan.limits.get(year),
                group=plan.group.convert(planned) if plan.group else None,
            )
        )
    return tuple(lines)


def _violations(plan: Plan, keys: dict[str, str]) -> tuple[LocalizedText, ...]:
    lines = []
    for entry in plan.violations:
        before = plan.initiative(entry.link.before)
        after = plan.initiative(entry.link.after)
        first, second = stored(before.title), stored(after.title)
        one, two = keys[entry.link.before], keys[entry.link.after]
        days = "1 day" if entry.days == 1 else f"{entry.days} days"
        lines.append(
            LocalizedText(
                en=f"{two} {second.en} comes {days} too early for {one} {first.en}",
                zh_hans=f"{two} {second.zh_hans}比{one} {first.zh_hans}的要求早{entry.days}天",
            )
        )
    for excess in plan.overruns:
        amount = f"{plan.currency} {excess.excess:,.0f}"
        lines.append(
            LocalizedText(
                en=f"{excess.year} is {amount} above its limit",
                zh_hans=f"{excess.year}年超出预算上限{amount}",
            )
        )
    for currency, lost in plan.budget.unconverted.items():
        sum_of = f"{currency} {lost:,.0f}"
        lines.append(
            LocalizedText(
                en=f"{sum_of} is in no total: there is no exchange rate for {currency}",
                zh_hans=f"{sum_of}未计入合计：缺少{currency}汇率",
            )
        )
    return tuple(lines)
