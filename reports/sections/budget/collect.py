"""The money of the plan by year."""

from __future__ import annotations

from decimal import Decimal

from organizations.selectors.places import rates
from reports.sections.budget.content import BudgetChapter, BudgetPlan, Money, YearLine
from reports.selectors.record import PlantRecord
from roadmap.domain.types import PHASES
from roadmap.selectors import Plan, converter

CENT = Decimal("0.01")


def collect(record: PlantRecord) -> BudgetChapter:
    """Return the chapter."""
    return BudgetChapter(budget_of(record.plan) if record.plan else None)


def budget_of(plan: Plan) -> BudgetPlan:
    """Return the sums of a plan."""
    return BudgetPlan(
        starts=tuple(period.start for period in plan.periods),
        years=_years(plan),
        one_off=plan.budget.one_off,
        running=plan.budget.running,
        outside=plan.budget.outside,
        total=plan.budget.total,
        limit=plan.limit,
        group_total=plan.group.convert(plan.budget.total) if plan.group else None,
        money=money_of(plan),
    )


def money_of(plan: Plan) -> Money:
    """Return the currencies of a plan and the rate between them."""
    rate = plan.group.rate if plan.group else None
    return Money(
        currency=plan.currency,
        group_currency=plan.roadmap.plant.organization.reporting_currency,
        rate=rate.rate if rate and rate.dated_on else None,
        dated_on=rate.dated_on if rate else None,
        source=rate.source if rate else "",
    )


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
