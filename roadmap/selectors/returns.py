"""Reads of what the goals of a plan are to return."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from goals.models import Goal
from planning.domain.returns import ExpectedReturn, Returns, returns
from roadmap.models import Initiative
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan


def plan_returns(plan: Plan) -> Returns:
    """Return what the goals of a plan bring a year in the plan's currency; one query."""
    plant = plan.roadmap.plant
    serving = Initiative.objects.filter(goals=OuterRef("pk"), roadmap=plan.roadmap)
    serving = serving.exclude(status=Initiative.Status.STOPPED)
    rows = Goal.objects.filter(plant=plant).annotate(is_served=Exists(serving))
    expected = [
        ExpectedReturn(
            id=str(row.pk),
            amount=row.expected_return_amount,
            currency=row.currency,
            is_served=row.is_served,
        )
        for row in rows
    ]
    convert = converter(plan.rates, plan.currency, plan.today)
    return returns(expected, plan.currency, convert)
