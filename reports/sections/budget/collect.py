"""The money of the plan by year."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from planning.domain.economics import PlanTotals, budget
from planning.domain.plans import PHASES
from planning.domain.returns import Returns
from reports.sections.budget.content import (
    BudgetChapter,
    BudgetPlan,
    Costs,
    Gains,
    Money,
    ThisYear,
    YearLine,
)
from reports.selectors.record import PlantRecord
from returns.selectors.paybacks import PlanPayback, plan_payback
from roadmap.models import Initiative
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan

CENT = Decimal("0.01")


def collect(record: PlantRecord) -> BudgetChapter:
    """Return the chapter."""
    return BudgetChapter(budget_of(record))


def budget_of(record: PlantRecord) -> BudgetPlan | None:
    """Return the sums of the plan; None without one."""
    plan = record.plan
    if plan is None or record.returns is None or record.case is None:
        return None
    closed = frozenset(note.phase for note in record.gates)
    start = record.state.start
    return BudgetPlan(
        starts=tuple(period.start for period in plan.periods),
        years=_years(plan),
        one_off=plan.totals.invested,
        running=plan.totals.running,
        outside=plan.totals.outside,
        total=plan.totals.whole,
        limit=plan.limit,
        group_total=plan.group.convert(plan.totals.whole) if plan.group else None,
        money=money_of(plan),
        costs=Costs(
            yearly=plan.running.stated,
            without=len(plan.running.without),
            bearing=plan.running.bearing,
            uncovered=plan.running.uncovered,
            spent=plan.spent,
            expected=plan.planned_to_date,
            forecast=record.case.total.forecast,
            share=record.case.total.uncovered_share,
        ),
        gains=gains_of(record.returns, plan_payback(record.case, record.returns)),
        this_year=_this_year(plan, closed),
        closed=tuple(place for place, phase in enumerate(PHASES) if phase in closed),
        outside_by_phase=_outside(plan),
        needs=start.needs if start else 0,
        covered=start.covered if start else 0,
    )


def _this_year(plan: Plan, closed: Collection[str] = ()) -> ThisYear:
    """Return what the plan costs in the running year, told apart by its work."""
    convert = converter(plan.rates, plan.currency, plan.today)
    late = {row.pk for row in plan.unbegun}

    def cost(rows: Iterable[Initiative]) -> Decimal:
        items = [plan.items[str(row.pk)] for row in rows]
        money = budget(items, plan.roadmap.starts_on, plan.currency, convert)
        return money.years.get(plan.today.year, Decimal(0))

    planned = [row for row in plan.initiatives if row.status == Initiative.Status.PLANNED]
    fresh = [row for row in planned if row.pk not in late]
    return ThisYear(
        fresh=cost(fresh),
        late=cost(plan.unbegun),
        begun=cost(row for row in plan.initiatives if row not in planned),
        gated=cost(row for row in fresh if row.phase in closed),
    )


def _outside(plan: Plan) -> tuple[Decimal, Decimal, Decimal]:
    phases = plan.budget.phases
    first, second, third = (phases.get(name, PlanTotals()).outside for name in PHASES)
    return first, second, third


def gains_of(told: Returns, found: PlanPayback) -> Gains:
    """Return what the goals of a plan bring, and when it has paid."""
    return Gains(
        yearly=told.yearly,
        counted=told.counted,
        unserved=told.unserved,
        unserved_goals=told.unserved_goals,
        silent=told.silent,
        payback=found.years,
        is_of_case=found.is_of_case,
        pays_in=found.year,
        hard=found.yearly if found.is_of_case else None,
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
    table = plan.rates
    convert = converter(table, plan.currency, plan.today)
    by_phase: dict[tuple[int, str], Decimal] = {}
    for cell in plan.budget.cells:
        amount = (
            cell.total if cell.currency == plan.currency else convert(cell.total, cell.currency)
        )
        key = (cell.year, cell.phase)
        by_phase[key] = by_phase.get(key, Decimal(0)) + (amount or Decimal(0)).quantize(CENT)
    lines = []
    for year, planned in sorted(plan.budget.years.items()):
        digitize, integrate, optimize = (by_phase.get((year, p), Decimal(0)) for p in PHASES)
        lines.append(
            YearLine(
                year=year,
                by_phase=(digitize, integrate, optimize),
                planned=planned,
                limit=plan.limits.get(year),
                group=plan.group.convert(planned) if plan.group else None,
                quarters=plan.limited_in_part.get(year, 4),
            )
        )
    return tuple(lines)
