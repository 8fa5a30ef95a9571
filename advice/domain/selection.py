"""What a selection of initiatives costs, takes and lifts together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.domain.catalog import CatalogItem
from capability.domain.reach import CapabilityScores, PlannedLift, reach
from launch.domain.costs import cost_of, months_of
from planning.domain.plans import PHASES

DAY_OF_PHASE = {phase: date(2000 + rank, 1, 1) for rank, phase in enumerate(PHASES)}
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Selection:
    """The sums of some initiatives.

    Attributes:
        count: how many.
        one_off: one-off cost [currency of the rate].
        yearly: running cost a year.
        months: sum of the durations [months of work, not of the calendar].
        roles: how many different roles they need.
        lift: gain of the overall score by the lift rule, all of them done [levels].
    """

    count: int
    one_off: Decimal
    yearly: Decimal
    months: int
    roles: int
    lift: Decimal


def selection(
    items: Iterable[CatalogItem],
    rate: Decimal,
    scores: Mapping[str, Decimal],
    weights: Mapping[str, Decimal],
) -> Selection:
    """Return the sums of a selection.

    Args:
        items: the chosen initiatives.
        rate: what one US dollar is worth in the wanted currency.
        scores: score by dimension [levels].
        weights: share of each dimension in the overall score [0-1].

    Returns:
        Costs and durations as planned (middle of each range). The lifts are applied one after the
        other, by phase, so that the lift of a selection is less than the sum of single lifts.

    Source: docs/method.md#lift.
    """
    chosen = list(items)
    lifts = [PlannedLift(i.id, DAY_OF_PHASE[i.phase], i.cap, i.lifts) for i in chosen]
    end = DAY_OF_PHASE[PHASES[-1]]
    (after,) = reach(CapabilityScores(scores, NONE), weights, lifts, [end])
    return Selection(
        count=len(chosen),
        one_off=sum((cost_of(item.cost, rate) for item in chosen), NONE),
        yearly=sum((cost_of(i.cost, rate * i.run_cost_percent / 100) for i in chosen), NONE),
        months=sum(months_of(item.duration) for item in chosen),
        roles=len({role for item in chosen for role in item.roles}),
        lift=after.standing.total,
    )
