"""Reads of goals: the list, and what they are to return."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, QuerySet

from organizations.models import Plant
from roadmap.domain.returns import ExpectedReturn, Returns, returns
from roadmap.models import Goal, Initiative
from roadmap.selectors.money import converter
from roadmap.selectors.plan import Plan


def goals(plant: Plant) -> QuerySet[Goal]:
    """Return the goals of a plant with owner, indicator and the counts of their links."""
    return (
        Goal.objects.filter(plant=plant)
        .select_related("owner", "indicator__indicator")
        .annotate(
            requirement_count=Count("requirements", distinct=True),
            initiative_count=Count("initiatives", distinct=True),
        )
        .order_by("due_on", "title")
    )


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
