"""A plant with all that the sheets of a workbook hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from calendars.models import PlantCalendar, PlantClosure, PlantMilestone
from goals.models import Goal, GoalIndicator
from roadmap.models import GateCondition, Initiative, Milestone
from roadmap.selectors.signing import digest_of
from roadmap.services.signing import sign_milestone
from tests.roadmap.support import follow

D = dt.date


def furnish(plant, owner, signer):
    """Give the picture's plant goals, figures, milestones, a week, closures, a condition of a gate and a signature."""
    sop = PlantMilestone.objects.create(
        plant=plant, key="M16", title="Start of production", planned_on=D(2027, 6, 1), owner=owner
    )
    PlantMilestone.objects.create(
        plant=plant, title="=Lease", planned_on=D(2026, 5, 4), is_fixed=True, note="Ask, “twice”"
    )
    PlantCalendar.objects.create(plant=plant, weekend=[6, 7], holiday_place="MY-01")
    PlantClosure.objects.create(
        plant=plant, title="Press overhaul", starts_on=D(2027, 6, 14), opens_on=D(2027, 6, 19)
    )
    low = _goals(plant, owner)
    bar = Initiative.objects.get(title__en__startswith="MES core")
    bar.due_milestone, bar.buffer_days = sop, 20
    bar.save()
    bar.goals.set([low])
    stone = Milestone.objects.get(title="Books closed in the new system")
    stone.acceptance = "Signed by the auditor"
    stone.save()
    sign_milestone(milestone=stone, side="it", digest=digest_of(stone), by=signer)


def _goals(plant, owner):
    """Make two goals, a figure of the lower one, and a gate that asks for it; return the lower one."""
    top = Goal.objects.create(
        plant=plant,
        horizon="mid",
        title="Know each order",
        value_driver="cost",
        due_on=D(2028, 10, 31),
        counted_from=D(2026, 11, 1),
        target_text="100 %",
        expected_return_amount=Decimal("120000.50"),
        currency="MYR",
        owner=owner,
    )
    low = Goal.objects.create(
        plant=plant,
        horizon="short",
        title="Report each order",
        value_driver="response",
        due_on=D(2027, 6, 30),
        counted_from=D(2026, 11, 1),
        target_text="60 %",
        parent=top,
    )
    indicator = follow(plant, "SC-12")
    GoalIndicator.objects.create(
        goal=low,
        plant_indicator=indicator,
        baseline_value=Decimal("41.125"),
        target_value=Decimal(60),
        target_on=D(2027, 6, 30),
    )
    GateCondition.objects.create(
        roadmap=plant.roadmap,
        phase="integrate",
        plant_indicator=indicator,
        side="at_least",
        bound_value=Decimal("92.5"),
    )
    return low
