"""The money of the plan by quarter."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from planning.domain.economics import budget
from planning.domain.plans import PHASES
from reports.sections.budget.collect import money_of
from reports.sections.quarters.content import QuarterChapter, QuarterLine, WorkCost
from reports.sections.roadmap.collect import keys_of
from reports.selectors.record import PlantRecord
from reports.selectors.words import stored
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan


def collect(record: PlantRecord) -> QuarterChapter:
    """Return the chapter."""
    plan = record.plan
    if plan is None:
        return QuarterChapter((), (), None)
    keys = keys_of(plan)
    works = (
        WorkCost(
            key=keys[key],
            title=stored(plan.initiative(key).title),
            one_off=item.planned_cost,
            yearly=item.running_cost if item.is_stopped else item.yearly,
            currency=item.currency,
        )
        for key, item in plan.items.items()
    )
    return QuarterChapter(
        quarter_lines(plan),
        tuple(works),
        money_of(plan),
        plan.running.bearing,
        len(plan.running.without),
    )


def quarter_lines(plan: Plan) -> tuple[QuarterLine, ...]:
    """Return the quarters; the sum of each is that of the whole plan."""
    digitize, integrate, optimize = (_of_phase(plan, name) for name in PHASES)
    sums = plan.budget.quarters
    lines = zip(plan.periods, digitize, integrate, optimize, sums, accumulate(sums), strict=True)
    return tuple(
        QuarterLine(
            start=period.start,
            by_phase=(first, second, third),
            planned=planned,
            so_far=so_far,
            group=plan.group.convert(planned) if plan.group else None,
        )
        for period, first, second, third, planned, so_far in lines
    )


def _of_phase(plan: Plan, name: str) -> tuple[Decimal, ...]:
    convert = converter(plan.rates, plan.currency, plan.today)
    items = [item for item in plan.items.values() if item.phase == name]
    return tuple(budget(items, plan.roadmap.starts_on, plan.currency, convert).quarters)
