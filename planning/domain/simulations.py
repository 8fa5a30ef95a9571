"""When a plan ends if its durations are not known for certain. See docs/method.md#estimates."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace

from planning.domain.estimates import DRAWS, Percentile, ThreePoint, percentile
from planning.domain.network import WorkPlan, in_order, refuse_wrong_names
from planning.domain.passes import forward

SHARES = (0.5, 0.8)


def simulate(
    plan: WorkPlan, lengths: Mapping[str, ThreePoint], seed: int
) -> dict[str, tuple[Percentile, ...]]:
    """Return the early ends of 1,000 plans whose durations are drawn, as P50 and P80.

    Args:
        plan: a plan; items without a range keep their duration.
        lengths: ranges by item id, in the unit of the item, 0 and more.
        seed: the same seed draws the same plans.

    Returns:
        Percentiles of the day numbers (`date.toordinal`) by item id, in the order of the plan.

    Raises:
        PlanError: as in `timetable`.
    """
    refuse_wrong_names(plan)
    order = in_order(plan.items)
    chance = random.Random(seed)  # noqa: S311 -- chance of a simulation, no secret
    ends: dict[str, list[int]] = {item.id: [] for item in plan.items}
    for _ in range(DRAWS):
        drawn = [
            replace(
                item,
                duration=replace(item.duration, length=round(lengths[item.id].draw(chance))),
            )
            if item.id in lengths
            else item
            for item in order
        ]
        for name, dates in forward(plan, drawn).items():
            ends[name].append(dates.end.toordinal())
    return {
        name: tuple(percentile(sorted(days), share) for share in SHARES)
        for name, days in ends.items()
    }


def as_day(number: float) -> dt.date:
    """Return the day of a percentile."""
    return dt.date.fromordinal(round(number))
