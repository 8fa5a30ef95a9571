"""Reads: what float the bars of a plan have when the start of production slips."""

from __future__ import annotations

from dataclasses import dataclass

from launch.selectors.plants import PlantLaunch
from planning.domain.passes import Dates
from planning.domain.slips import slip
from roadmap.domain.backward import slack_of
from roadmap.models import Initiative
from roadmap.selectors.plan import plan


@dataclass(frozen=True, slots=True)
class BarFloat:
    """A bar with the days by which it can slip before and after; negative where it is too late."""

    row: Initiative
    before: int
    after: int


def _float_of(row: Initiative, before: Dates, after: Dates) -> BarFloat:
    is_begun = row.status == Initiative.Status.ACTIVE
    return BarFloat(row, slack_of(before, is_begun=is_begun), slack_of(after, is_begun=is_begun))


def floats_after(one: PlantLaunch, days: int) -> tuple[BarFloat, ...]:
    """Return the bars whose float changes when the start slips, the least float after it first.

    Bars stay where they are. Nothing without a plan, or where links close a circle. Eleven queries.

    Args:
        one: the plant.
        days: calendar days; negative is earlier.

    Raises:
        PlanError: days outside of 1900 to 2100.
    """
    found = plan(one.plant, today=one.case.today)
    if found is None or found.times is None:
        return ()
    known = found.times.plan.milestones
    moving = {
        str(stone.pk): days
        for stone in one.milestones.values()
        if stone.key not in one.staying and str(stone.pk) in known
    }
    slipped = slip(found.times, moving)
    floats = (
        _float_of(found.initiative(key), dates, slipped.after.dates[key])
        for key, dates in slipped.before.dates.items()
    )
    changed = (one for one in floats if one.before != one.after)
    return tuple(sorted(changed, key=lambda bar: (bar.after, bar.row.starts_on)))
