"""What is decided, and what it rests on."""

from __future__ import annotations

from reports.sections.budget.collect import budget_of
from reports.sections.readiness.collect import readiness
from reports.sections.roadmap.collect import keys_of, violations_of
from reports.sections.signatures.content import SignatureChapter
from reports.selectors.record import PlantRecord


def collect(record: PlantRecord) -> SignatureChapter:
    """Return the chapter."""
    plan = record.plan
    budget = budget_of(plan) if plan else None
    first, last = record.years
    return SignatureChapter(
        first_year=first,
        last_year=last,
        plan=budget,
        violations=len(violations_of(plan, keys_of(plan))) if plan else 0,
        release=budget.next_budget(record.today) if budget else None,
        readiness=readiness(record.measured),
    )
