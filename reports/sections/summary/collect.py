"""The whole document in short."""

from __future__ import annotations

from reports.sections.budget.collect import budget_of
from reports.sections.capability.collect import capability
from reports.sections.compliance.collect import compliance
from reports.sections.goals.collect import goal_lines
from reports.sections.indicators.collect import collect as indicators
from reports.sections.readiness.collect import readiness
from reports.sections.risks.collect import risk_lines
from reports.sections.roadmap.collect import keys_of, violations_of
from reports.sections.summary.content import SummaryChapter
from reports.selectors.record import PlantRecord

TOP_RISKS = 3


def collect(record: PlantRecord) -> SummaryChapter:
    """Return the chapter."""
    plan, (first, last) = record.plan, record.years
    budget = budget_of(plan) if plan else None
    progress = plan.progress if plan else None
    return SummaryChapter(
        first_year=first,
        last_year=last,
        readiness=readiness(record.measured),
        dimensions=capability(record.measured).dimensions,
        plan=budget,
        initiatives=len(plan.initiatives) if plan else 0,
        progress=progress.actual if progress else None,
        planned_progress=progress.planned if progress else None,
        violations=len(violations_of(plan, keys_of(plan))) if plan else 0,
        release=budget.next_budget(record.today) if budget else None,
        goals=goal_lines(record),
        compliance=compliance(record.duties),
        indicators=indicators(record).indicators,
        risks=risk_lines(record)[:TOP_RISKS],
        open_points=record.open_points,
    )
