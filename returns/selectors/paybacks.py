"""The one return and payback of a plan: those of its business case, else the simple ones of its goals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from organizations.models import Plant
from planning.domain.returns import Returns, payback
from returns.models import CaseSettings, Effect
from returns.selectors.cases import BusinessCase
from roadmap.models import Initiative


@dataclass(frozen=True, slots=True)
class PlanPayback:
    """What a plan brings a year and when it has paid.

    Attributes:
        is_of_case: both are those of the business case; else of the returns of goals, of full use.
        yearly: hard benefit a year as it counts by its evidence, else what its goals expect
            [currency of the plan]; None if nobody said.
        years: years until then; None if it never pays, or nobody said what it brings.
        year: calendar year in which the business case has paid; None without one.
    """

    is_of_case: bool
    yearly: Decimal | None
    years: Decimal | None
    year: int | None = None


def plan_payback(case: BusinessCase, told: Returns) -> PlanPayback:
    """Return what a plan brings and when it has paid; every page and document says this.

    Args:
        case: of the whole plan; it decides once it is appraised.
        told: what the goals of the plan return.

    Source: docs/method.md#returns.
    """
    value = case.value
    if value is not None:
        return PlanPayback(
            is_of_case=True,
            yearly=case.total.gain,
            years=value.figures.payback,
            year=value.pays_in,
        )
    plan = case.plan
    return PlanPayback(
        is_of_case=False,
        yearly=told.yearly,
        years=payback(plan.totals.invested, told.yearly, plan.running.yearly),
    )


def has_case(plant: Plant) -> bool:
    """Tell whether a plan is appraised by its business case, in one query.

    A case whose only benefit is money without a rate is none; the figure itself says so.
    """
    gains = Effect.objects.filter(
        initiative__roadmap__plant=plant, kind=Effect.Kind.HARD, benefit_amount__isnull=False
    ).exclude(initiative__status=Initiative.Status.STOPPED)
    return CaseSettings.objects.filter(plant=plant).exists() and gains.exists()
