"""What is settled and what is open before a document is made."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assessment.models import Assessment
from assessment.selectors.runs import coverage_of
from compliance.domain.status import RollUp, Status
from compliance.selectors.duties import Duty, plant_totals
from organizations.models import Plant
from organizations.selectors.places import plant_today
from reports.domain.state import DataState
from reports.selectors.measured import chosen_run
from roadmap.models import Goal
from roadmap.selectors import Plan, plan


def data_state(plant: Plant) -> DataState:
    """Return the state of a plant's data for the page; a fixed number of queries."""
    today = plant_today(plant)
    rolled = plant_totals([plant], today)[plant.pk].total
    return state_of(
        chosen_run(plant),
        plan(plant, today=today),
        Goal.objects.filter(plant=plant).count(),
        rolled,
    )


def counted(duties: Iterable[Duty]) -> RollUp:
    """Return the counts of duties that are already read."""
    counts = dict.fromkeys(Status, 0)
    for duty in duties:
        counts[duty.effective] += 1
    return RollUp(counts)


def state_of(run: Assessment | None, plan: Plan | None, goals: int, rolled: RollUp) -> DataState:
    """Return the state of data that are already read."""
    return DataState(
        run=run.title if run else "",
        is_signed=bool(run and run.state == Assessment.State.SIGNED_OFF),
        coverage=coverage_of(run) if run else Decimal(0),
        goals=goals,
        has_plan=bool(plan and plan.initiatives),
        conflicts=len(plan.violations) + len(plan.overruns) if plan else 0,
        overdue=rolled.counts[Status.OVERDUE],
        to_confirm=rolled.counts[Status.TO_CONFIRM],
        unconverted=bool(plan and plan.budget.unconverted),
    )
